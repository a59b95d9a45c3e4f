import type { DashboardSpec, PanelSpec } from "../../dashboard";
import { graph, stat } from "../../panels";
import { redisClientShare, redisMemoryShare } from "../redis";
import { redisPersistence, redisReplicasLost } from "../redis-data";

const health: readonly PanelSpec[] = [
  stat("Redis answers", "bool_yes_no", "min(redis_up)", "Whether the exporter can ask it.", { alerts: ["RedisDown"] }),
  stat("Up for", "s", "min(redis_uptime_in_seconds)", "Since Redis was started the last time."),
  stat("Memory used", "percentunit", `max(${redisMemoryShare})`, "Of maxmemory.", { alerts: ["RedisMemoryNearLimit"] }),
  stat("Clients", "short", "sum(redis_connected_clients)", "Connections, of workers and web processes."),
  stat("Data is written down", "bool_yes_no", `min(${redisPersistence})`, "The last snapshot and the last append.", {
    alerts: ["RedisPersistenceFailing"],
  }),
  stat("Replicas lost", "short", `max(${redisReplicasLost})`, "Fewer than within the last hour.", {
    alerts: ["RedisReplicaLost"],
    decimals: 0,
  }),
];

const traffic: readonly PanelSpec[] = [
  graph(
    "Commands",
    "cps",
    [{ expr: "topk(8, sum by (cmd) (rate(redis_commands_total[$__rate_interval])))", legend: "{{cmd}}" }],
    "The eight most frequent. Workers that wait for tasks ask with brpop or bzmpop.",
  ),
  graph(
    "Network",
    "Bps",
    [
      { expr: "sum(rate(redis_net_input_bytes_total[$__rate_interval]))", legend: "in" },
      { expr: "sum(rate(redis_net_output_bytes_total[$__rate_interval]))", legend: "out" },
    ],
    "What clients send and get.",
  ),
  graph(
    "Keys",
    "short",
    [
      { expr: "sum(redis_db_keys)", legend: "all" },
      { expr: "sum(redis_db_keys_expiring)", legend: "with an expiry" },
    ],
    "Keys without an expiry stay until somebody deletes them.",
    { decimals: 0 },
  ),
];

const errors: readonly PanelSpec[] = [
  graph(
    "Connections refused",
    "short",
    [{ expr: "increase(redis_rejected_connections_total[5m])", legend: "{{instance}}" }],
    "In 5 minutes, since maxclients was reached.",
    { alerts: ["RedisConnectionsRejected"], decimals: 0 },
  ),
  graph(
    "Keys evicted",
    "short",
    [{ expr: "increase(redis_evicted_keys_total[5m])", legend: "{{instance}}" }],
    "In 5 minutes, for want of memory. Normal for a cache, lost work for a queue.",
    { alerts: ["RedisKeysEvicted"], decimals: 0 },
  ),
  graph(
    "Errors answered",
    "cps",
    [{ expr: "sum(rate(redis_total_error_replies[$__rate_interval]))", legend: "errors" }],
    "Commands that Redis answered with an error.",
  ),
];

const latency: readonly PanelSpec[] = [
  graph(
    "Time of a command",
    "s",
    [
      {
        expr: "sum(rate(redis_commands_duration_seconds_total[$__rate_interval])) / sum(rate(redis_commands_total[$__rate_interval]))",
        legend: "mean",
      },
    ],
    "On the server alone, on average. One slow command keeps all others waiting.",
    { width: 12 },
  ),
  graph(
    "Blocked clients",
    "short",
    [{ expr: "sum(redis_blocked_clients)", legend: "blocked" }],
    "Workers that wait for a task are blocked, as they should be; there is no alert on it.",
    { width: 12, decimals: 0 },
  ),
];

const saturation: readonly PanelSpec[] = [
  graph(
    "Memory",
    "bytes",
    [
      { expr: "max(redis_memory_used_bytes)", legend: "used" },
      { expr: "max(redis_memory_used_rss_bytes)", legend: "of the machine's" },
      { expr: "max(redis_memory_max_bytes)", legend: "maxmemory" },
    ],
    "At maxmemory a queue refuses new work.",
  ),
  graph(
    "Memory over maxmemory",
    "percentunit",
    [{ expr: redisMemoryShare, legend: "{{instance}}" }],
    "Nothing where there is no limit.",
    { alerts: ["RedisMemoryNearLimit"] },
  ),
  graph(
    "Fragmentation",
    "percentunit",
    [{ expr: "max by (instance) (redis_mem_fragmentation_ratio)", legend: "{{instance}}" }],
    "The machine's memory over that of the data; over 100 % much with little data, which is no fault.",
    { alerts: ["RedisMemoryFragmented"] },
  ),
  graph(
    "Clients over maxclients",
    "percentunit",
    [{ expr: redisClientShare, legend: "{{instance}}" }],
    "At 100 % new connections are refused.",
    { alerts: ["RedisClientsNearLimit"] },
  ),
  graph(
    "CPU",
    "short",
    [
      {
        expr: "sum(rate(redis_cpu_sys_seconds_total[$__rate_interval]) + rate(redis_cpu_user_seconds_total[$__rate_interval]))",
        legend: "cores",
      },
    ],
    "Commands are done on one core: at 1 it can't do more.",
    { decimals: 3 },
  ),
  graph(
    "Found in the cache",
    "cps",
    [
      { expr: "sum(rate(redis_keyspace_hits_total[$__rate_interval]))", legend: "found" },
      { expr: "sum(rate(redis_keyspace_misses_total[$__rate_interval]))", legend: "not found" },
    ],
    "Keys that were asked for.",
  ),
];

export const redisDashboard: DashboardSpec = {
  uid: "sightline-redis",
  title: "Sightline: Redis",
  description: "Is the queue and cache there, what does it do, and what does it have left?",
  tags: ["sightline"],
  variables: [],
  rows: [
    { title: "Health", panels: health },
    { title: "Traffic", panels: traffic },
    { title: "Errors", panels: errors },
    { title: "Latency", panels: latency },
    { title: "Saturation", panels: saturation },
  ],
};
