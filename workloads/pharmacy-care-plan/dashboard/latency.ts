import type { RowSpec } from "../../../signals/dashboard";
import { quantileOf } from "../../../signals/expressions";
import { durations, graph } from "../../../signals/panels";
import * as metric from "../metrics";

/** How long things take. The line is where the alert on the p95 is. */
export const latency: RowSpec = {
  title: "Latency",
  panels: [
    durations(
      "Submit: POST /api/generate-careplan/",
      metric.generateApi,
      "5m",
      "Response time of submitting a care plan (api_generate_careplan_duration_seconds).",
      { alerts: ["CareplanGenerateApiSlow"] },
    ),
    durations(
      "Poll: GET /api/careplan/<id>/status/",
      metric.statusApi,
      "5m",
      "Response time of asking for the status, which every waiting browser does (api_careplan_status_duration_seconds).",
      { alerts: ["CareplanStatusApiSlow"] },
    ),
    durations(
      "Search: GET /api/search-careplans/",
      metric.searchApi,
      "5m",
      "Response time of searching (api_search_duration_seconds).",
      { alerts: ["CareplanSearchApiSlow"] },
    ),
    durations(
      "Task duration",
      metric.taskDuration,
      "10m",
      "Run time of generate_careplan_task without waiting (celery_task_duration_seconds). Nearly all of it is the model.",
      { alerts: ["CeleryTaskSlow"] },
    ),
    graph(
      "LLM latency by provider (p95)",
      "s",
      [{ expr: quantileOf(0.95, metric.llmLatency.name, "10m", ["provider"]), legend: "{{provider}}" }],
      "How long a call to a language model takes at least in one of twenty cases (llm_api_latency_seconds).",
      { alerts: ["LlmApiSlow"] },
    ),
    durations(
      "Database queries",
      metric.dbQuery,
      "5m",
      "Duration of a query as the web application sees it (db_query_duration_seconds).",
      { alerts: ["DatabaseSlow"] },
    ),
    durations(
      "Redis operations",
      metric.redisOperation,
      "5m",
      "Duration of a Redis operation as the web application sees it (redis_operation_duration_seconds).",
      { alerts: ["RedisSlow"], width: 24 },
    ),
  ],
};
