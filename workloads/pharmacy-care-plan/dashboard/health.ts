import type { RowSpec } from "../../../signals/dashboard";
import { firingAlerts, stat } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";

/** What to look at first. Colours are those of the alerts. */
export const health: RowSpec = {
  title: "Health",
  panels: [
    stat("Application up", "bool_on_off", 'min(up{job="app"})', "Whether every web process answers a scrape.", {
      thresholds: [{ value: 1, severity: "critical", below: true }],
    }),
    stat(
      "Completion rate",
      "percentunit",
      recorded.completionRatio,
      "Completed over submitted care plans of the last hour (careplan_completion_rate).",
      { max: 1, alerts: ["CareplanCompletionLow"] },
    ),
    stat(
      "Failure ratio",
      "percentunit",
      recorded.failureRatio,
      "Failed over finished care plans of the last hour (careplan_failed_total).",
      { alerts: ["CareplanFailureRatioHigh"] },
    ),
    stat(
      "Time to complete (p95)",
      "s",
      recorded.timeToCompleteP95,
      "How long one in twenty users waits at least (careplan_time_to_complete_p95).",
      { alerts: ["CareplanTimeToCompleteSlow"] },
    ),
    stat("Tasks waiting", "short", `sum(${metric.queueLength.name})`, "Length of the queue (celery_queue_length).", {
      alerts: ["CeleryQueueLong"],
    }),
    firingAlerts,
    stat(
      "Submitted, last hour",
      "short",
      recorded.submittedHourly,
      "Care plans that were asked for (careplan_submitted_total).",
    ),
    stat(
      "Completed, last hour",
      "short",
      recorded.completedHourly,
      "Care plans that were written (careplan_completed_total).",
    ),
    stat(
      "Failed, last hour",
      "short",
      recorded.failedHourly,
      "Care plans that failed for good (careplan_failed_total).",
      { alerts: ["CareplanFailuresHigh"] },
    ),
    stat(
      "Server errors, last hour",
      "short",
      recorded.http5xxHourly,
      "Responses with a status of 500 or more (http_5xx_total).",
      { alerts: ["Http5xxHigh"] },
    ),
    stat(
      "LLM errors, last hour",
      "short",
      recorded.llmErrorHourly,
      "Calls to language models that failed (llm_api_error_total).",
      { alerts: ["LlmApiErrorsHigh"] },
    ),
    stat(
      "Lost connections, 5 min",
      "short",
      `${recorded.dbConnectionErrors} + ${recorded.redisConnectionErrors}`,
      "Connections to Postgres or Redis that failed (db_connection_error_total, redis_connection_error_total).",
      { alerts: ["DatabaseConnectionErrors", "RedisConnectionErrors"] },
    ),
  ],
};
