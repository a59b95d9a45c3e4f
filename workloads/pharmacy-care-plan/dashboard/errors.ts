import type { RowSpec } from "../../../signals/dashboard";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import * as limit from "../thresholds";
import { counted, critical, perMinute, warning } from "./panels";

/** What goes wrong. The line is where the alert is. */
export const errors: RowSpec = {
  title: "Errors",
  panels: [
    counted(
      "Server errors of the last hour",
      recorded.http5xxHourly,
      critical(limit.HTTP_5XX_PER_HOUR),
      "Responses with a status of 500 or more in the hour before (http_5xx_total).",
    ),
    {
      title: "Server errors by code",
      description:
        "Responses of 500 or more a minute (http_5xx_total). 500 is an exception; 502 and 503 are the proxy's.",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      stacked: true,
      queries: [perMinute(metric.http5xx, "{{code}}", "code")],
    },
    {
      title: "Client errors by code",
      description: "Responses of 400 to 499 a minute (http_4xx_total).",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      stacked: true,
      queries: [perMinute(metric.http4xx, "{{code}}", "code")],
    },
    counted(
      "Validation errors of the last hour",
      recorded.validationErrorHourly,
      warning(limit.VALIDATION_ERRORS_PER_HOUR),
      "Submissions of the hour before whose data was refused (validation_error_total).",
    ),
    {
      title: "Blocked submissions by rule",
      description: "Submissions a minute that a business rule refused, by the rule's code (block_error_total).",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      stacked: true,
      queries: [perMinute(metric.blockError, "{{code}}", "code")],
    },
    counted(
      "Task retries of the last hour",
      recorded.taskRetryHourly,
      warning(limit.TASK_RETRIES_PER_HOUR),
      "How often tasks were put back in the hour before (celery_task_retry_total).",
    ),
    counted(
      "Task failures of the last hour",
      recorded.taskFailureHourly,
      warning(limit.TASK_FAILURES_PER_HOUR),
      "Tasks of the hour before that failed after all retries (celery_task_failure_total).",
    ),
    counted(
      "LLM errors of the last hour",
      recorded.llmErrorHourly,
      warning(limit.LLM_ERRORS_PER_HOUR),
      "Calls of the hour before that failed (llm_api_error_total).",
    ),
    {
      title: "LLM errors by provider",
      description: "Failed calls a minute (llm_api_error_total). One provider alone: switch to the other.",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      stacked: true,
      queries: [perMinute(metric.llmError, "{{provider}}", "provider", '{provider=~"$provider"}')],
    },
    {
      ...counted(
        "Database connection errors of 5 minutes",
        recorded.dbConnectionErrors,
        critical(limit.CONNECTION_ERRORS + 1),
        "Connections to Postgres that failed in the 5 minutes before (db_connection_error_total). Any is too many.",
      ),
      width: 12,
    },
    {
      ...counted(
        "Redis connection errors of 5 minutes",
        recorded.redisConnectionErrors,
        critical(limit.CONNECTION_ERRORS + 1),
        "Connections to Redis that failed in the 5 minutes before (redis_connection_error_total). Any is too many.",
      ),
      width: 12,
    },
  ],
};
