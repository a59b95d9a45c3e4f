import type { PanelSpec, RowSpec } from "../../../signals/dashboard";
import { quantileOf } from "../../../signals/expressions";
import * as metric from "../metrics";
import * as limit from "../thresholds";
import { durations, perMinute, warning } from "./panels";

const llm: PanelSpec = {
  title: "LLM latency by provider (p95)",
  description: "How long a call to a language model takes at least in one of twenty cases (llm_api_latency_seconds).",
  kind: "timeseries",
  unit: "s",
  min: 0,
  queries: [{ expr: quantileOf(0.95, metric.llmLatency.name, "10m", ["provider"]), legend: "{{provider}}" }],
  thresholds: [warning(limit.LLM_SECONDS)],
};

/** How long things take. The line is where the alert on the p95 is. */
export const performance: RowSpec = {
  title: "Performance",
  panels: [
    durations(
      "Submit: POST /api/generate-careplan/",
      metric.generateApi,
      "5m",
      limit.GENERATE_API_SECONDS,
      "Response time of submitting a care plan (api_generate_careplan_duration_seconds).",
    ),
    durations(
      "Poll: GET /api/careplan/<id>/status/",
      metric.statusApi,
      "5m",
      limit.STATUS_API_SECONDS,
      "Response time of asking for the status, which every waiting browser does (api_careplan_status_duration_seconds).",
    ),
    durations(
      "Search: GET /api/search-careplans/",
      metric.searchApi,
      "5m",
      limit.SEARCH_API_SECONDS,
      "Response time of searching (api_search_duration_seconds).",
    ),
    durations(
      "Task duration",
      metric.taskDuration,
      "10m",
      limit.TASK_SECONDS,
      "Run time of generate_careplan_task without waiting (celery_task_duration_seconds). Nearly all of it is the model.",
    ),
    llm,
    {
      title: "LLM calls by provider",
      description: "Calls to language models a minute (llm_provider_usage).",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      stacked: true,
      queries: [perMinute(metric.llmUsage, "{{provider}}", "provider", '{provider=~"$provider"}')],
    },
    {
      ...durations(
        "Database queries",
        metric.dbQuery,
        "5m",
        limit.DB_QUERY_SECONDS,
        "Duration of a query as the web application sees it (db_query_duration_seconds).",
      ),
      width: 12,
    },
    {
      ...durations(
        "Redis operations",
        metric.redisOperation,
        "5m",
        limit.REDIS_OPERATION_SECONDS,
        "Duration of a Redis operation as the web application sees it (redis_operation_duration_seconds).",
      ),
      width: 12,
    },
  ],
};
