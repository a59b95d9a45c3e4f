import type { Recording, RuleGroup } from "../../signals/rules";
import { disks } from "./infrastructure";
import * as metric from "./metrics";

/**
 * Trends over a week. The document asks for them with subqueries over raw samples (`[7d:1h]`), which take long at every
 * look. Here the level is recorded once a minute, and beside it what a week of those comes to: a panel reads one sample
 * of it at a time.
 */

const WEEK = "7d";

export const cpu = "instance:process_cpu_seconds:rate5m";
export const memory = "instance:process_resident_memory_bytes:max";
export const connections = "instance:database_connections_active:max";
export const storage = "instance:node_filesystem_used_bytes:sum";

export const average = (record: string) => `${record}_avg7d`;
export const highest = (record: string) => `${record}_max7d`;
export const inAMonth = (record: string) => `${record}_predict30d`;

const level = (record: string, expr: string, help: string): Recording => ({ record, expr, help });
const week = (record: string, what: string): Recording => ({
  record: average(record),
  expr: `avg_over_time(${record}[${WEEK}])`,
  help: `${what}, on average over 7 days.`,
});

const recordings: readonly Recording[] = [
  level(cpu, `sum by (instance) (rate(${metric.cpu.name}{job="app"}[5m]))`, "Cores that a process uses."),
  week(cpu, "Cores that a process uses"),
  level(memory, `max by (instance) (${metric.memory.name}{job="app"})`, "Memory of a process."),
  week(memory, "Memory of a process"),
  level(connections, `max by (instance) (${metric.activeConnections.name})`, "Busy database connections."),
  week(connections, "Busy database connections of a process"),
  {
    record: highest(connections),
    expr: `max_over_time(${connections}[${WEEK}])`,
    help: "The most database connections of a process that were busy at once in 7 days.",
  },
  level(
    storage,
    `sum by (instance) (
  max by (instance, device) (node_filesystem_size_bytes{${disks}} - node_filesystem_free_bytes)
)`,
    "Used space of all disks of a machine.",
  ),
  week(storage, "Used space of all disks of a machine"),
  {
    record: inAMonth(storage),
    expr: `predict_linear(${storage}[${WEEK}], 30 * 86400)`,
    help: "Used space of all disks of a machine in 30 days, if it grows as in the last 7.",
  },
];

export const capacity: RuleGroup = {
  name: "self-rag-capacity",
  interval: "1m",
  dashboard: "self-rag-capacity",
  recordings,
};
