import { hourlyCount, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import * as recorded from "./recordings";
import * as limit from "./thresholds";

/**
 * Too many of something in an hour, or any at all. No `for`: the hour's window is smooth enough, and an alert on a count
 * stays until the events are an hour (5 minutes for connections) old.
 */

/** The first error after a quarter of an hour, in a counter that was there or is born with it. */
const connectionError = (counter: typeof metric.dbConnectionError): Pick<Alert, "fires" | "quiet" | "quietWhen"> => ({
  fires: { series: scraped(counter, "_x15 1x60"), firesAt: "15m", firesUntil: "19m" },
  quiet: { series: scraped(counter, "3x60") },
  quietWhen: {
    "no error was ever counted": { series: scraped(counter, "_x60") },
    "the process restarts": { series: scraped(counter, "3x15 0x60") },
    "the target is gone for ten minutes": {
      series: { ...scraped(counter, "3x15 stale _x10 3x60"), 'up{instance="app:8000", job="app"}': "1x15 0x10 1x60" },
      until: "1h",
    },
  },
});

const alerts: readonly Alert[] = [
  {
    name: "Http5xxHigh",
    expr: recorded.http5xxHourly,
    threshold: limit.HTTP_5XX_PER_HOUR,
    severity: "critical",
    summary: "{{ $value }} server errors in the last hour",
    description: "The web application answered {{ $value }} requests of the last hour with a status of 500 or more.",
    source: "http_5xx_total: more than 5 in 1 h",
    runbook: {
      impact: "Users see error pages; what they submitted may be lost.",
      causes: [
        "An exception that nobody catches",
        "The database or Redis is unreachable",
        "Workers of the web server time out",
      ],
      steps: [
        "Look at the code on the dashboard: 500 is an exception, 502 and 503 are the proxy's.",
        "Read the web application's log for the traceback.",
        "If it began with a release, take the release back.",
      ],
    },
    ...hourlyCount(metric.http5xx, limit.HTTP_5XX_PER_HOUR, { code: "500" }),
  },
  {
    name: "ValidationErrorsHigh",
    expr: recorded.validationErrorHourly,
    threshold: limit.VALIDATION_ERRORS_PER_HOUR,
    severity: "warning",
    summary: "{{ $value }} submissions of the last hour did not validate",
    description: "The data of {{ $value }} submissions was refused in the last hour.",
    source: "validation_error_total: more than 50 in 1 h",
    runbook: {
      impact: "Users or partners can't submit, or try again and again.",
      causes: ["A partner changed its format", "The form lets through what the server refuses", "Somebody is probing"],
      steps: [
        "See which intake source the submissions are missing from.",
        "Read the web application's log for the field that fails.",
        "Tell the partner, or mend the form.",
      ],
    },
    ...hourlyCount(metric.validationError, limit.VALIDATION_ERRORS_PER_HOUR),
  },
  {
    name: "CeleryTaskFailuresHigh",
    expr: recorded.taskFailureHourly,
    threshold: limit.TASK_FAILURES_PER_HOUR,
    severity: "warning",
    summary: "{{ $value }} Celery tasks failed in the last hour",
    description: "{{ $value }} tasks of the last hour failed after all their retries.",
    source: "celery_task_failure_total: more than 5 in 1 h",
    runbook: {
      impact: "Each is a care plan that wasn't written.",
      causes: ["The language model refuses", "A broken release of the workers", "The database is unreachable"],
      steps: [
        "Read the workers' log for the exception.",
        "Compare with LLM errors and connection errors on the dashboard.",
        "When the cause is mended, queue the failed tasks again.",
      ],
    },
    ...hourlyCount(metric.taskFailure, limit.TASK_FAILURES_PER_HOUR),
  },
  {
    name: "CeleryTaskRetriesHigh",
    expr: recorded.taskRetryHourly,
    threshold: limit.TASK_RETRIES_PER_HOUR,
    severity: "warning",
    summary: "{{ $value }} retries of Celery tasks in the last hour",
    description: "Tasks were put back for another try {{ $value }} times in the last hour.",
    source: "celery_task_retry_total: more than 20 in 1 h",
    runbook: {
      impact: "None yet: care plans come late. Failures follow when the retries are used up.",
      causes: ["The language model is unstable or limits the rate", "Short losses of database or Redis"],
      steps: [
        "Look at LLM errors by provider.",
        "If it is the rate limit, lower the workers' concurrency.",
        "Switch to the other provider while it lasts.",
      ],
    },
    ...hourlyCount(metric.taskRetry, limit.TASK_RETRIES_PER_HOUR),
  },
  {
    name: "LlmApiErrorsHigh",
    expr: recorded.llmErrorHourly,
    threshold: limit.LLM_ERRORS_PER_HOUR,
    severity: "warning",
    summary: "{{ $value }} calls to language models failed in the last hour",
    description: "{{ $value }} calls to language models failed in the last hour, over all providers.",
    source: "llm_api_error_total: more than 3 in 1 h",
    runbook: {
      impact: "Tasks are tried again, and fail when it lasts.",
      causes: ["The provider is down", "The rate limit or the budget is used up", "The API key expired or was revoked"],
      steps: [
        "See on the dashboard which provider it is.",
        "Read the workers' log for the status: 401 is the key, 429 the limit, 5xx the provider.",
        "Switch to the other provider while it lasts.",
      ],
    },
    ...hourlyCount(metric.llmError, limit.LLM_ERRORS_PER_HOUR, { provider: "openai" }),
  },
  {
    name: "DatabaseConnectionErrors",
    expr: recorded.dbConnectionErrors,
    threshold: limit.CONNECTION_ERRORS,
    severity: "critical",
    summary: "The application can't connect to the database",
    description: "{{ $value }} connections to the database failed in the last 5 minutes.",
    source: "db_connection_error_total: any",
    runbook: {
      impact: "Requests and tasks fail for as long as it lasts.",
      causes: [
        "Postgres is down or restarts",
        "All its connections are taken",
        "Password or address changed",
        "The network",
      ],
      steps: [
        "See whether the postgres-exporter still reports; if not, Postgres is down: read its log.",
        "Look at connections over their maximum on the dashboard.",
        "Connect by hand from the application's network.",
      ],
    },
    ...connectionError(metric.dbConnectionError),
  },
  {
    name: "RedisConnectionErrors",
    expr: recorded.redisConnectionErrors,
    threshold: limit.CONNECTION_ERRORS,
    severity: "critical",
    summary: "The application can't connect to Redis",
    description: "{{ $value }} connections to Redis failed in the last 5 minutes.",
    source: "redis_connection_error_total: any",
    runbook: {
      impact: "Nothing can be queued: submitting fails, and workers get no tasks.",
      causes: [
        "Redis is down or restarts",
        "It is out of memory or clients",
        "Password or address changed",
        "The network",
      ],
      steps: [
        "See whether the redis-exporter still reports redis_up 1; if not, read Redis' log.",
        "Look at its memory and clients on the dashboard.",
        "redis-cli PING from the application's network.",
      ],
    },
    ...connectionError(metric.redisConnectionError),
  },
];

export const errors: RuleGroup = {
  name: "pharmacy-errors",
  dashboard: "pharmacy-care-plan",
  recordings: recorded.errorRecordings,
  alerts,
};
