import { selector } from "../proofs";
import type { Alert } from "../rules";
import { level, postgres } from "./proof";

/** What is done with Postgres' data. */

const of = (name: string, labels: Readonly<Record<string, string>> = {}) => selector(name, { ...postgres, ...labels });
const database = { datid: "16384", datname: "app" };
const inDatabase = { datname: "app", instance: postgres.instance };

/** Blocks: one a second, then 600 a second for 45 minutes, then one again. */
const reports = "1000+60x60 40600+36000x44 1624660+60x150";

export const rollbackShare = `sum by (instance, datname) (rate(pg_stat_database_xact_rollback{datname!=""}[5m]))
/
(sum by (instance, datname) (
  rate(pg_stat_database_xact_rollback{datname!=""}[5m]) + rate(pg_stat_database_xact_commit{datname!=""}[5m])
) > 0)`;

export const cacheHitShare = `sum by (instance, datname) (rate(pg_stat_database_blks_hit{datname!=""}[30m]))
/
(sum by (instance, datname) (
  rate(pg_stat_database_blks_hit{datname!=""}[30m]) + rate(pg_stat_database_blks_read{datname!=""}[30m])
) > 0)`;

export const postgresTraffic: readonly Alert[] = [
  level({
    name: "PostgresRollbacksMany",
    expr: rollbackShare,
    threshold: 0.1,
    guard: `on (instance, datname) sum by (instance, datname) (
  increase(pg_stat_database_xact_commit[5m]) + increase(pg_stat_database_xact_rollback[5m])
) >= 100`,
    for: "10m",
    severity: "warning",
    summary: "{{ $value | humanizePercentage }} of the transactions in {{ $labels.datname }} are rolled back",
    description: "More than a tenth of the transactions in {{ $labels.datname }} has been taken back for 10 minutes.",
    runbook: {
      impact: "Work is done and thrown away; most likely users see errors.",
      causes: ["An error in the application after its first statement", "Constraints that are violated", "Timeouts"],
      steps: [
        "Postgres' log has the errors.",
        "Compare with the application's errors.",
        "Look at what was released last.",
      ],
    },
    // Just enough for the guard.
    series: (at) => ({
      [of("pg_stat_database_xact_rollback", database)]: at.counter((share) => 22 * share),
      [of("pg_stat_database_xact_commit", database)]: at.counter((share) => 22 * (1 - share)),
    }),
    window: 5,
    labels: inDatabase,
    quietWhen: {
      "hardly anything is done": {
        series: {
          [of("pg_stat_database_xact_rollback", database)]: "1000+9x60",
          [of("pg_stat_database_xact_commit", database)]: "1000+9x60",
        },
      },
    },
  }),
  level({
    name: "PostgresCacheHitsFew",
    expr: cacheHitShare,
    op: "<",
    threshold: 0.9,
    // A small or idle database reads its few blocks from the disk, and nobody notices.
    guard:
      'on (instance, datname) sum by (instance, datname) (rate(pg_stat_database_blks_read{datname!=""}[30m])) > 500',
    for: "30m",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "Only {{ $value | humanizePercentage }} of the blocks of {{ $labels.datname }} come from memory",
    description:
      "Queries in {{ $labels.datname }} have read more than a tenth of their blocks from the disk for an hour.",
    runbook: {
      impact: "Queries are slower than they could be.",
      causes: ["The data has outgrown shared_buffers", "A query reads a whole table", "An index is missing"],
      steps: [
        "See on the dashboard which tables are read in whole.",
        "EXPLAIN (ANALYZE, BUFFERS) the queries on them; add an index.",
        "Give Postgres more memory, and shared_buffers a quarter of it.",
      ],
    },
    series: (at) => ({
      [of("pg_stat_database_blks_hit", database)]: at.counter((share) => 600_000 * share),
      [of("pg_stat_database_blks_read", database)]: at.counter((share) => 600_000 * (1 - share)),
    }),
    labels: inDatabase,
    window: 30,
    quietWhen: {
      "three quarters of an hour of reports": {
        series: {
          [of("pg_stat_database_blks_hit", database)]: reports,
          [of("pg_stat_database_blks_read", database)]: reports,
        },
        until: "200m",
      },
      "it is nearly idle": {
        series: {
          [of("pg_stat_database_blks_hit", database)]: "1000+60x120",
          [of("pg_stat_database_blks_read", database)]: "1000+60x120",
        },
      },
    },
  }),
];
