import { selector } from "../proofs";
import type { Alert } from "../rules";
import { level, redis, state } from "./proof";

/** Redis' data: is it written down, copied, and does it fit its memory? */

const of = (name: string) => selector(name, redis);

/** 1 when all that Redis writes to its disk went well the last time. */
export const redisPersistence =
  "redis_rdb_last_bgsave_status * redis_aof_last_write_status * redis_aof_last_bgrewrite_status";
export const redisReplicasLost = "max_over_time(redis_connected_slaves[1h]) - redis_connected_slaves";

export const redisData: readonly Alert[] = [
  state({
    name: "RedisPersistenceFailing",
    expr: redisPersistence,
    op: "==",
    threshold: 0,
    for: "5m",
    severity: "critical",
    team: "infrastructure",
    summary: "Redis can't write its data to the disk",
    description: "The last snapshot or append of what {{ $labels.instance }} asks failed, for 5 minutes now.",
    runbook: {
      impact: "By default Redis refuses all writes then. What it holds is lost when it restarts.",
      causes: ["The disk is full or read-only", "No memory to fork for a snapshot"],
      queries: ["redis_rdb_last_bgsave_status", "redis_aof_last_write_status", "redis_aof_last_bgrewrite_status"],
      steps: [
        "INFO persistence and Redis' log say which of them, and why.",
        "Make room on the disk of /data.",
        "Set vm.overcommit_memory to 1 on the machine where a fork fails.",
      ],
    },
    series: (values) => ({
      [of("redis_rdb_last_bgsave_status")]: values,
      [of("redis_aof_last_write_status")]: "1x90",
      [of("redis_aof_last_bgrewrite_status")]: "1x90",
    }),
    labels: redis,
    bad: 0,
    good: 1,
  }),
  {
    name: "RedisReplicaLost",
    expr: redisReplicasLost,
    threshold: 0,
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "Redis has lost a replica",
    description: "What {{ $labels.instance }} asks has {{ $value }} replicas fewer than it had within the last hour.",
    runbook: {
      impact: "None yet; if Redis is lost now, there may be nobody to take over.",
      causes: ["The replica is down", "The network between them", "It was taken away on purpose"],
      steps: ["INFO replication shows who is there.", "Read the log of the replica that is missing."],
    },
    fires: {
      series: { [of("redis_connected_slaves")]: "2x10 1x90" },
      firesAt: "16m",
      firesUntil: "69m",
      labels: redis,
    },
    quiet: { series: { [of("redis_connected_slaves")]: "2x60" } },
    quietWhen: {
      "it comes back": { series: { [of("redis_connected_slaves")]: "2x10 1x4 2x60" } },
      "it is gone for good": { series: { [of("redis_connected_slaves")]: "2 _x62 1x90" } },
    },
  },
  level({
    name: "RedisMemoryFragmented",
    expr: "redis_mem_fragmentation_ratio",
    threshold: 1.5,
    // Of little memory, the program itself is the larger part.
    guard: "redis_memory_used_bytes > 100 * 1024 * 1024",
    for: "1h",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "Redis takes {{ $value | humanize }} times the memory that its data needs",
    description: "What {{ $labels.instance }} asks has had more than 1.5 times the memory of its data for an hour.",
    runbook: {
      impact: "Memory is paid for and not used; the container's limit comes sooner than maxmemory.",
      causes: ["Many keys were deleted after a peak", "Values that are changed in size all the time"],
      steps: [
        "MEMORY DOCTOR says what it makes of it.",
        "CONFIG SET activedefrag yes, or restart Redis in a quiet hour.",
      ],
    },
    series: (at) => ({
      [of("redis_mem_fragmentation_ratio")]: at.gauge(),
      [of("redis_memory_used_bytes")]: "500000000x190",
    }),
    labels: redis,
    quietWhen: {
      "there is hardly any data": {
        series: { [of("redis_mem_fragmentation_ratio")]: "9x120", [of("redis_memory_used_bytes")]: "1000000x120" },
      },
    },
  }),
];
