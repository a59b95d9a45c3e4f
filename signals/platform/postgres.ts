import { selector } from "../proofs";
import type { Alert, Recording, RuleGroup } from "../rules";
import { level, postgres, state } from "./proof";
import { postgresTables } from "./postgres-tables";
import { postgresTraffic } from "./postgres-traffic";

/** What postgres_exporter says of the database: is it there, and who waits for whom? */

/** Where nobody is connected the exporter counts 0, without a type. */
export const clients = 'backend_type=~"(client backend)?"';
export const connectionShare = "instance:postgres_connection_slots:ratio";
export const oldestTransaction = `max by (instance, datname) (pg_stat_activity_max_tx_duration{${clients}})`;
const DEADLOCKS = 5;

const of = (name: string, labels: Readonly<Record<string, string>> = {}) => selector(name, { ...postgres, ...labels });
const server = { server: "postgres:5432" };
const client = { ...server, backend_type: "client backend", datname: "app", usename: "app" };

const recordings: readonly Recording[] = [
  {
    record: connectionShare,
    // What is kept for superusers is no use to an application.
    expr: `sum by (instance) (pg_stat_activity_count{${clients}})
/
(max by (instance) (pg_settings_max_connections) - max by (instance) (pg_settings_superuser_reserved_connections))`,
    help: "Client connections over those that an application can have, 0 to 1.",
  },
];

const alerts: readonly Alert[] = [
  state({
    name: "PostgresDown",
    expr: "pg_up",
    op: "==",
    threshold: 0,
    for: "1m",
    severity: "critical",
    team: "infrastructure",
    priority: "P0",
    summary: "Postgres doesn't answer",
    description: "{{ $labels.instance }} can't ask Postgres anything since a minute; the exporter itself answers.",
    runbook: {
      impact: "Whatever needs the database fails.",
      causes: ["Postgres stopped, or starts", "All connections are taken", "The exporter's password is wrong"],
      steps: [
        "See whether Postgres runs and what it logged last.",
        "psql from the application's network with the application's user.",
        "If it says that there are too many clients, see PostgresConnectionsExhausted.",
      ],
    },
    series: (values) => ({ [of("pg_up")]: values }),
    labels: postgres,
    bad: 0,
    good: 1,
  }),
  level({
    name: "PostgresConnectionsExhausted",
    expr: connectionShare,
    threshold: 0.95,
    for: "1m",
    severity: "critical",
    team: "infrastructure",
    summary: "Postgres has no connections left: {{ $value | humanizePercentage }} are taken",
    description: "More than 95 % of the connections that an application can have are taken, idle ones included.",
    runbook: {
      impact: "New requests that need the database are refused now, or in a moment.",
      causes: ["A leak: connections are opened and not closed", "Too many processes, each with a pool of its own"],
      steps: [
        "SELECT application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2 shows whose they are.",
        "End idle ones with pg_terminate_backend.",
        "Make the pools smaller, or put a connection pool in front.",
      ],
    },
    series: (at) => ({
      [of("pg_stat_activity_count", { ...client, state: "active" })]: at.gauge((share) => share * 20),
      [of("pg_stat_activity_count", { ...client, state: "idle" })]: at.gauge((share) => share * 80),
      [of("pg_stat_activity_count", { ...server, backend_type: "checkpointer" })]: at.gauge(() => 9),
      [of("pg_settings_max_connections", server)]: "103x60",
      [of("pg_settings_superuser_reserved_connections", server)]: "3x60",
    }),
    labels: { instance: postgres.instance },
  }),
  level({
    name: "PostgresDeadlocks",
    expr: "sum by (instance, datname) (increase(pg_stat_database_deadlocks[10m]))",
    threshold: DEADLOCKS,
    severity: "warning",
    summary: "Transactions in {{ $labels.datname }} block each other",
    description:
      "Postgres ended {{ $value | humanize }} transactions of {{ $labels.datname }} in 10 minutes: deadlocks.",
    runbook: {
      impact: "These transactions failed; users see errors unless the application tries again.",
      causes: ["Two pieces of code lock the same rows in another order", "A migration runs beside the traffic"],
      steps: [
        "Postgres' log names both statements of each deadlock.",
        "Let both lock in the same order, or keep transactions shorter.",
        "Let the application try again on SQLSTATE 40P01.",
      ],
    },
    series: (at) => ({
      [of("pg_stat_database_deadlocks", { datid: "16384", datname: "app" })]: at.counter((all) => all / 10),
    }),
    settles: 9,
    labels: { datname: "app", instance: postgres.instance },
  }),
  level({
    name: "PostgresTransactionLong",
    // Vacuum and replication have long transactions of their own, and may.
    expr: oldestTransaction,
    threshold: 1800,
    for: "5m",
    severity: "warning",
    summary: "A transaction in {{ $labels.datname }} is open for {{ $value | humanizeDuration }}",
    description: "A client's transaction in {{ $labels.datname }} has been open for more than half an hour.",
    runbook: {
      impact: "Its locks keep others waiting, and dead rows can't be cleaned away while it lasts.",
      causes: ["A transaction that is begun and forgotten", "A report or dump", "A migration that waits for a lock"],
      steps: [
        "SELECT pid, state, now() - xact_start AS age, query FROM pg_stat_activity ORDER BY age DESC NULLS LAST.",
        "If it is idle in transaction, end it with pg_terminate_backend.",
        "Set idle_in_transaction_session_timeout.",
      ],
    },
    series: (at) => ({
      [of("pg_stat_activity_max_tx_duration", { ...client, state: "idle in transaction" })]: at.gauge(),
      [of("pg_stat_activity_max_tx_duration", { ...server, backend_type: "autovacuum worker", datname: "app" })]:
        at.gauge((seconds) => 9 * seconds),
    }),
    labels: { datname: "app", instance: postgres.instance },
  }),
  level({
    name: "PostgresReplicationLag",
    expr: "pg_replication_lag_seconds",
    threshold: 300,
    // A primary has no lag, whatever the exporter makes of its clock.
    guard: "pg_replication_is_replica == 1",
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "The replica is {{ $value | humanizeDuration }} behind",
    description:
      "What {{ $labels.instance }} asks is a replica that has been more than 5 minutes behind for 5 minutes.",
    runbook: {
      impact: "Who reads there reads old data. If the primary is lost now, these minutes are lost.",
      causes: ["The network between them", "A long query on the replica", "More is written than it can replay"],
      steps: [
        "SELECT * FROM pg_stat_replication on the primary shows what was sent and replayed.",
        "Look for long queries on the replica.",
      ],
    },
    series: (at) => ({ [of("pg_replication_lag_seconds")]: at.gauge(), [of("pg_replication_is_replica")]: "1x90" }),
    labels: postgres,
    quietWhen: {
      "it is the primary": {
        series: { [of("pg_replication_lag_seconds")]: "9000x60", [of("pg_replication_is_replica")]: "0x60" },
      },
    },
  }),
  ...postgresTraffic,
  ...postgresTables,
];

export const postgresRules: RuleGroup = {
  name: "sightline-postgres",
  dashboard: "sightline-postgres",
  recordings,
  alerts,
};
