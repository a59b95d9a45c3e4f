import { selector } from "../proofs";
import type { Alert, Recording } from "../rules";
import { level, node, state } from "./proof";

/** The machine's disks. */

export const diskUsed = "instance_device:node_disk_used:ratio";
export const inodesUsed = "instance_device:node_disk_inodes_used:ratio";
export const diskTimeLeft = "instance_device:node_disk_time_left:seconds6h";
export const diskWaiting = "max by (instance, device) (rate(node_disk_io_time_weighted_seconds_total[5m]))";

const DAY = 86_400;
/** They hold no data of their own, or are full by design. */
const real = 'fstype!~"autofs|devtmpfs|erofs|fuse.*|iso9660|nsfs|overlay|ramfs|squashfs|tmpfs|vfat"';

const of = (name: string) => selector(name, { ...node, device: "/dev/vda1", fstype: "ext4", mountpoint: "/" });
const disk = { device: "/dev/vda1", instance: node.instance };
const GB = 1e9;

/** A disk of 100 GB, so much of it free, and so much less every hour, for as long as a quiet proof lasts. */
function filling(freeGB: number, perHour: number) {
  return {
    [of("node_filesystem_avail_bytes")]: `${freeGB * GB}-${(perHour * GB) / 60}x578`,
    [of("node_filesystem_size_bytes")]: `${100 * GB}x600`,
    [of("node_filesystem_readonly")]: "0x600",
  };
}

// One device may be mounted in many places.
export const diskRecordings: readonly Recording[] = [
  {
    record: diskUsed,
    expr: `max by (instance, device) (
  1 - node_filesystem_avail_bytes{${real}} / node_filesystem_size_bytes unless node_filesystem_readonly == 1
)`,
    help: "Used space of each disk over its size, 0 to 1. What only root may use counts as used.",
  },
  {
    record: inodesUsed,
    expr: `max by (instance, device) (
  1 - node_filesystem_files_free{${real}} / (node_filesystem_files > 0) unless node_filesystem_readonly == 1
)`,
    help: "Used inodes of each disk over all, 0 to 1; nothing where the filesystem makes them as it needs them.",
  },
  {
    record: diskTimeLeft,
    // A disk that loses less than a byte a second lasts for ever; 30 days are as good as that.
    expr: `min by (instance, device) (
  clamp_max(
    node_filesystem_avail_bytes{${real}} / clamp_min(-deriv(node_filesystem_avail_bytes[6h]), 1), ${30 * DAY}
  ) unless node_filesystem_readonly == 1
)`,
    help: "Seconds until a disk is full, if it goes on as in the last 6 hours; 30 days are 30 days or more.",
  },
];

export const nodeDisks: readonly Alert[] = [
  {
    name: "NodeDiskFillsUp",
    expr: diskTimeLeft,
    op: "<",
    threshold: DAY,
    // A nearly empty disk that takes a large download isn't full tomorrow.
    // In its first hours a stack fills its volumes.
    guard: `${diskUsed} > 0.6 and ${diskUsed} offset 2h > 0`,
    for: "1h",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.device }} will be full in {{ $value | humanizeDuration }}",
    description:
      "{{ $labels.device }} of {{ $labels.instance }} fills up; as in the last 6 hours, it's full within a day.",
    runbook: {
      impact: "None yet; when it is full, Postgres stops, and so does Prometheus.",
      causes: ["Logs", "Old container images and volumes", "The database grows", "A dump or upload that goes on"],
      steps: [
        "du -xh --max-depth=2 / | sort -h shows where it went.",
        "docker system df, then docker image prune.",
        "Shorten retention of logs and metrics, or enlarge the disk.",
      ],
    },
    // It begins after 7 hours of nothing.
    fires: {
      series: { ...filling(30, 0), [of("node_filesystem_avail_bytes")]: `${30 * GB}x420 ${30 * GB}-${GB / 10}x200` },
      firesAt: "568m",
      labels: disk,
    },
    // A day and some minutes are left when it ends.
    quiet: { series: filling(34.4, 1) },
    quietWhen: {
      "a new stack fills it": { series: filling(30, 2), until: "170m" },
      "nearly half is free": { series: filling(60, 3), until: "5h" },
      "something was copied when the stack was new": {
        series: { ...filling(30, 0), [of("node_filesystem_avail_bytes")]: `${30 * GB}x9 ${28 * GB}x600` },
      },
    },
  },
  level({
    name: "NodeDiskFull",
    expr: diskUsed,
    threshold: 0.95,
    for: "5m",
    severity: "critical",
    team: "infrastructure",
    summary: "{{ $labels.device }} is full: {{ $value | humanizePercentage }}",
    description: "{{ $labels.device }} of {{ $labels.instance }} has had less than 5 % left for 5 minutes.",
    runbook: {
      impact: "Any moment, nothing can be written any more: Postgres stops, and so does Prometheus.",
      causes: ["Logs", "Old container images and volumes", "The database grew"],
      steps: [
        "docker system df, then docker image prune: the quickest way to some room.",
        "du -xh --max-depth=2 / | sort -h shows where it went.",
        "Enlarge the disk.",
      ],
    },
    series: (at) => ({
      [of("node_filesystem_avail_bytes")]: at.gauge((used) => 1000 * GB * (1 - used)),
      [of("node_filesystem_size_bytes")]: `${1000 * GB}x90`,
      [of("node_filesystem_readonly")]: "0x90",
    }),
    labels: disk,
  }),
  level({
    name: "NodeInodesFew",
    expr: inodesUsed,
    threshold: 0.9,
    for: "30m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.device }} can hardly take new files: {{ $value | humanizePercentage }} of its inodes are used",
    description:
      "{{ $labels.device }} of {{ $labels.instance }} has had less than a tenth of its inodes for half an hour.",
    runbook: {
      impact: "None yet; without inodes no file can be made, however much room there is.",
      causes: ["Millions of small files: sessions, caches, mails"],
      steps: ["du --inodes -x / | sort -n | tail shows where they are.", "Delete them, and what makes them."],
    },
    series: (at) => ({
      [of("node_filesystem_files_free")]: at.gauge((used) => 1e6 * (1 - used)),
      [of("node_filesystem_files")]: "1000000x90",
      [of("node_filesystem_readonly")]: "0x90",
    }),
    labels: disk,
  }),
  state({
    name: "NodeDiskTurnedReadOnly",
    expr: "max by (instance, device) (node_filesystem_readonly)",
    op: "==",
    threshold: 1,
    guard: "on (instance, device) min by (instance, device) (min_over_time(node_filesystem_readonly[1h])) == 0",
    for: "1m",
    severity: "critical",
    team: "infrastructure",
    summary: "{{ $labels.device }} can't be written to any more",
    description:
      "{{ $labels.device }} of {{ $labels.instance }} could be written to an hour ago, and is read-only now.",
    runbook: {
      impact: "Whatever keeps data on it fails.",
      causes: ["The kernel found an error on the disk and protects it", "The volume was detached"],
      steps: ["dmesg has the error.", "Take a backup, then check the filesystem.", "Replace the disk or volume."],
    },
    series: (values) => ({ [of("node_filesystem_readonly")]: values }),
    labels: disk,
    untilMinute: 64,
    bad: 1,
    good: 0,
    quietWhen: { "it always was": { series: { [of("node_filesystem_readonly")]: "1x60" } } },
  }),
  level({
    name: "NodeDiskSaturated",
    expr: diskWaiting,
    threshold: 10,
    for: "30m",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "The disk {{ $labels.device }} can't keep up",
    description:
      "{{ $value | humanize }} reads and writes have waited for {{ $labels.device }} at a time for half an hour.",
    runbook: {
      impact: "Everything that reads or writes there is slow, the database first.",
      causes: [
        "A backup or a copy",
        "The database reads whole tables",
        "The disk's throughput is used up, or it's failing",
      ],
      steps: [
        "iotop -o shows who it is.",
        "Compare with the disk's reads and writes on the dashboard.",
        "Move it, or take a faster disk.",
      ],
    },
    series: (at) => ({
      [selector("node_disk_io_time_weighted_seconds_total", { ...node, device: "vda" })]: at.counter(
        (queue) => 60 * queue,
      ),
    }),
    settles: 4,
    labels: { device: "vda", instance: node.instance },
  }),
];
