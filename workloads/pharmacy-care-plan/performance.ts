import { atLeast, quantileOf } from "../../signals/expressions";
import type { Metric } from "../../signals/metrics";
import { forgotten, observed } from "../../signals/proofs";
import type { Alert, RuleGroup, Runbook, Severity } from "../../signals/rules";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** How long things take: one alert a histogram, on its 95th percentile. */

interface Slow {
  readonly name: string;
  readonly metric: Metric;
  /** In seconds; one of the histogram's buckets. */
  readonly limit: number;
  /** Long enough for a quantile to mean something at the usual traffic. */
  readonly window: "5m" | "10m";
  /** Label to tell apart. Default none. */
  readonly by?: string;
  readonly severity: Severity;
  /** Subject of the summary. */
  readonly what: string;
  readonly source: string;
  readonly runbook: Runbook;
}

/** Fewer observations than this in the window say nothing about a 95th percentile. */
const MINIMUM = 5;

function slow({ name, window, by, severity, what, source, runbook, ...of }: Slow): Alert {
  const labels = by === undefined ? [] : [by];
  const proofLabels = by === undefined ? {} : { [by]: of.metric.labels[by]![0]! };
  const { buckets = [] } = of.metric;
  const over = buckets[buckets.indexOf(of.limit) + 1]!;
  const proof = (bound: number, count: string) => ({ series: observed(of.metric, bound, count, proofLabels) });
  return {
    name,
    expr: quantileOf(0.95, of.metric.name, window, labels),
    histogram: of.metric.name,
    threshold: of.limit,
    guard: atLeast(MINIMUM, of.metric.name, window, labels),
    for: "5m",
    severity,
    summary: `${what} takes {{ $value | humanizeDuration }} (p95)`,
    description: `The 95th percentile of ${of.metric.name} over ${window} has been too high for 5 minutes.`,
    source,
    runbook,
    // A rate needs two samples in its window.
    fires: forgotten({ ...proof(over, "0+5x60"), firesAt: "6m", labels: proofLabels }, window === "5m" ? "3m" : "8m"),
    quiet: proof(of.limit, "0+5x60"),
    quietWhen: {
      "a slow one now and then": proof(over, "0 1x3 2x3 3x3 4x60"),
      "there is no traffic": proof(over, "500x60"),
      "the process restarts": proof(of.limit, "5000+5x5 0+5x60"),
    },
  };
}

const alerts: readonly Alert[] = [
  slow({
    name: "CareplanGenerateApiSlow",
    metric: metric.generateApi,
    limit: limit.GENERATE_API_SECONDS,
    window: "5m",
    severity: "warning",
    what: "POST /api/generate-careplan/",
    source: "api_generate_careplan_duration_seconds: p95 over 3 s",
    runbook: {
      impact: "Submitting a care plan feels stuck; users press the button twice, which makes duplicates.",
      causes: ["Slow database queries of the duplicate check", "Redis is slow to take the task", "Web CPU is used up"],
      steps: [
        "Compare with database and Redis durations on the dashboard.",
        "Look at the web process' CPU; add processes if it is used up.",
        "Find the slow query in pg_stat_activity.",
      ],
    },
  }),
  slow({
    name: "CareplanStatusApiSlow",
    metric: metric.statusApi,
    limit: limit.STATUS_API_SECONDS,
    window: "5m",
    severity: "warning",
    what: "GET /api/careplan/<id>/status/",
    source: "api_careplan_status_duration_seconds: p95 over 1 s",
    runbook: {
      impact: "Every waiting browser polls this, so when it's slow the whole application soon is.",
      causes: ["Too many pollers at once", "Slow database queries", "Web CPU is used up"],
      steps: [
        "Look at the rate of requests: did the number of waiting users grow?",
        "Compare with database durations.",
        "If care plans take long as well, mend that first: pollers go away by themselves.",
      ],
    },
  }),
  slow({
    name: "CareplanSearchApiSlow",
    metric: metric.searchApi,
    limit: limit.SEARCH_API_SECONDS,
    window: "5m",
    severity: "warning",
    what: "GET /api/search-careplans/",
    source: "api_search_duration_seconds: p95 over 2 s",
    runbook: {
      impact: "Searching for care plans is slow.",
      causes: ["A missing database index", "The table outgrew its plan", "A search without a limit"],
      steps: [
        "Compare with database durations.",
        "EXPLAIN ANALYZE the search's query.",
        "Add the index, or VACUUM ANALYZE.",
      ],
    },
  }),
  slow({
    name: "CeleryTaskSlow",
    metric: metric.taskDuration,
    limit: limit.TASK_SECONDS,
    window: "10m",
    severity: "warning",
    what: "generate_careplan_task",
    source: "celery_task_duration_seconds: p95 over 2 min",
    runbook: {
      impact: "Care plans come late, and the queue grows because each worker does fewer of them.",
      causes: ["The language model is slow", "Retries within the task", "Workers lack CPU or memory"],
      steps: [
        "Compare with LLM latency by provider: it's nearly all of the task's time.",
        "Look at the workers' CPU and memory.",
        "Start more workers while the queue grows.",
      ],
    },
  }),
  slow({
    name: "LlmApiSlow",
    metric: metric.llmLatency,
    limit: limit.LLM_SECONDS,
    window: "10m",
    by: "provider",
    severity: "warning",
    what: "A call to {{ $labels.provider }}",
    source: "llm_api_latency_seconds: p95 over 60 s",
    runbook: {
      impact: "Care plans come late; calls run into their timeout.",
      causes: ["The provider is overloaded", "Prompts or answers grew", "Rate limits that delay instead of refusing"],
      steps: [
        "Look at the provider's status page.",
        "Compare providers on the dashboard; prefer the faster one.",
        "See whether the prompt or the largest answer was changed.",
      ],
    },
  }),
  slow({
    name: "DatabaseSlow",
    metric: metric.dbQuery,
    limit: limit.DB_QUERY_SECONDS,
    window: "5m",
    severity: "warning",
    what: "A database query",
    source: "db_query_duration_seconds: p95 over 500 ms",
    runbook: {
      impact: "Everything in the application is slow.",
      causes: ["Locks", "A missing index", "The disk is busy or full", "Too many connections"],
      steps: [
        "Look for waiting and long queries in pg_stat_activity.",
        "Look at connections and at the disk on the dashboard.",
        "End a query that blocks others with pg_cancel_backend.",
      ],
    },
  }),
  slow({
    name: "RedisSlow",
    metric: metric.redisOperation,
    limit: limit.REDIS_OPERATION_SECONDS,
    window: "5m",
    severity: "warning",
    what: "A Redis operation",
    source: "redis_operation_duration_seconds: p95 over 50 ms",
    runbook: {
      impact: "Tasks are queued and taken late, and cached pages are slower than uncached ones.",
      causes: ["A slow command such as KEYS", "Redis swaps or saves to disk", "The network"],
      steps: [
        "SLOWLOG GET 10 on Redis shows the commands.",
        "Look at Redis' memory and clients on the dashboard.",
        "Look at the network between application and Redis.",
      ],
    },
  }),
];

export const performance: RuleGroup = { name: "pharmacy-performance", dashboard: "pharmacy-care-plan", alerts };
