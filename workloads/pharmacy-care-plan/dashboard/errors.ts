import type { RowSpec } from "../../../signals/dashboard";
import { graph, perMinute } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { counted } from "./counted";

/** What goes wrong. The line is where the alert is. */
export const errors: RowSpec = {
  title: "Errors",
  panels: [
    counted(
      "Server errors of the last hour",
      recorded.http5xxHourly,
      "Http5xxHigh",
      "Responses with a status of 500 or more in the hour before (http_5xx_total).",
    ),
    graph(
      "Server errors by code",
      "cpm",
      [perMinute(metric.http5xx, "{{code}}", "code")],
      "Responses of 500 or more a minute (http_5xx_total). 500 is an exception; 502 and 503 are the proxy's.",
      { stacked: true },
    ),
    graph(
      "Client errors by code",
      "cpm",
      [perMinute(metric.http4xx, "{{code}}", "code")],
      "Responses of 400 to 499 a minute (http_4xx_total).",
      { stacked: true },
    ),
    counted(
      "Validation errors of the last hour",
      recorded.validationErrorHourly,
      "ValidationErrorsHigh",
      "Submissions of the hour before whose data was refused (validation_error_total).",
    ),
    graph(
      "Blocked submissions by rule",
      "cpm",
      [perMinute(metric.blockError, "{{code}}", "code")],
      "Submissions a minute that a business rule refused, by the rule's code (block_error_total).",
      { stacked: true },
    ),
    counted(
      "Task retries of the last hour",
      recorded.taskRetryHourly,
      "CeleryTaskRetriesHigh",
      "How often tasks were put back in the hour before (celery_task_retry_total).",
    ),
    counted(
      "Task failures of the last hour",
      recorded.taskFailureHourly,
      "CeleryTaskFailuresHigh",
      "Tasks of the hour before that failed after all retries (celery_task_failure_total).",
    ),
    counted(
      "LLM errors of the last hour",
      recorded.llmErrorHourly,
      "LlmApiErrorsHigh",
      "Calls of the hour before that failed (llm_api_error_total).",
    ),
    graph(
      "LLM errors by provider",
      "cpm",
      [perMinute(metric.llmError, "{{provider}}", "provider", '{provider=~"$provider"}')],
      "Failed calls a minute (llm_api_error_total). One provider alone: switch to the other.",
      { stacked: true },
    ),
    {
      ...counted(
        "Database connection errors of 5 minutes",
        recorded.dbConnectionErrors,
        "DatabaseConnectionErrors",
        "Connections to Postgres that failed in the 5 minutes before (db_connection_error_total). Any is too many.",
      ),
      width: 12,
    },
    {
      ...counted(
        "Redis connection errors of 5 minutes",
        recorded.redisConnectionErrors,
        "RedisConnectionErrors",
        "Connections to Redis that failed in the 5 minutes before (redis_connection_error_total). Any is too many.",
      ),
      width: 12,
    },
  ],
};
