import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { graph, perMinute, stat } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { providers } from "./variables";

const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "LLM calls",
      "cpm",
      `60 * sum(rate(${metric.llmRequests.name}[$__rate_interval]))`,
      "Calls to language models a minute, of all providers (loom_llm_requests_total).",
    ),
    stat(
      "Worst error rate",
      "percentunit",
      `max(${recorded.llmErrorRatio}) or vector(0)`,
      "Failed calls over all, of the provider that fails most (loom_llm_errors_total).",
      { alerts: ["LoomLlmErrorsHigh"] },
    ),
    stat(
      "Most rate limits of a provider",
      "short",
      `max(${recorded.rateLimited}) or vector(0)`,
      "Calls of 10 minutes that one provider refused for their rate (loom_llm_errors_total, rate_limit).",
      { alerts: ["LoomLlmRateLimited"], decimals: 0 },
    ),
    stat(
      "Slowest provider (p95)",
      "s",
      `max(${recorded.llmP95})`,
      "One call in twenty to this provider takes longer (loom_llm_request_duration_seconds).",
      { alerts: ["LoomLlmSlow"] },
    ),
    stat(
      "Tokens",
      "cpm",
      `60 * sum(${recorded.tokenRate})`,
      "Tokens a minute, sent and got back (loom_llm_tokens_total).",
    ),
    stat(
      "Cache hit rate",
      "percentunit",
      `min(${recorded.cacheHitRatio})`,
      "Lookups that the cache answered, over all (loom_cache_hits_total, loom_cache_misses_total).",
      { alerts: ["LoomCacheHitsLow"] },
    ),
  ],
};

const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Calls by provider and model",
      "cpm",
      [
        {
          expr: `60 * sum by (provider, model) (rate(${metric.llmRequests.name}${providers}[$__rate_interval]))`,
          legend: "{{provider}} {{model}}",
        },
      ],
      "Calls a minute (loom_llm_requests_total).",
      { stacked: true },
    ),
    graph(
      "Tokens by type",
      "cpm",
      [{ expr: `60 * ${recorded.tokenRate}`, legend: "{{type}}" }],
      "Tokens a minute: sent (prompt) and got back (completion), of all providers (loom_llm_tokens_total).",
      { stacked: true },
    ),
    graph(
      "Tokens per call",
      "short",
      [
        {
          expr: `sum by (type) (rate(${metric.llmTokens.name}[$__rate_interval])) / on () group_left () sum(rate(${metric.llmRequests.name}[$__rate_interval]))`,
          legend: "{{type}}",
        },
      ],
      "A rise is a longer prompt or answer, and costs as much more (loom_llm_tokens_total, loom_llm_requests_total).",
    ),
  ],
};

const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Error rate by provider",
      "percentunit",
      [{ expr: `${recorded.llmErrorRatio}${providers}`, legend: "{{provider}}" }],
      "Failed calls over all, of 10 minutes (loom_llm_errors_total, loom_llm_requests_total).",
      { alerts: ["LoomLlmErrorsHigh"] },
    ),
    graph(
      "Errors by type",
      "cpm",
      [
        {
          expr: `60 * sum by (provider, error_type) (rate(${metric.llmErrors.name}${providers}[$__rate_interval]))`,
          legend: "{{provider}} {{error_type}}",
        },
      ],
      "Failed calls a minute (loom_llm_errors_total, error_type).",
    ),
    graph(
      "Rate limits by provider",
      "short",
      [{ expr: `${recorded.rateLimited}${providers}`, legend: "{{provider}}" }],
      "Calls of 10 minutes that were refused for their rate (loom_llm_errors_total, rate_limit).",
      { alerts: ["LoomLlmRateLimited"] },
    ),
  ],
};

const latency: RowSpec = {
  title: "Latency",
  panels: [
    graph(
      "Duration of a call by provider (p95)",
      "s",
      [{ expr: `${recorded.llmP95}${providers}`, legend: "{{provider}}" }],
      "One call in twenty takes longer (loom_llm_request_duration_seconds).",
      { alerts: ["LoomLlmSlow"], width: 12 },
    ),
    graph(
      "Mean duration of a call by provider",
      "s",
      [
        {
          expr: `sum by (provider) (rate(${metric.llmDuration.name}_sum${providers}[$__rate_interval])) / sum by (provider) (rate(${metric.llmDuration.name}_count${providers}[$__rate_interval]))`,
          legend: "{{provider}}",
        },
      ],
      "Far below the p95: a few calls take very long (loom_llm_request_duration_seconds).",
      { width: 12 },
    ),
  ],
};

const saturation: RowSpec = {
  title: "Saturation: cache",
  panels: [
    graph(
      "Hit rate by cache",
      "percentunit",
      [{ expr: recorded.cacheHitRatio, legend: "{{cache_type}}" }],
      "Lookups that were answered, over all of 15 minutes (loom_cache_hits_total). Each miss is a call that costs.",
      { alerts: ["LoomCacheHitsLow"], max: 1, width: 12 },
    ),
    graph(
      "Lookups by cache",
      "cpm",
      [
        perMinute(metric.cacheHits, "{{cache_type}}: hits", "cache_type"),
        perMinute(metric.cacheMisses, "{{cache_type}}: misses", "cache_type"),
      ],
      "Lookups a minute (loom_cache_hits_total, loom_cache_misses_total).",
      { stacked: true, width: 12 },
    ),
  ],
};

export const llm: DashboardSpec = {
  uid: "loom-llm",
  title: "LOOM: LLM performance",
  description: "Which provider answers, how fast, what fails or is refused, and how many tokens go where?",
  tags: ["sightline", "loom"],
  variables: [{ name: "provider", label: "Provider", metric: metric.llmRequests.name, labelName: "provider" }],
  rows: [health, traffic, errors, latency, saturation],
};
