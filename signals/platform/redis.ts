import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { events, level, redis, state } from "./proof";
import { redisData } from "./redis-data";

/** What redis_exporter says: is it there, and does it still take what it's given? */

const of = (name: string, labels: Readonly<Record<string, string>> = {}) => selector(name, { ...redis, ...labels });

/** A limit of 0 is none. */
export const redisMemoryShare = "redis_memory_used_bytes / (redis_memory_max_bytes > 0)";
export const redisClientShare = "redis_connected_clients / redis_config_maxclients";

const alerts: readonly Alert[] = [
  state({
    name: "RedisDown",
    expr: "redis_up",
    op: "==",
    threshold: 0,
    for: "1m",
    severity: "critical",
    team: "infrastructure",
    priority: "P0",
    summary: "Redis doesn't answer",
    description: "{{ $labels.instance }} can't ask Redis anything since a minute; the exporter itself answers.",
    runbook: {
      impact: "Nothing can be queued or cached; workers have nothing to do.",
      causes: ["Redis stopped, or loads its data", "It takes no more connections", "The exporter's password is wrong"],
      steps: [
        "See whether Redis runs and what it logged last.",
        "redis-cli ping from the application's network.",
        "If it was killed for its memory, compare maxmemory with the container's limit.",
      ],
    },
    series: (values) => ({ [of("redis_up")]: values }),
    labels: redis,
    bad: 0,
    good: 1,
  }),
  level({
    name: "RedisMemoryNearLimit",
    expr: redisMemoryShare,
    threshold: 0.9,
    for: "5m",
    severity: "critical",
    team: "infrastructure",
    summary: "Redis uses {{ $value | humanizePercentage }} of its maxmemory",
    description: "What {{ $labels.instance }} asks has used more than 90 % of its maxmemory for 5 minutes.",
    runbook: {
      impact: "At the limit Redis refuses writes, or forgets keys: nothing can be queued any more.",
      causes: ["The queue is long", "Results of tasks are kept for ever", "Cache keys without an expiry"],
      steps: [
        "Look at the queue's length.",
        "redis-cli --memkeys shows what is large.",
        "Set an expiry; raise maxmemory and the container's limit with it.",
      ],
    },
    series: (at) => ({
      [of("redis_memory_used_bytes")]: at.gauge((share) => 800e6 * share),
      [of("redis_memory_max_bytes")]: "800000000x90",
    }),
    labels: redis,
    quietWhen: {
      "it has no limit": {
        series: { [of("redis_memory_used_bytes")]: "9e9x60", [of("redis_memory_max_bytes")]: "0x60" },
      },
    },
  }),
  level({
    name: "RedisClientsNearLimit",
    expr: redisClientShare,
    threshold: 0.8,
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $value | humanizePercentage }} of the clients that Redis takes are connected",
    description: "More than 80 % of Redis' maxclients have been connected for 5 minutes.",
    runbook: {
      impact: "None yet; at maxclients new connections are refused.",
      causes: ["Connections that aren't closed", "Too many workers or web processes"],
      steps: [
        "CLIENT LIST shows whose they are and how long they have been idle.",
        "Limit the pools; restart the process that leaks.",
      ],
    },
    series: (at) => ({
      [of("redis_connected_clients")]: at.gauge((share) => 10_000 * share),
      [of("redis_config_maxclients")]: "10000x90",
    }),
    labels: redis,
  }),
  events({
    name: "RedisConnectionsRejected",
    expr: "increase(redis_rejected_connections_total[5m])",
    threshold: 0,
    severity: "critical",
    team: "infrastructure",
    summary: "Redis refuses connections",
    description: "{{ $value | humanize }} connections were refused in the last 5 minutes: maxclients is reached.",
    runbook: {
      impact: "Some requests and workers fail.",
      causes: ["Connections that aren't closed", "Too many workers or web processes"],
      steps: ["CLIENT LIST shows whose they are.", "Restart the process that leaks.", "Raise maxclients."],
    },
    series: (values) => ({ [of("redis_rejected_connections_total")]: values }),
    labels: redis,
  }),
  level({
    name: "RedisKeysEvicted",
    expr: "increase(redis_evicted_keys_total[5m])",
    threshold: 100,
    for: "10m",
    severity: "warning",
    team: "infrastructure",
    summary: "Redis forgets keys for want of memory",
    description: "{{ $value | humanize }} keys that nobody deleted were thrown away in the last 5 minutes.",
    runbook: {
      impact: "A cache gets slower. If it is a queue, work is lost: its policy should be noeviction.",
      causes: ["maxmemory is too small for what is kept", "Keys without an expiry"],
      steps: [
        "CONFIG GET maxmemory-policy: a queue must not have its keys evicted.",
        "redis-cli --memkeys shows what is large.",
        "Raise maxmemory.",
      ],
    },
    series: (at) => ({ [of("redis_evicted_keys_total")]: at.counter((all) => all / 5) }),
    settles: 4,
    labels: redis,
  }),
  ...redisData,
];

export const redisRules: RuleGroup = { name: "sightline-redis", dashboard: "sightline-redis", alerts };
