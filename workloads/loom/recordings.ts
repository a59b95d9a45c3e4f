import { increaseOf, quantileOf, shareOf } from "../../signals/expressions";
import type { Recording } from "../../signals/rules";
import * as metric from "./metrics";

/** What alerts and panels both ask for, and what would be dear to ask for again at every look at a panel. */

export const requestRate = "stack:http_requests:rate5m";
export const errorRatio = "stack:http_requests_5xx:ratio_rate5m";
export const requestMedian = "stack:http_request_duration_seconds:p50_rate5m";
export const requestP95 = "stack:http_request_duration_seconds:p95_rate5m";
export const requestP99 = "stack:http_request_duration_seconds:p99_rate5m";
export const endpointP95 = "endpoint:http_request_duration_seconds:p95_rate5m";

export const serviceRecordings: readonly Recording[] = [
  {
    record: requestRate,
    expr: `sum(rate(${metric.requests.name}[5m]))`,
    help: "Requests a second, over 5 minutes.",
  },
  {
    record: errorRatio,
    expr: shareOf(`${metric.requests.name}{status=~"5.."}`, metric.requests.name, "5m"),
    help: "Responses of 500 or more over all of the last 5 minutes, 0 to 1; nothing where there never was one.",
  },
  { record: requestMedian, expr: quantile(0.5), help: "Median of the response time, in seconds, over 5 minutes." },
  {
    record: requestP95,
    expr: quantile(0.95),
    help: "95th percentile of the response time, in seconds, over 5 minutes.",
  },
  {
    record: requestP99,
    expr: quantile(0.99),
    help: "99th percentile of the response time, in seconds, over 5 minutes.",
  },
  {
    record: endpointP95,
    expr: quantile(0.95, ["endpoint"]),
    help: "95th percentile of each endpoint's response time, in seconds, over 5 minutes.",
  },
];

function quantile(which: number, by: readonly string[] = []): string {
  return quantileOf(which, metric.requestDuration.name, "5m", by);
}

export const llmErrorRatio = "provider:loom_llm_errors:ratio_rate10m";
export const rateLimited = "provider:loom_llm_rate_limited:increase10m";
export const tokenRate = "type:loom_llm_tokens:rate5m";
export const llmP95 = "provider:loom_llm_request_duration_seconds:p95_rate10m";
export const cacheHits = "cache_type:loom_cache_hits:increase15m";
export const cacheMisses = "cache_type:loom_cache_misses:increase15m";
export const cacheHitRatio = "cache_type:loom_cache_hits:ratio15m";

export const llmRecordings: readonly Recording[] = [
  {
    record: llmErrorRatio,
    expr: shareOf(metric.llmErrors.name, metric.llmRequests.name, "10m", ["provider"]),
    help: "Failed calls of each provider over all of the last 10 minutes, 0 to 1.",
  },
  {
    record: rateLimited,
    expr: increaseOf(`${metric.llmErrors.name}{error_type="rate_limit"}`, "10m", ["provider"]),
    help: "Calls of the last 10 minutes that a provider refused for their rate.",
  },
  {
    record: llmP95,
    expr: quantileOf(0.95, metric.llmDuration.name, "10m", ["provider"]),
    help: "95th percentile of a call to each provider, in seconds, over 10 minutes.",
  },
  {
    record: tokenRate,
    expr: `sum by (type) (rate(${metric.llmTokens.name}[5m]))`,
    help: "Tokens a second of each kind, over 5 minutes.",
  },
  {
    record: cacheHits,
    // A cache that never had a hit has no counter of hits.
    expr: `sum by (cache_type) (increase(${metric.cacheHits.name}[15m]))
or
0 * sum by (cache_type) (${metric.cacheMisses.name})`,
    help: "Lookups of the last 15 minutes that a cache answered.",
  },
  {
    record: cacheMisses,
    expr: `sum by (cache_type) (increase(${metric.cacheMisses.name}[15m]))`,
    help: "Lookups of the last 15 minutes that a cache could not answer.",
  },
  {
    record: cacheHitRatio,
    expr: `${cacheHits} / (${cacheHits} + ${cacheMisses})`,
    help: "Lookups of the last 15 minutes that a cache answered, over all, 0 to 1.",
  },
];

export const narrativeRate = "genre:loom_narratives_generated:rate5m";
export const wordRate = "stack:loom_narratives_words:rate5m";
export const interactionRate = "interaction_type:loom_user_interactions:rate5m";
export const ruleRate = "rule_type:loom_rules_executed:rate5m";
export const violationRate = "stack:loom_rules_violations:rate5m";
export const violationRatio = "stack:loom_rules_violations:ratio_rate15m";
export const satisfactionRatio = "stack:loom_user_satisfaction:ratio";

export const businessRecordings: readonly Recording[] = [
  {
    record: narrativeRate,
    expr: `sum by (genre) (rate(${metric.narratives.name}[5m]))`,
    help: "Narratives a second of each genre, over 5 minutes.",
  },
  {
    record: wordRate,
    expr: `sum(rate(${metric.words.name}[5m]))`,
    help: "Words a second, over 5 minutes.",
  },
  {
    record: interactionRate,
    expr: `sum by (interaction_type) (rate(${metric.interactions.name}[5m]))`,
    help: "Users' interactions a second of each kind, over 5 minutes.",
  },
  {
    record: ruleRate,
    expr: `sum by (rule_type) (rate(${metric.rulesExecuted.name}[5m]))`,
    help: "Rules checked a second of each kind, over 5 minutes.",
  },
  {
    record: violationRate,
    expr: `sum(rate(${metric.rulesViolated.name}[5m]))`,
    help: "Rules violated a second, over 5 minutes.",
  },
  {
    record: violationRatio,
    expr: shareOf(metric.rulesViolated.name, metric.rulesExecuted.name, "15m"),
    help: "Violated over checked rules of the last 15 minutes, 0 to 1.",
  },
  {
    record: satisfactionRatio,
    expr: `avg(avg_over_time(${metric.satisfaction.name}[30m]))\n/\navg(avg_over_time(${metric.satisfaction.name}[6h]))`,
    help: "The score of the last half hour over that of the last six hours; 1 is as usual.",
  },
];
