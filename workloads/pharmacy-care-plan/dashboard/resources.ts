import type { PanelSpec, QuerySpec, RowSpec, ThresholdSpec } from "../../../signals/dashboard";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import * as limit from "../thresholds";
import { critical, warning } from "./panels";

function level(
  title: string,
  unit: PanelSpec["unit"],
  queries: readonly QuerySpec[],
  thresholds: readonly ThresholdSpec[],
  description: string,
  width = 8,
): PanelSpec {
  const whole = unit === "short" && { decimals: 0 };
  return { title, description, kind: "timeseries", unit, min: 0, queries, thresholds, width, ...whole };
}

/** What is left. The line is where the alert is. */
export const resources: RowSpec = {
  title: "Resources",
  panels: [
    level(
      "Web CPU",
      "percent",
      [{ expr: metric.webCpu.name, legend: "{{instance}}" }],
      [warning(limit.WEB_CPU_PERCENT)],
      "CPU of each web process in percent of a core (web_cpu_percent).",
      6,
    ),
    level(
      "Web memory",
      "bytes",
      [{ expr: metric.webMemory.name, legend: "{{instance}}" }],
      [warning(limit.WEB_MEMORY_BYTES)],
      "Resident memory of each web process (web_memory_bytes). A steady rise is a leak.",
      6,
    ),
    level(
      "Worker CPU",
      "percent",
      [{ expr: `max by (worker) (${metric.workerCpu.name})`, legend: "{{worker}}" }],
      [warning(limit.WORKER_CPU_PERCENT)],
      "CPU of each Celery worker in percent of a core (celery_worker_cpu_percent).",
      6,
    ),
    level(
      "Worker memory",
      "bytes",
      [{ expr: `max by (worker) (${metric.workerMemory.name})`, legend: "{{worker}}" }],
      [warning(limit.WORKER_MEMORY_BYTES)],
      "Resident memory of each Celery worker (celery_worker_memory_bytes).",
      6,
    ),
    level(
      "Queue",
      "short",
      [{ expr: `max by (queue) (${metric.queueLength.name})`, legend: "{{queue}}" }],
      [warning(limit.QUEUE_LENGTH)],
      "Tasks that wait (celery_queue_length). When it grows and nothing is completed, the workers stand still.",
    ),
    level(
      "Redis memory",
      "bytes",
      [{ expr: "redis_memory_used_bytes", legend: "{{instance}}" }],
      [warning(limit.REDIS_MEMORY_BYTES)],
      "Memory that Redis uses for data (redis_memory_used_bytes).",
    ),
    level(
      "Redis clients",
      "short",
      [{ expr: "redis_connected_clients", legend: "{{instance}}" }],
      [warning(limit.REDIS_CLIENTS)],
      "Connections to Redis (redis_connected_clients). Those that only grow are leaked.",
    ),
    level(
      "Postgres connections",
      "short",
      [
        { expr: recorded.postgresActive, legend: "active" },
        { expr: recorded.postgresIdle, legend: "idle" },
      ],
      [],
      "Connections that run a query (postgres_connections_active) and that wait for one (postgres_connections_idle).",
    ),
    level(
      "Postgres connections over the maximum",
      "percentunit",
      [{ expr: recorded.postgresUsed, legend: "used" }],
      [critical(limit.POSTGRES_CONNECTION_RATIO)],
      "Connections in any state over max_connections (postgres_connections_active). At 100 % requests fail.",
    ),
    level(
      "Disk usage",
      "percent",
      [{ expr: recorded.diskUsed, legend: "{{device}} of {{instance}}" }],
      [warning(limit.DISK_PERCENT)],
      "Used space of each disk of the host (disk_usage_percent).",
    ),
  ],
};
