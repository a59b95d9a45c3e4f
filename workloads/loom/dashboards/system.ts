import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { upOf } from "../../../signals/expressions";
import { graph, stat } from "../../../signals/panels";
import { containers } from "./system-containers";

/** The machine as the node exporter tells of it; other exporters have metrics of the same names. */
const node = '{job="node-exporter"}';
/** They hold no data of their own. */
const disks = '{job="node-exporter", fstype!~"autofs|overlay|ramfs|squashfs|tmpfs"}';

/** Of all processors, 0 to 1. */
const cpu = '1 - avg by (instance) (rate(node_cpu_seconds_total{job="node-exporter", mode="idle"}[$__rate_interval]))';
const memory = `1 - node_memory_MemAvailable_bytes${node} / node_memory_MemTotal_bytes${node}`;
const disk = `max by (instance, device) (1 - node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes${disks})`;
const inodes = `max by (instance, device) (1 - node_filesystem_files_free${disks} / (node_filesystem_files${disks} > 0))`;

const health: RowSpec = {
  title: "Health",
  panels: [
    stat("Node exporter up", "bool_on_off", upOf("node-exporter"), "Off when a machine doesn't tell of itself (up)."),
    stat(
      "Uptime",
      "s",
      `min(node_time_seconds${node} - node_boot_time_seconds${node})`,
      "Since the machine that was started last.",
    ),
    stat("CPU", "percentunit", `max(${cpu})`, "Of all processors of the busiest machine.", { max: 1 }),
    stat("Memory", "percentunit", `max(${memory})`, "Used memory of the fullest machine.", { max: 1 }),
    stat("Fullest disk", "percentunit", `max(${disk})`, "Used space; the stack's own alerts tell when it gets tight.", {
      max: 1,
    }),
    stat(
      "Containers",
      "short",
      'count(group by (name) (container_start_time_seconds{name!=""}))',
      "Containers that run.",
    ),
  ],
};

const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Targets that don't answer",
      "short",
      [{ expr: "sum by (job) (up == bool 0)", legend: "{{job}}" }],
      "Scrapes that fail, by job (up).",
      { decimals: 0 },
    ),
    graph(
      "Disks with an error",
      "short",
      [{ expr: `sum by (instance) (node_filesystem_device_error${node})`, legend: "{{instance}}" }],
      "File systems that the node exporter can't ask.",
      { decimals: 0 },
    ),
    graph(
      "Killed for memory",
      "short",
      [
        {
          expr: 'sum by (name) (increase(container_oom_events_total{name!=""}[$__rate_interval]))',
          legend: "{{name}}",
        },
      ],
      "Processes of a container that the kernel killed.",
      { decimals: 0 },
    ),
  ],
};

const latency: RowSpec = {
  title: "Latency",
  panels: [
    graph(
      "Disk busy",
      "percentunit",
      [
        {
          expr: `rate(node_disk_io_time_seconds_total${node}[$__rate_interval])`,
          legend: "{{device}} of {{instance}}",
        },
      ],
      "Share of the time in which a disk had something to do. Near 100 % everything on it waits.",
      { width: 12 },
    ),
    graph(
      "Time of a probe",
      "s",
      [{ expr: 'probe_duration_seconds{job="blackbox"}', legend: "{{instance}}" }],
      "How long a health endpoint takes to answer over the network.",
      { width: 12 },
    ),
  ],
};

const nodes: RowSpec = {
  title: "Saturation: nodes and storage",
  panels: [
    graph("CPU of a node", "percentunit", [{ expr: cpu, legend: "{{instance}}" }], "Of all its processors.", {
      max: 1,
    }),
    graph(
      "Load per processor",
      "short",
      [
        {
          expr: `node_load5${node} / on (instance) count by (instance) (node_cpu_seconds_total{job="node-exporter", mode="idle"})`,
          legend: "{{instance}}",
        },
      ],
      "Over 1, processes wait for a processor or a disk; mean of 5 minutes.",
      { decimals: 2 },
    ),
    graph(
      "Memory of a node",
      "percentunit",
      [{ expr: memory, legend: "{{instance}}" }],
      "What isn't available to a new process.",
      { max: 1 },
    ),
    graph("Disk space", "percentunit", [{ expr: disk, legend: "{{device}} of {{instance}}" }], "Used space.", {
      max: 1,
    }),
    graph(
      "Files",
      "percentunit",
      [{ expr: inodes, legend: "{{device}} of {{instance}}" }],
      "Used inodes: a disk with free space can be full of small files.",
      { max: 1 },
    ),
    graph(
      "Disk reads and writes",
      "Bps",
      [
        { expr: `sum by (instance) (rate(node_disk_read_bytes_total${node}[$__rate_interval]))`, legend: "read" },
        { expr: `sum by (instance) (rate(node_disk_written_bytes_total${node}[$__rate_interval]))`, legend: "written" },
      ],
      "Bytes a second, of all disks of a machine.",
    ),
  ],
};

export const system: DashboardSpec = {
  uid: "loom-system",
  title: "LOOM: system health",
  description: "The machines and containers below LOOM: what do they use, what is full, what doesn't answer?",
  tags: ["sightline", "loom"],
  variables: [{ name: "name", label: "Container", metric: "container_memory_working_set_bytes", labelName: "name" }],
  rows: [health, containers.traffic, errors, latency, containers.saturation, nodes],
};
