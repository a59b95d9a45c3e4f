import type { PanelSpec, QuerySpec, RowSpec } from "../../../signals/dashboard";
import { graph, type PanelRest } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";

function level(
  title: string,
  unit: PanelSpec["unit"],
  queries: readonly QuerySpec[],
  description: string,
  rest: PanelRest,
): PanelSpec {
  return graph(title, unit, queries, description, { ...(unit === "short" && { decimals: 0 }), ...rest });
}

/** What is left. The line is where the alert is. */
export const saturation: RowSpec = {
  title: "Saturation",
  panels: [
    level(
      "Web CPU",
      "percent",
      [{ expr: metric.webCpu.name, legend: "{{instance}}" }],
      "CPU of each web process in percent of a core (web_cpu_percent).",
      { alerts: ["WebCpuHigh"], width: 6 },
    ),
    level(
      "Web memory",
      "bytes",
      [{ expr: metric.webMemory.name, legend: "{{instance}}" }],
      "Resident memory of each web process (web_memory_bytes). A steady rise is a leak.",
      { alerts: ["WebMemoryHigh"], width: 6 },
    ),
    level(
      "Worker CPU",
      "percent",
      [{ expr: `max by (worker) (${metric.workerCpu.name})`, legend: "{{worker}}" }],
      "CPU of each Celery worker in percent of a core (celery_worker_cpu_percent).",
      { alerts: ["CeleryWorkerCpuHigh"], width: 6 },
    ),
    level(
      "Worker memory",
      "bytes",
      [{ expr: `max by (worker) (${metric.workerMemory.name})`, legend: "{{worker}}" }],
      "Resident memory of each Celery worker (celery_worker_memory_bytes).",
      { alerts: ["CeleryWorkerMemoryHigh"], width: 6 },
    ),
    level(
      "Queue",
      "short",
      [{ expr: `max by (queue) (${metric.queueLength.name})`, legend: "{{queue}}" }],
      "Tasks that wait (celery_queue_length). When it grows and nothing is completed, the workers stand still.",
      { alerts: ["CeleryQueueLong", "CeleryWorkersStalled"] },
    ),
    level(
      "Redis memory",
      "bytes",
      [{ expr: "redis_memory_used_bytes", legend: "{{instance}}" }],
      "Memory that Redis uses for data (redis_memory_used_bytes).",
      { alerts: ["RedisMemoryHigh"] },
    ),
    level(
      "Redis clients",
      "short",
      [{ expr: "redis_connected_clients", legend: "{{instance}}" }],
      "Connections to Redis (redis_connected_clients). Those that only grow are leaked.",
      { alerts: ["RedisClientsHigh"] },
    ),
    level(
      "Postgres connections",
      "short",
      [
        { expr: recorded.postgresActive, legend: "active" },
        { expr: recorded.postgresIdle, legend: "idle" },
      ],
      "Connections that run a query (postgres_connections_active) and that wait for one (postgres_connections_idle).",
      {},
    ),
    level(
      "Postgres connections over the maximum",
      "percentunit",
      [{ expr: recorded.postgresUsed, legend: "used" }],
      "Connections in any state over max_connections (postgres_connections_active). At 100 % requests fail.",
      { alerts: ["PostgresConnectionsHigh"] },
    ),
    level(
      "Disk usage",
      "percent",
      [{ expr: recorded.diskUsed, legend: "{{device}} of {{instance}}" }],
      "Used space of each disk of the host (disk_usage_percent).",
      { alerts: ["DiskUsageHigh"] },
    ),
  ],
};
