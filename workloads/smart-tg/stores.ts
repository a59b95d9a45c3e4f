import { atLeast, quantileOf } from "../../signals/expressions";
import { forgotten, observed, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import { app, tooHigh } from "./proofs";
import * as limit from "./thresholds";

/** The database and Redis, as the application sees them. */

const wanted = "the document wants alert rules made";

const alerts: readonly Alert[] = [
  {
    name: "DatabaseConnectionsHigh",
    // Every process has its own; without more than one, the sum is the value.
    expr: `sum by (instance, job) (${metric.databaseConnections.name})`,
    threshold: limit.DATABASE_CONNECTIONS,
    severity: "warning",
    team: "infrastructure",
    summary: "The application holds {{ $value | humanize }} connections to the database",
    description:
      "{{ $labels.instance }} has held more than 80 connections for 5 minutes; Postgres' default allows 100.",
    source: `database_connections; ${wanted}`,
    runbook: {
      impact: "None yet; when the last connection is taken, requests fail.",
      causes: ["Connections that nobody gives back", "Slow queries that hold them", "More traffic or processes"],
      steps: [
        "Compare with the queries a second and their duration.",
        "In Postgres, see who holds them: select state, query_start, query from pg_stat_activity.",
        "Restart the back end to win time, and make its pool smaller.",
      ],
    },
    ...tooHigh(metric.databaseConnections, limit.DATABASE_CONNECTIONS, 5),
  },
  {
    name: "DatabaseQueriesSlow",
    expr: quantileOf(0.95, metric.databaseDuration.name, "5m"),
    histogram: metric.databaseDuration.name,
    threshold: limit.DATABASE_SECONDS,
    guard: atLeast(20, metric.databaseDuration.name, "5m"),
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "Database queries take {{ $value | humanizeDuration }} (p95)",
    description: "One query in twenty takes longer than this; the limit is 0.5 s.",
    source: `database_query_duration_seconds; ${wanted}`,
    runbook: {
      impact: "Everything that reads or writes is slow.",
      causes: ["A missing index", "Locks", "The disk is busy or full"],
      steps: [
        "In Postgres, look for long queries and for locks in pg_stat_activity.",
        "Explain the slowest, and add the index that it lacks.",
        "Look at the machine's disk and CPU.",
      ],
    },
    fires: forgotten({ series: observed(metric.databaseDuration, 1, "0+30x60"), firesAt: "6m" }, "3m"),
    quiet: { series: observed(metric.databaseDuration, limit.DATABASE_SECONDS, "0+30x60") },
    quietWhen: { "too few queries to say": { series: observed(metric.databaseDuration, 1, "0+3x60") } },
  },
  {
    name: "RedisDisconnected",
    expr: `min by (instance, job) (${metric.redisConnected.name})`,
    op: "<",
    threshold: 1,
    for: "1m",
    severity: "critical",
    team: "infrastructure",
    summary: "The application has lost Redis",
    description: "{{ $labels.instance }} hasn't been connected to Redis for a minute (redis_connected is 0).",
    source: `redis_connected; ${wanted}`,
    runbook: {
      impact: "Schedules and shared state are gone: tasks don't run, and logins may be lost.",
      causes: ["Redis is down or restarts", "Its password or address changed", "The network"],
      steps: [
        "Ask Redis from the application's network: redis-cli PING.",
        "Read Redis' log; look whether it is out of memory.",
        "When it is back and the application isn't, restart the application.",
      ],
    },
    fires: { series: scraped(metric.redisConnected, "1x5 0x60"), firesAt: "7m", labels: app },
    quiet: { series: scraped(metric.redisConnected, "1x60") },
    quietWhen: { "it connects again at once": { series: scraped(metric.redisConnected, "1x5 0 1x60") } },
  },
  {
    name: "RedisOperationsSlow",
    expr: quantileOf(0.95, metric.redisDuration.name, "5m"),
    histogram: metric.redisDuration.name,
    threshold: limit.REDIS_SECONDS,
    guard: atLeast(20, metric.redisDuration.name, "5m"),
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "Redis operations take {{ $value | humanizeDuration }} (p95)",
    description: "One operation in twenty takes longer than this; the limit is 50 ms.",
    source: `redis_operation_duration_seconds; ${wanted}`,
    runbook: {
      impact: "Requests and replies are slower than they need to be.",
      causes: ["A command over very many keys", "The machine swaps", "The network"],
      steps: [
        "redis-cli SLOWLOG GET tells the slowest commands.",
        "redis-cli --latency from the application's network tells the network's part.",
        "Look at the machine's memory.",
      ],
    },
    fires: forgotten({ series: observed(metric.redisDuration, 0.1, "0+30x60"), firesAt: "6m" }, "3m"),
    quiet: { series: observed(metric.redisDuration, limit.REDIS_SECONDS, "0+30x60") },
    quietWhen: { "too few operations to say": { series: observed(metric.redisDuration, 0.1, "0+3x60") } },
  },
];

export const stores: RuleGroup = { name: "smart-tg-stores", dashboard: "smart-tg-system", alerts };
