import { increaseOf, quantileOf } from "../../signals/expressions";
import type { Recording } from "../../signals/rules";
import * as metric from "./metrics";

/** What the application's document names but nobody emits, and what alerts and panels both ask for. */

export const submittedHourly = "stack:careplan_submitted:increase1h";
export const completedHourly = "stack:careplan_completed:increase1h";
export const failedHourly = "stack:careplan_failed:increase1h";
export const completionRatio = "stack:careplan_completion:ratio1h";
export const failureRatio = "stack:careplan_failure:ratio1h";
export const timeToCompleteP95 = "stack:careplan_time_to_complete_seconds:p95_rate10m";
export const intakeDistribution = "source:careplan_submitted:ratio1h";
export const providerDistribution = "provider:llm_provider_usage:ratio1h";

export const businessRecordings: readonly Recording[] = [
  {
    record: submittedHourly,
    expr: increaseOf(metric.submitted.name, "1h"),
    help: "Care plans submitted in the last hour.",
  },
  {
    record: completedHourly,
    expr: increaseOf(metric.completed.name, "1h"),
    help: "Care plans completed in the last hour.",
  },
  {
    record: failedHourly,
    expr: increaseOf(metric.failed.name, "1h"),
    help: "Care plans that failed in the last hour.",
  },
  {
    record: completionRatio,
    // More are completed than submitted while a backlog is worked off.
    expr: `clamp_max(${completedHourly} / (${submittedHourly} > 0), 1)`,
    help: "Completed care plans of the last hour over submitted ones, 0 to 1; nothing without a submission.",
    documentName: "careplan_completion_rate",
  },
  {
    record: failureRatio,
    expr: `${failedHourly} / (${completedHourly} + ${failedHourly} > 0)`,
    help: "Failed care plans of the last hour over finished ones, 0 to 1; nothing when none was finished.",
  },
  {
    record: timeToCompleteP95,
    expr: quantileOf(0.95, metric.timeToComplete.name, "10m"),
    help: "95th percentile of the time from submission to completion, in seconds, over 10 minutes.",
    documentName: "careplan_time_to_complete_p95",
  },
  {
    record: intakeDistribution,
    expr: `${increaseOf(metric.submitted.name, "1h", ["source"])}\n/ on () group_left ()\n(${submittedHourly} > 0)`,
    help: "Share of each intake source in the submissions of the last hour, 0 to 1.",
    documentName: "intake_source_distribution",
  },
  {
    record: providerDistribution,
    expr: `${increaseOf(metric.llmUsage.name, "1h", ["provider"])}
/ on () group_left ()
(${increaseOf(metric.llmUsage.name, "1h")} > 0)`,
    help: "Share of each provider in the model calls of the last hour, 0 to 1.",
    documentName: "llm_provider_usage",
  },
];

export const http5xxHourly = "stack:http_5xx:increase1h";
export const validationErrorHourly = "stack:validation_error:increase1h";
export const taskFailureHourly = "stack:celery_task_failure:increase1h";
export const taskRetryHourly = "stack:celery_task_retry:increase1h";
export const llmErrorHourly = "stack:llm_api_error:increase1h";
export const dbConnectionErrors = "stack:db_connection_error:increase5m";
export const redisConnectionErrors = "stack:redis_connection_error:increase5m";

export const errorRecordings: readonly Recording[] = [
  {
    record: http5xxHourly,
    expr: increaseOf(metric.http5xx.name, "1h"),
    help: "Server errors in the last hour.",
  },
  {
    record: validationErrorHourly,
    expr: increaseOf(metric.validationError.name, "1h"),
    help: "Submissions in the last hour whose data did not validate.",
  },
  {
    record: taskFailureHourly,
    expr: increaseOf(metric.taskFailure.name, "1h"),
    help: "Celery tasks in the last hour that failed after all retries.",
  },
  {
    record: taskRetryHourly,
    expr: increaseOf(metric.taskRetry.name, "1h"),
    help: "Retries of Celery tasks in the last hour.",
  },
  {
    record: llmErrorHourly,
    expr: increaseOf(metric.llmError.name, "1h"),
    help: "Failed calls to language models in the last hour.",
  },
  {
    record: dbConnectionErrors,
    expr: increaseOf(metric.dbConnectionError.name, "5m"),
    help: "Failed connections to the database in the last 5 minutes.",
  },
  {
    record: redisConnectionErrors,
    expr: increaseOf(metric.redisConnectionError.name, "5m"),
    help: "Failed connections to Redis in the last 5 minutes.",
  },
];

export const postgresActive = "instance:postgres_connections_active:sum";
export const postgresIdle = "instance:postgres_connections_idle:sum";
export const postgresUsed = "instance:postgres_connections:ratio";
export const diskUsed = "instance_device:disk_usage:percent";

/** They hold no data of their own, or are full by design. */
const otherFilesystems = 'fstype!~"autofs|devtmpfs|erofs|fuse.*|iso9660|nsfs|overlay|ramfs|squashfs|tmpfs"';

export const resourceRecordings: readonly Recording[] = [
  {
    record: postgresActive,
    expr: 'sum by (instance) (pg_stat_activity_count{state="active"})',
    help: "Connections to Postgres that run a query.",
    documentName: "postgres_connections_active",
  },
  {
    record: postgresIdle,
    expr: 'sum by (instance) (pg_stat_activity_count{state="idle"})',
    help: "Connections to Postgres that are open and do nothing.",
    documentName: "postgres_connections_idle",
  },
  {
    record: postgresUsed,
    // A leaked connection is idle and takes its place all the same, so every state counts.
    expr: "sum by (instance) (pg_stat_activity_count) / max by (instance) (pg_settings_max_connections)",
    help: "Connections to Postgres, in any state, over max_connections, 0 to 1.",
  },
  {
    record: diskUsed,
    // One device may be mounted in many places.
    expr: `max by (instance, device) (
  100 * (1 - node_filesystem_avail_bytes{${otherFilesystems}} / node_filesystem_size_bytes)
  unless node_filesystem_readonly == 1
)`,
    help: "Used space of each disk, in percent. What only root may use counts as used.",
    documentName: "disk_usage_percent",
  },
];
