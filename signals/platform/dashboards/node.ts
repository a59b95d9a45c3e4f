import type { DashboardSpec, PanelSpec } from "../../dashboard";
import { graph, stat } from "../../panels";
import { cpuUsed, loadByCore, memoryUsed } from "../node";
import { diskTimeLeft, diskUsed, diskWaiting, inodesUsed } from "../node-disks";
import { clockOffset, conntrackShare, filesShare } from "../node-kernel";

const health: readonly PanelSpec[] = [
  stat("CPU used", "percentunit", `max(${cpuUsed})`, "Of all processors; of several machines, the busiest."),
  stat("Memory used", "percentunit", `max(${memoryUsed})`, "What can't be given to another program at once.", {
    alerts: ["NodeMemoryShort"],
  }),
  stat("Fullest disk", "percentunit", `max(${diskUsed})`, "Used space over the size.", { alerts: ["NodeDiskFull"] }),
  stat("Next disk full in", "s", `min(${diskTimeLeft})`, "As in the last 6 hours; 30 days are 30 or more.", {
    alerts: ["NodeDiskFillsUp"],
  }),
  stat("Up for", "s", "min(node_time_seconds - node_boot_time_seconds)", "Since the machine was started."),
  stat("Processors", "short", 'count(node_cpu_seconds_total{mode="idle"})', "Of all machines.", { decimals: 0 }),
];

const traffic: readonly PanelSpec[] = [
  graph(
    "Read from disks",
    "Bps",
    [{ expr: "sum by (instance, device) (rate(node_disk_read_bytes_total[$__rate_interval]))", legend: "{{device}}" }],
    "What programs and the kernel read, by disk.",
  ),
  graph(
    "Written to disks",
    "Bps",
    [
      {
        expr: "sum by (instance, device) (rate(node_disk_written_bytes_total[$__rate_interval]))",
        legend: "{{device}}",
      },
    ],
    "What programs and the kernel write, by disk.",
  ),
  graph(
    "Programs switched",
    "cps",
    [{ expr: "sum by (instance) (rate(node_context_switches_total[$__rate_interval]))", legend: "{{instance}}" }],
    "How often a processor went on with another program.",
  ),
];

const errors: readonly PanelSpec[] = [
  graph(
    "Killed for their memory",
    "short",
    [{ expr: "sum by (instance) (increase(node_vmstat_oom_kill[5m]))", legend: "{{instance}}" }],
    "Programs in 5 minutes, in containers and outside.",
    { alerts: ["NodeProcessKilledForMemory"], decimals: 0 },
  ),
  graph(
    "Read-only disks",
    "bool_yes_no",
    [{ expr: "max by (instance, device) (node_filesystem_readonly)", legend: "{{device}}" }],
    "The kernel makes a disk read-only when it finds an error on it.",
    { alerts: ["NodeDiskTurnedReadOnly"] },
  ),
  graph(
    "Clock off by",
    "s",
    [{ expr: clockOffset, legend: "{{instance}}" }],
    "As far as the kernel has been told; it knows nothing where nobody sets the clock.",
    { alerts: ["NodeClockSkewed"] },
  ),
];

const latency: readonly PanelSpec[] = [
  graph(
    "Waiting for disks",
    "suffix:requests",
    [{ expr: diskWaiting, legend: "{{device}}" }],
    "Reads and writes that are under way at a time, the ones in the queue included.",
    { alerts: ["NodeDiskSaturated"] },
  ),
  graph(
    "Pages read back",
    "cps",
    [{ expr: "sum by (instance) (rate(node_vmstat_pgmajfault[5m]))", legend: "{{instance}}" }],
    "Memory that was dropped and had to be read from the disk again: the machine is short of memory.",
    { alerts: ["NodeMemoryThrashing"] },
  ),
  graph(
    "Clock is set",
    "bool_yes_no",
    [{ expr: "min by (instance) (node_timex_sync_status)", legend: "{{instance}}" }],
    "Whether a time service tells the kernel the time.",
    { alerts: ["NodeClockNotSynchronised"] },
  ),
];

const saturation: readonly PanelSpec[] = [
  graph("CPU", "percentunit", [{ expr: cpuUsed, legend: "{{instance}}" }], "Of all processors.", { max: 1 }),
  graph(
    "Load of a processor",
    "short",
    [{ expr: loadByCore, legend: "{{instance}}" }],
    "Programs that run or wait, for the processor or the disk, for each processor.",
    { alerts: ["NodeOverloaded"] },
  ),
  graph("Memory", "percentunit", [{ expr: memoryUsed, legend: "{{instance}}" }], "What can't be given away at once.", {
    alerts: ["NodeMemoryShort"],
    max: 1,
  }),
  graph("Disks", "percentunit", [{ expr: diskUsed, legend: "{{device}}" }], "Used space over the size.", {
    alerts: ["NodeDiskFull"],
    max: 1,
  }),
  graph("Inodes", "percentunit", [{ expr: inodesUsed, legend: "{{device}}" }], "One for each file.", {
    alerts: ["NodeInodesFew"],
    max: 1,
  }),
  graph(
    "Disks full in",
    "s",
    [{ expr: diskTimeLeft, legend: "{{device}}" }],
    "As in the last 6 hours; 30 days are 30 or more.",
    { alerts: ["NodeDiskFillsUp"] },
  ),
  graph(
    "Connections tracked",
    "percentunit",
    [{ expr: conntrackShare, legend: "{{instance}}" }],
    "Of those that the kernel's table has room for.",
    { alerts: ["NodeConntrackNearLimit"], width: 12 },
  ),
  graph(
    "File handles",
    "percentunit",
    [{ expr: filesShare, legend: "{{instance}}" }],
    "Open ones, of those that the kernel has room for.",
    { alerts: ["NodeFileHandlesNearLimit"], width: 12 },
  ),
];

export const nodeDashboard: DashboardSpec = {
  uid: "sightline-node",
  title: "Sightline: the machine",
  description: "What the machine under the stack does, and what it has left.",
  tags: ["sightline"],
  variables: [],
  rows: [
    { title: "Health", panels: health },
    { title: "Traffic", panels: traffic },
    { title: "Errors", panels: errors },
    { title: "Latency", panels: latency },
    { title: "Saturation", panels: saturation },
  ],
};
