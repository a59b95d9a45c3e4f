import type { DashboardSpec, PanelSpec, RowSpec } from "../../../signals/dashboard";
import type { Metric } from "../../../signals/metrics";
import { durations, graph, perSecond, stat } from "../../../signals/panels";
import * as metric from "../metrics";

/** Of the processes that are chosen above. */
const chosen = '{instance=~"$instance"}';
const most = ({ name }: Metric) => `max(${name}${chosen})`;

const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "Redis connected",
      "short",
      `min(${metric.redisConnected.name}${chosen})`,
      "1 while the application is connected, else 0 (redis_connected).",
      { alerts: ["RedisDisconnected"], decimals: 0 },
    ),
    stat("CPU", "percent", most(metric.cpu), "Of the whole machine (system_cpu_usage_percent).", {
      alerts: ["SystemCpuHigh"],
    }),
    stat("Memory", "percent", most(metric.memory), "Of the whole machine (system_memory_usage_percent).", {
      alerts: ["SystemMemoryHigh"],
    }),
    stat("Disk", "percent", most(metric.disk), "Of the machine's disk (system_disk_usage_percent).", {
      alerts: ["SystemDiskHigh", "SystemDiskFull"],
    }),
    stat(
      "Database connections",
      "short",
      `sum(${metric.databaseConnections.name}${chosen})`,
      "Open ones (database_connections).",
      { alerts: ["DatabaseConnectionsHigh"], decimals: 0 },
    ),
    stat(
      "Database queries",
      "cps",
      perSecond(metric.databaseQueries, "", undefined, chosen).expr,
      "Queries a second (database_queries_total).",
    ),
  ],
};

const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Queries of the database",
      "cps",
      [perSecond(metric.databaseQueries, "queries", undefined, chosen)],
      "A second (database_queries_total). Many for each request mean one query in a loop.",
      { width: 12 },
    ),
    graph(
      "Operations of Redis",
      "cps",
      [perSecond(metric.redisOperations, "operations", undefined, chosen)],
      "A second (redis_operations_total).",
      { width: 12 },
    ),
  ],
};

const latency: RowSpec = {
  title: "Latency",
  panels: [
    durations(
      "Database query",
      metric.databaseDuration,
      "5m",
      "Duration of a query as the application sees it (database_query_duration_seconds).",
      { alerts: ["DatabaseQueriesSlow"], width: 12 },
      chosen,
    ),
    durations(
      "Redis operation",
      metric.redisDuration,
      "5m",
      "Duration of an operation as the application sees it (redis_operation_duration_seconds).",
      { alerts: ["RedisOperationsSlow"], width: 12 },
      chosen,
    ),
  ],
};

const percent = (title: string, of: Metric, description: string, alerts: readonly string[]): PanelSpec =>
  graph(
    title,
    "percent",
    [{ expr: `max by (instance) (${of.name}${chosen})`, legend: "{{instance}}" }],
    `${description} (${of.name}).`,
    { alerts, max: 100 },
  );

const size = (title: string, of: Metric, description: string): PanelSpec =>
  graph(
    title,
    "bytes",
    [{ expr: `max by (instance) (${of.name}${chosen})`, legend: "{{instance}}" }],
    `${description} (${of.name}).`,
  );

const saturation: RowSpec = {
  title: "Saturation",
  panels: [
    percent("CPU of the machine", metric.cpu, "All cores together, as the application reports it", ["SystemCpuHigh"]),
    percent("Memory of the machine", metric.memory, "As the application reports it", ["SystemMemoryHigh"]),
    percent("Disk of the machine", metric.disk, "As the application reports it", ["SystemDiskHigh", "SystemDiskFull"]),
    graph(
      "Connections to the database",
      "short",
      [
        {
          expr: `sum by (instance) (${metric.databaseConnections.name}${chosen})`,
          legend: "{{instance}}",
        },
      ],
      "Open ones, all processes together (database_connections). Postgres allows 100 unless it's told otherwise.",
      { alerts: ["DatabaseConnectionsHigh"], decimals: 0 },
    ),
    size("Memory in use", metric.memoryBytes, "A steady rise over days is a leak"),
    size("Disk space in use", metric.diskBytes, "What grows is mostly logs and downloaded media"),
  ],
};

export const system: DashboardSpec = {
  uid: "smart-tg-system",
  title: "Smart TG: stores and machine",
  description: "The database, Redis and the machine, as the application itself reports them.",
  tags: ["sightline", "smart-tg"],
  variables: [{ name: "instance", label: "Instance", metric: metric.cpu.name, labelName: "instance" }],
  rows: [health, traffic, latency, saturation],
};
