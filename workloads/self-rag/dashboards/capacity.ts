import type { DashboardSpec, PanelSpec, RowSpec } from "../../../signals/dashboard";
import { graph, stat } from "../../../signals/panels";
import { average, connections, cpu, highest, inAMonth, memory, storage } from "../capacity";
import * as limit from "../thresholds";

/** A level, and beside it its average over a week, which what happens on one day hardly moves. */
function trend(title: string, unit: PanelSpec["unit"], record: string, description: string): PanelSpec {
  return graph(
    title,
    unit,
    [
      { expr: record, legend: "{{instance}}" },
      { expr: average(record), legend: "{{instance}}, 7 days" },
    ],
    description,
    { width: 12 },
  );
}

const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "Connections to spare",
      "short",
      `${limit.CONNECTION_LIMIT} - max(${highest(connections)})`,
      "Of the 20 database connections of a process, those that were free at the busiest moment of 7 days. A quarter should be, for sudden traffic.",
      { width: 8, thresholds: [{ value: limit.SPARE_CONNECTIONS, severity: "warning", below: true }] },
    ),
    stat(
      "Processor, 7 days",
      "percentunit",
      `max(${average(cpu)})`,
      "Of one core, what the busiest process used on average over 7 days.",
      { width: 8 },
    ),
    stat(
      "Storage in 30 days",
      "bytes",
      `max(${inAMonth(storage)})`,
      "Used space of all disks in 30 days, if it grows in a line as it did in the last 7. In the first days of a stack this says little.",
      { width: 8 },
    ),
  ],
};

const trends: RowSpec = {
  title: "Saturation: trends of 7 days",
  panels: [
    trend(
      "Processor",
      "percentunit",
      cpu,
      "Of one core, what each process uses, and its average over 7 days (process_cpu_seconds_total).",
    ),
    trend(
      "Memory",
      "bytes",
      memory,
      "Memory of each process, and its average over 7 days (process_resident_memory_bytes).",
    ),
    trend(
      "Database connections",
      "short",
      connections,
      "Busy connections of each process, and their average over 7 days (database_connections_active).",
    ),
    graph(
      "Storage",
      "bytes",
      [
        { expr: storage, legend: "{{instance}}" },
        { expr: average(storage), legend: "{{instance}}, 7 days" },
        { expr: inAMonth(storage), legend: "{{instance}}, in 30 days" },
      ],
      "Used space of all disks, its average over 7 days, and what it comes to in 30 days at this rate (node_filesystem_size_bytes, node_filesystem_free_bytes).",
      { width: 12 },
    ),
  ],
};

/** What will be short, and when. */
export const capacityPlanning: DashboardSpec = {
  uid: "self-rag-capacity",
  title: "RAG Pipeline - Capacity",
  description: "Where do processor, memory, connections and storage of the RAG pipeline go, week by week?",
  tags: ["sightline", "self-rag"],
  variables: [],
  rows: [health, trends],
  refresh: "5m",
  from: "now-7d",
};
