import { selector } from "../../signals/proofs";
import type { Alert } from "../../signals/rules";
import { high } from "./high";
import * as recorded from "./recordings";
import * as limit from "./thresholds";

/** What Postgres, Redis and the disk have left; their exporters say it. */

const postgres = { instance: "postgres-exporter:9187", job: "postgres-exporter" };
const redis = { instance: "redis-exporter:9121", job: "redis-exporter" };
const node = { instance: "node-exporter:9100", job: "node-exporter" };

/** Two disks of the same level, one of which isn't looked at, and a CD-ROM that is always full. */
function disks(used: string) {
  const filesystem = (name: string, fstype: string, device: string) =>
    selector(`node_filesystem_${name}`, { ...node, device, fstype, mountpoint: "/" });
  return {
    // Available, of 100: what is used is counted down from there.
    [filesystem("avail_bytes", "ext4", "/dev/vda1")]: used,
    [filesystem("size_bytes", "ext4", "/dev/vda1")]: "100x60",
    [filesystem("readonly", "ext4", "/dev/vda1")]: "0x60",
    [filesystem("avail_bytes", "tmpfs", "tmpfs")]: "0x60",
    [filesystem("size_bytes", "tmpfs", "tmpfs")]: "100x60",
    [filesystem("avail_bytes", "ext4", "/dev/vdb1")]: "0x60",
    [filesystem("size_bytes", "ext4", "/dev/vdb1")]: "100x60",
    [filesystem("readonly", "ext4", "/dev/vdb1")]: "1x60",
  };
}

const free = 100 - limit.DISK_PERCENT;

export const storeAlerts: readonly Alert[] = [
  high({
    name: "PostgresConnectionsHigh",
    expr: recorded.postgresUsed,
    limit: limit.POSTGRES_CONNECTION_RATIO,
    for: "2m",
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of Postgres' connections are taken",
    description: "More than 80 % of max_connections have been taken for 2 minutes, idle ones included.",
    source: "postgres_connections_active: over 80 % of the maximum",
    runbook: {
      impact: "None yet; when all are taken, every new request that needs the database fails.",
      causes: [
        "A leak: connections are opened and not closed",
        "Too many web processes or workers",
        "Long transactions",
      ],
      steps: [
        "See on the dashboard whether they are active or idle; idle ones that grow are a leak.",
        "SELECT application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2 shows whose they are.",
        "End idle ones with pg_terminate_backend; put a connection pool in front.",
      ],
    },
    series: (level) => ({
      [selector("pg_stat_activity_count", { ...postgres, datname: "careplan", state: "active" })]: level(20),
      [selector("pg_stat_activity_count", { ...postgres, datname: "careplan", state: "idle" })]: level(80),
      [selector("pg_settings_max_connections", { ...postgres, server: "postgres:5432" })]: "100x90",
    }),
    labels: { instance: postgres.instance },
  }),
  high({
    name: "RedisMemoryHigh",
    expr: "redis_memory_used_bytes",
    limit: limit.REDIS_MEMORY_BYTES,
    for: "5m",
    severity: "warning",
    summary: "Redis uses {{ $value | humanize1024 }}B of memory",
    description: "{{ $labels.instance }} says that Redis has used more than 512 MiB for 5 minutes.",
    source: "redis_memory_used_bytes: over 512 MB",
    runbook: {
      impact: "None yet; at maxmemory Redis refuses writes, and nothing can be queued any more.",
      causes: ["The queue is long", "Results of tasks are kept for ever", "Cache keys without an expiry"],
      steps: [
        "Look at the queue's length.",
        "redis-cli --bigkeys shows what is large.",
        "Set result_expires for Celery and an expiry for cache keys.",
      ],
    },
    series: (level) => ({ [selector("redis_memory_used_bytes", redis)]: level(1) }),
    labels: redis,
  }),
  high({
    name: "RedisClientsHigh",
    expr: "redis_connected_clients",
    limit: limit.REDIS_CLIENTS,
    for: "2m",
    severity: "warning",
    summary: "{{ $value }} clients are connected to Redis",
    description: "More than 100 clients have been connected to Redis for 2 minutes.",
    source: "redis_connected_clients: over 100",
    runbook: {
      impact: "None yet; at maxclients new connections are refused.",
      causes: ["Connections that aren't closed", "Too many workers or web processes"],
      steps: [
        "CLIENT LIST shows whose they are and how long they have been idle.",
        "Limit the pools (broker_pool_limit, max_connections).",
        "Restart the process that leaks.",
      ],
    },
    series: (level) => ({ [selector("redis_connected_clients", redis)]: level(1) }),
    labels: redis,
  }),
  {
    ...high({
      name: "DiskUsageHigh",
      expr: recorded.diskUsed,
      limit: limit.DISK_PERCENT,
      for: "5m",
      severity: "warning",
      summary: "{{ $labels.device }} is {{ $value | humanize }} % full",
      description: "{{ $labels.device }} of {{ $labels.instance }} has been more than 85 % full for 5 minutes.",
      source: "disk_usage_percent: over 85 %",
      runbook: {
        impact: "None yet; when it is full, Postgres stops, and so does Prometheus.",
        causes: ["Logs", "Old container images and volumes", "The database grew"],
        steps: [
          "du -xh --max-depth=2 / | sort -h shows where it went.",
          "docker system df, then docker image prune.",
          "Shorten retention of logs and metrics, or enlarge the disk.",
        ],
      },
      series: () => ({}),
      labels: { device: "/dev/vda1", instance: node.instance },
    }),
    fires: {
      series: disks(`${free - 1}x60`),
      firesAt: "5m",
      labels: { device: "/dev/vda1", instance: node.instance },
    },
    quiet: { series: disks(`${free}x60`) },
    quietWhen: { "a short peak": { series: disks(`50x5 1x4 50x60`) } },
  },
];
