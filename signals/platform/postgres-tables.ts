import { selector } from "../proofs";
import type { Alert } from "../rules";
import { level, postgres } from "./proof";

/** What Postgres leaves lying about until vacuum comes, and what it keeps for others. */

const of = (name: string, labels: Readonly<Record<string, string>> = {}) => selector(name, { ...postgres, ...labels });
const table = { datname: "app", relname: "orders", schemaname: "public" };
const slot = { server: "postgres:5432", slot_name: "replica" };

/** 0 for an empty table. */
export const deadShare = `pg_stat_user_tables_n_dead_tup
/
clamp_min(pg_stat_user_tables_n_dead_tup + pg_stat_user_tables_n_live_tup, 1)`;

export const postgresTables: readonly Alert[] = [
  level({
    name: "PostgresDeadRowsMany",
    expr: deadShare,
    threshold: 0.3,
    guard: "pg_stat_user_tables_n_dead_tup > 10000",
    for: "1h",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "{{ $value | humanizePercentage }} of the rows of {{ $labels.relname }} are dead",
    description:
      "Vacuum hasn't come by {{ $labels.relname }} of {{ $labels.datname }} for an hour, though it should have.",
    runbook: {
      impact: "The table takes more room and time than its rows need, and goes on growing.",
      causes: ["A long transaction keeps vacuum from cleaning", "Autovacuum is too slow for the writes", "It is off"],
      steps: [
        "See PostgresTransactionLong, and unused replication slots.",
        "VACUUM (VERBOSE) the table: it says what it could not remove.",
        "Lower autovacuum_vacuum_scale_factor for this table.",
      ],
    },
    series: (at) => ({
      [of("pg_stat_user_tables_n_dead_tup", table)]: at.gauge((share) => 1e6 * share),
      [of("pg_stat_user_tables_n_live_tup", table)]: at.gauge((share) => 1e6 * (1 - share)),
    }),
    labels: { ...postgres, ...table },
    quietWhen: {
      "the table is small": {
        series: {
          [of("pg_stat_user_tables_n_dead_tup", table)]: "9000x120",
          [of("pg_stat_user_tables_n_live_tup", table)]: "10x120",
        },
      },
    },
  }),
  level({
    name: "PostgresSlotKeepsWal",
    expr: "max by (instance, slot_name) (pg_replication_slots_pg_wal_lsn_diff)",
    threshold: 1024 ** 3,
    guard: "on (instance, slot_name) max by (instance, slot_name) (pg_replication_slots_active) == 0",
    for: "10m",
    severity: "warning",
    team: "infrastructure",
    summary: "Nobody reads the replication slot {{ $labels.slot_name }}, and Postgres keeps everything for it",
    description: "{{ $value | humanize1024 }}B of the write-ahead log are kept for {{ $labels.slot_name }}.",
    runbook: {
      impact: "None yet; the log grows until the disk is full, and then Postgres stops.",
      causes: ["The replica or consumer of the slot is gone", "It is down for long"],
      steps: [
        "Start what reads the slot.",
        "If it is gone for good: SELECT pg_drop_replication_slot('…').",
        "Set max_slot_wal_keep_size.",
      ],
    },
    series: (at) => ({
      [of("pg_replication_slots_pg_wal_lsn_diff", slot)]: at.gauge(),
      [of("pg_replication_slots_active", slot)]: "0x90",
    }),
    labels: { instance: postgres.instance, slot_name: slot.slot_name },
    quietWhen: {
      "it is read": {
        series: {
          [of("pg_replication_slots_pg_wal_lsn_diff", slot)]: "9e9x60",
          [of("pg_replication_slots_active", slot)]: "1x60",
        },
      },
    },
  }),
  level({
    name: "PostgresWraparoundNear",
    // Vacuum freezes old rows from 200 million transactions on: at this age it hasn't been able to for long.
    expr: "max by (instance, datname) (pg_database_wraparound_age_datfrozenxid_seconds)",
    threshold: 600e6,
    for: "10m",
    severity: "critical",
    team: "infrastructure",
    summary: "{{ $labels.datname }} comes near the end of its transaction numbers",
    description:
      "The oldest row of {{ $labels.datname }} is {{ $value | humanize }} transactions old; 2,147 M is the end.",
    runbook: {
      impact: "None yet; near the end Postgres takes no more writes, to save the data.",
      causes: [
        "A very old transaction or prepared transaction",
        "A replication slot that nobody reads",
        "Autovacuum is off",
      ],
      steps: [
        "SELECT * FROM pg_prepared_xacts; SELECT slot_name, xmin FROM pg_replication_slots; and long transactions.",
        "End what is old, then VACUUM (FREEZE, VERBOSE) the oldest tables.",
      ],
    },
    series: (at) => ({ [of("pg_database_wraparound_age_datfrozenxid_seconds", { datname: "app" })]: at.gauge() }),
    labels: { datname: "app", instance: postgres.instance },
  }),
];
