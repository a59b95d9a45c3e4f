import { counter, gauge, histogram } from "../../signals/metrics";
import * as limit from "./thresholds";

/** The stores as the application sees them, the machine that it runs on, and its own bookkeeping of errors. */

const queryBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, limit.DATABASE_SECONDS, 1, 2.5, 5];
const redisBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, limit.REDIS_SECONDS, 0.1, 0.25, 0.5, 1];

export const databaseConnections = gauge("database_connections", {
  help: "Connections to the database that are open.",
  from: "app",
  demo: { typical: 12, during: { overload: 95, "connection-loss": 0 } },
});

export const databaseQueries = counter("database_queries_total", {
  help: "Database queries.",
  from: "app",
  demo: { typical: 600, during: { "connection-loss": 0 } },
});

export const databaseDuration = histogram("database_query_duration_seconds", {
  help: "Duration of one database query.",
  buckets: queryBuckets,
  from: "app",
  demo: { typical: 0.006, perMinute: 600, during: { latency: 1.2 } },
});

export const redisConnected = gauge("redis_connected", {
  help: "1 while the application is connected to Redis, else 0.",
  from: "app",
  demo: { typical: 1, steady: true, during: { "connection-loss": 0 } },
});

export const redisOperations = counter("redis_operations_total", {
  help: "Redis operations.",
  from: "app",
  demo: { typical: 900, during: { "connection-loss": 0 } },
});

export const redisDuration = histogram("redis_operation_duration_seconds", {
  help: "Duration of one Redis operation.",
  buckets: redisBuckets,
  from: "app",
  demo: { typical: 0.001, perMinute: 900, during: { latency: 0.15 } },
});

export const cpu = gauge("system_cpu_usage_percent", {
  help: "CPU use of the application's machine, all cores together.",
  unit: "percent",
  from: "app",
  demo: { typical: 22, during: { overload: 93 } },
});

export const memoryBytes = gauge("system_memory_usage_bytes", {
  help: "Memory in use on the application's machine.",
  unit: "bytes",
  from: "app",
  demo: { typical: 2.4e9, steady: true, during: { overload: 7.8e9 } },
});

export const memory = gauge("system_memory_usage_percent", {
  help: "Share of the memory of the application's machine that is in use.",
  unit: "percent",
  from: "app",
  demo: { typical: 30, steady: true, during: { overload: 97 } },
});

export const diskBytes = gauge("system_disk_usage_bytes", {
  help: "Disk space in use on the application's machine.",
  unit: "bytes",
  from: "app",
  demo: { typical: 14e9, steady: true, during: { overload: 49e9 } },
});

export const disk = gauge("system_disk_usage_percent", {
  help: "Share of the disk of the application's machine that is in use.",
  unit: "percent",
  from: "app",
  demo: { typical: 28, steady: true, during: { overload: 98 } },
});

export const systemErrors = counter("system_errors_total", {
  help: "Errors that the application noted of itself.",
  from: "app",
  demo: { typical: 0.02, during: { errors: 20, "connection-loss": 20 } },
});

export const ownAlerts = counter("alerts_total", {
  help: "Alerts that the application itself raised.",
  from: "app",
  demo: { typical: 0.005, during: { errors: 1 } },
});

export const ownAlertsActive = gauge("alerts_active", {
  help: "Alerts of the application itself that are active.",
  from: "app",
  demo: { typical: 0, steady: true, during: { errors: 3 } },
});
