import { selector } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as limit from "./thresholds";

/** What the machine has left. */

/** The document leaves out tmpfs. The others hold no data of their own either, or are full by design. */
export const disks = 'fstype!~"autofs|devtmpfs|erofs|fuse.*|iso9660|nsfs|overlay|ramfs|squashfs|tmpfs"';

// One device may be mounted in many places.
export const diskUsed = `max by (instance, device) (
  (node_filesystem_size_bytes{${disks}} - node_filesystem_free_bytes) / node_filesystem_size_bytes
  unless node_filesystem_readonly == 1
)`;

export const memoryUsed = "(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes";

const node = { instance: "node-exporter:9100", job: "node-exporter" };

/** A disk of which so much of 100 is free, a tmpfs and a CD-ROM that are always full. */
function filesystems(free: string) {
  const series = (name: string, fstype: string, device: string) =>
    selector(`node_filesystem_${name}`, { ...node, device, fstype, mountpoint: "/" });
  return {
    [series("free_bytes", "ext4", "/dev/vda1")]: free,
    [series("size_bytes", "ext4", "/dev/vda1")]: "100x60",
    [series("readonly", "ext4", "/dev/vda1")]: "0x60",
    [series("free_bytes", "tmpfs", "tmpfs")]: "0x60",
    [series("size_bytes", "tmpfs", "tmpfs")]: "100x60",
    [series("readonly", "tmpfs", "tmpfs")]: "0x60",
    [series("free_bytes", "ext4", "/dev/sr0")]: "0x60",
    [series("size_bytes", "ext4", "/dev/sr0")]: "100x60",
    [series("readonly", "ext4", "/dev/sr0")]: "1x60",
  };
}

const memory = (available: string) => ({
  [selector("node_memory_MemTotal_bytes", node)]: "1000x60",
  [selector("node_memory_MemAvailable_bytes", node)]: available,
});

const alerts: readonly Alert[] = [
  {
    name: "DiskSpaceHigh",
    expr: diskUsed,
    threshold: limit.DISK_RATIO,
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.device }} is {{ $value | humanizePercentage }} full",
    description: "{{ $labels.device }} of {{ $labels.instance }} has been more than 80 % full for 5 minutes.",
    source: "DiskSpaceHigh: used over size above 0.8 for 5 min, tmpfs left out; warning, team infrastructure",
    runbook: {
      impact: "None yet; when it is full, Postgres, Qdrant and Prometheus stop.",
      causes: ["The vector store and the database grew", "Logs", "Old container images and volumes"],
      steps: [
        "du -xh --max-depth=2 / | sort -h shows where it went.",
        "docker system df, then docker image prune.",
        "See on the capacity dashboard how fast it grows, and enlarge the disk in time.",
      ],
    },
    fires: {
      series: filesystems("19x60"),
      firesAt: "5m",
      labels: { device: "/dev/vda1", instance: node.instance },
    },
    quiet: { series: filesystems("20x60") },
    quietWhen: { "a short peak": { series: filesystems("50x5 5x4 50x60") } },
  },
  {
    name: "MemoryUsageHigh",
    expr: memoryUsed,
    threshold: limit.MEMORY_RATIO,
    for: "5m",
    severity: "critical",
    team: "infrastructure",
    summary: "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory",
    description: "Less than a tenth of the memory of {{ $labels.instance }} has been available for 5 minutes.",
    source: "MemoryUsageHigh: used over total above 0.9 for 5 min; critical, team infrastructure",
    runbook: {
      impact: "None yet; when it is used up, the kernel ends processes, the largest first.",
      causes: [
        "The vector store keeps more in memory",
        "A process leaks",
        "More runs here than the machine was made for",
      ],
      queries: ["topk(5, container_memory_working_set_bytes)"],
      steps: [
        "See in the table of containers which one grew.",
        "Restart what leaks, to win time.",
        "Let Qdrant keep vectors on disk, or give the machine more memory.",
      ],
    },
    fires: { series: memory("90x60"), firesAt: "5m", labels: node },
    quiet: { series: memory("105x60") },
    quietWhen: { "a short peak": { series: memory("500x5 50x4 500x60") } },
  },
];

export const infrastructure: RuleGroup = { name: "self-rag-infrastructure", dashboard: "self-rag", alerts };
