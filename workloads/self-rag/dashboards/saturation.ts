import type { RowSpec } from "../../../signals/dashboard";
import { graph } from "../../../signals/panels";
import { diskUsed, memoryUsed } from "../infrastructure";
import * as metric from "../metrics";

const hits = `sum(rate(${metric.cacheHits.name}[$__rate_interval]))`;
const misses = `sum(rate(${metric.cacheMisses.name}[$__rate_interval]))`;

/** What is left of what it stands on. */
export const saturation: RowSpec = {
  title: "Saturation",
  panels: [
    graph(
      "Database connections: active",
      "short",
      [{ expr: metric.activeConnections.name, legend: "{{instance}}" }],
      "Connections of each process that run a query (database_connections_active). The pool has 20.",
      { alerts: ["DatabaseConnectionsHigh"] },
    ),
    graph(
      "Database connections: idle",
      "short",
      [{ expr: metric.idleConnections.name, legend: "{{instance}}" }],
      "Connections of each process that wait for work (database_connections_idle). None, while many are active: the pool is used up.",
    ),
    graph(
      "Cache hits",
      "percentunit",
      [{ expr: `${hits} / (${hits} + ${misses})`, legend: "found in the cache" }],
      "The share of answers that the cache has (cache_hits_total, cache_misses_total). When it drops to nothing, Redis is gone or was emptied, and models are called all the more.",
      { max: 1 },
    ),
    graph(
      "Processor of the API",
      "percentunit",
      [
        {
          expr: `sum by (instance) (rate(${metric.cpu.name}{job="app"}[$__rate_interval]))`,
          legend: "{{instance}}",
        },
      ],
      "Processor time of each process, of one core (process_cpu_seconds_total). At 100 % a process of Python can do no more.",
    ),
    graph(
      "Memory of the API",
      "bytes",
      [{ expr: `${metric.memory.name}{job="app"}`, legend: "{{instance}}" }],
      "Resident memory of each process (process_resident_memory_bytes). A steady rise is a leak.",
    ),
    graph(
      "Open files of the API",
      "short",
      [{ expr: `${metric.openFiles.name}{job="app"}`, legend: "{{instance}}" }],
      "File descriptors that each process has open, connections among them (process_open_fds). A steady rise is a leak.",
    ),
    graph(
      "Disk space",
      "percentunit",
      [{ expr: diskUsed, legend: "{{device}} of {{instance}}" }],
      "Used space of each disk of the machine (node_filesystem_size_bytes, node_filesystem_free_bytes).",
      { alerts: ["DiskSpaceHigh"], width: 12, max: 1 },
    ),
    graph(
      "Memory of the machine",
      "percentunit",
      [{ expr: memoryUsed, legend: "{{instance}}" }],
      "Memory that isn't available any more (node_memory_MemTotal_bytes, node_memory_MemAvailable_bytes).",
      { alerts: ["MemoryUsageHigh"], width: 12, max: 1 },
    ),
  ],
};
