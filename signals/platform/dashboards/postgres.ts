import type { DashboardSpec, PanelSpec } from "../../dashboard";
import { bars, graph, stat } from "../../panels";
import { clients, connectionShare, oldestTransaction } from "../postgres";
import { deadShare } from "../postgres-tables";
import { cacheHitShare, rollbackShare } from "../postgres-traffic";

const health: readonly PanelSpec[] = [
  stat("Postgres answers", "bool_yes_no", "min(pg_up)", "Whether the exporter can ask it.", {
    alerts: ["PostgresDown"],
  }),
  stat("Up for", "s", "time() - min(pg_postmaster_start_time_seconds)", "Since Postgres was started the last time."),
  stat("Connections taken", "percentunit", `max(${connectionShare})`, "Of those that an application can have.", {
    alerts: ["PostgresConnectionsExhausted"],
  }),
  stat("Longest transaction", "s", `max(${oldestTransaction})`, "Of a client."),
  stat("Size", "bytes", "sum(pg_database_size_bytes)", "All databases, the write-ahead log excluded."),
  stat("Behind the primary", "s", "max(pg_replication_lag_seconds)", "0 on a primary.", {
    alerts: ["PostgresReplicationLag"],
  }),
];

const traffic: readonly PanelSpec[] = [
  graph(
    "Transactions",
    "cps",
    [
      { expr: 'sum(rate(pg_stat_database_xact_commit{datname!=""}[$__rate_interval]))', legend: "committed" },
      { expr: 'sum(rate(pg_stat_database_xact_rollback{datname!=""}[$__rate_interval]))', legend: "rolled back" },
    ],
    "All databases together.",
  ),
  graph(
    "Rows",
    "cps",
    [
      { expr: "sum(rate(pg_stat_database_tup_fetched[$__rate_interval]))", legend: "fetched" },
      { expr: "sum(rate(pg_stat_database_tup_inserted[$__rate_interval]))", legend: "inserted" },
      { expr: "sum(rate(pg_stat_database_tup_updated[$__rate_interval]))", legend: "updated" },
      { expr: "sum(rate(pg_stat_database_tup_deleted[$__rate_interval]))", legend: "deleted" },
    ],
    "What queries fetch by an index, and what they change.",
  ),
  graph(
    "Rows read one after the other",
    "cps",
    [
      {
        expr: "sum by (relname) (rate(pg_stat_user_tables_seq_tup_read[$__rate_interval]))",
        legend: "{{relname}}",
      },
    ],
    "By table. Many of a large table: an index is missing.",
  ),
];

const errors: readonly PanelSpec[] = [
  graph(
    "Rolled back",
    "percentunit",
    [{ expr: rollbackShare, legend: "{{datname}}" }],
    "Share of the transactions of each database that was taken back; of very few, it says little.",
    { alerts: ["PostgresRollbacksMany"] },
  ),
  graph(
    "Deadlocks",
    "short",
    [{ expr: "sum by (instance, datname) (increase(pg_stat_database_deadlocks[10m]))", legend: "{{datname}}" }],
    "Transactions that Postgres ended in 10 minutes, since they blocked each other.",
    { alerts: ["PostgresDeadlocks"], decimals: 0 },
  ),
  graph(
    "Conflicts and temporary files",
    "cps",
    [
      { expr: "sum(rate(pg_stat_database_conflicts[$__rate_interval]))", legend: "queries cancelled on a replica" },
      { expr: "sum(rate(pg_stat_database_temp_files[$__rate_interval]))", legend: "temporary files" },
    ],
    "A temporary file is a sort or join that didn't fit work_mem.",
  ),
];

const latency: readonly PanelSpec[] = [
  graph(
    "Oldest transaction",
    "s",
    [
      {
        expr: oldestTransaction,
        legend: "{{datname}}",
      },
    ],
    "Of clients. While it is open, dead rows can't be cleaned away.",
    { alerts: ["PostgresTransactionLong"] },
  ),
  graph(
    "Blocks from memory",
    "percentunit",
    [{ expr: cacheHitShare, legend: "{{datname}}" }],
    "Share of the blocks that needn't be read from the disk, over half an hour.",
    { alerts: ["PostgresCacheHitsFew"], max: 1 },
  ),
  graph(
    "Locks held",
    "short",
    [{ expr: "sum by (mode) (pg_locks_count)", legend: "{{mode}}" }],
    "By mode. Exclusive ones that stay keep others waiting.",
    { decimals: 0 },
  ),
];

const saturation: readonly PanelSpec[] = [
  graph(
    "Connections by state",
    "short",
    [{ expr: `sum by (state) (pg_stat_activity_count{${clients}})`, legend: "{{state}}" }],
    "Idle ones that grow are a leak.",
    { stacked: true, decimals: 0 },
  ),
  graph(
    "Share of connections",
    "percentunit",
    [{ expr: connectionShare, legend: "{{instance}}" }],
    "Of those that an application can have: max_connections without those for superusers.",
    { alerts: ["PostgresConnectionsExhausted"] },
  ),
  bars(
    "Dead rows",
    "percentunit",
    [{ expr: `topk(10, ${deadShare})`, legend: "{{relname}}", instant: true }],
    "Share of each table's rows that vacuum has yet to clean away.",
    { alerts: ["PostgresDeadRowsMany"], max: 1 },
  ),
  graph(
    "Size by database",
    "bytes",
    [{ expr: "max by (instance, datname) (pg_database_size_bytes)", legend: "{{datname}}" }],
    "Tables and indexes.",
  ),
  graph(
    "Write-ahead log",
    "bytes",
    [
      { expr: "max(pg_wal_size_bytes)", legend: "on the disk" },
      { expr: "max(pg_replication_slots_pg_wal_lsn_diff >= 0) or vector(0)", legend: "kept for a slot" },
    ],
    "What is kept for a replication slot grows without end when nobody reads it.",
    { alerts: ["PostgresSlotKeepsWal"] },
  ),
  graph(
    "Age of the oldest row",
    "short",
    [
      {
        expr: "max by (instance, datname) (pg_database_wraparound_age_datfrozenxid_seconds)",
        legend: "{{datname}}",
      },
    ],
    "In transactions. Vacuum begins at 200 million; at 2,147 million Postgres would stop.",
    { alerts: ["PostgresWraparoundNear"] },
  ),
];

export const postgresDashboard: DashboardSpec = {
  uid: "sightline-postgres",
  title: "Sightline: Postgres",
  description: "Is the database there, what does it do, and what does it have left?",
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
