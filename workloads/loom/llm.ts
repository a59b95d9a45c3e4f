import { atLeast, eventsAtLeast } from "../../signals/expressions";
import { observed } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import { counted, events, observations } from "./proofs";
import { cacheHitRatio, cacheHits, cacheMisses, llmErrorRatio, llmP95, llmRecordings, rateLimited } from "./recordings";
import * as limit from "./thresholds";

/** Do the language models answer, and is the cache worth its memory? What the document's LLM dashboard watches. */

const openai = { provider: "openai" };
const calls = (values: string) => counted(metric.llmRequests, { ...openai, model: "gpt-4" }, values);
const failures = (values: string, error_type = "timeout") =>
  counted(metric.llmErrors, { ...openai, error_type }, values);

const errors: Alert = {
  name: "LoomLlmErrorsHigh",
  expr: llmErrorRatio,
  threshold: limit.LLM_ERROR_RATIO,
  guard: eventsAtLeast(limit.MIN_LLM_CALLS, metric.llmRequests.name, "10m", ["provider"]),
  for: "5m",
  severity: "warning",
  team: "ai",
  summary: "{{ $value | humanizePercentage }} of the calls to {{ $labels.provider }} fail",
  description: "More than 10 % of the calls of the last 10 minutes to {{ $labels.provider }} (at least 30) failed.",
  source: "LLM performance dashboard: error rate",
  runbook: {
    impact: "Narratives come late after retries, or not at all.",
    causes: ["The provider has an outage", "It refuses for the rate", "An expired key", "Prompts that are too long"],
    queries: [`sum by (provider, error_type) (increase(${metric.llmErrors.name}[10m]))`],
    steps: [
      "See which kind of error it is; for rate_limit go on with LoomLlmRateLimited.",
      "Look at the provider's status page.",
      "Switch to another provider if only one fails.",
    ],
  },
  fires: {
    series: { ...calls(events([4, 15], [5, 60])), ...failures(events([0, 15], [2, 60])) },
    firesAt: "23m",
    labels: openai,
  },
  quiet: { series: { ...calls("0+1000x60"), ...failures("0+99x60") } },
  quietWhen: {
    "every call fails, but there are few": { series: { ...calls("0+2x60"), ...failures("0+2x60") } },
  },
};

const refused = (values: string) => ({
  'up{instance="app:8000", job="app"}': "1x400",
  ...failures(values, "rate_limit"),
});

const rateLimits: Alert = {
  name: "LoomLlmRateLimited",
  expr: rateLimited,
  threshold: limit.RATE_LIMITED,
  severity: "warning",
  team: "ai",
  summary: "{{ $labels.provider }} refused {{ $value }} calls for their rate",
  description: "In the last 10 minutes {{ $labels.provider }} refused {{ $value }} calls for their rate.",
  source: "LLM performance dashboard: rate limits; loom_llm_errors_total, error_type rate_limit",
  runbook: {
    impact: "These calls are tried again or fail; users wait longer.",
    causes: ["More is generated than the quota allows", "Retries without a pause", "Somebody else uses the same key"],
    queries: [`sum by (type) (rate(${metric.llmTokens.name}[10m])) * 60`],
    steps: [
      "Compare requests and tokens a minute with the provider's quota.",
      "Spread the calls over providers, or ask for a higher quota.",
      "See that retries wait longer each time.",
    ],
  },
  // Born with its first event: it counts from there.
  fires: { series: refused("_x12 1+2x5 11x100"), firesAt: "17m", labels: openai },
  quiet: { series: refused("_x12 1+2x4 10x100") },
  quietWhen: { "timeouts only": { series: { ...refused("1x100"), ...failures("0+9x100", "timeout") } } },
};

const slow: Alert = {
  name: "LoomLlmSlow",
  expr: llmP95,
  threshold: limit.LLM_SECONDS,
  histogram: metric.llmDuration.name,
  guard: atLeast(limit.MIN_LLM_CALLS, metric.llmDuration.name, "10m", ["provider"]),
  for: "5m",
  severity: "warning",
  team: "ai",
  summary: "{{ $labels.provider }} takes {{ $value | humanizeDuration }} (p95)",
  description: "Of the last 10 minutes' calls to {{ $labels.provider }} (at least 30), one in twenty took over 30 s.",
  source: "LLM performance dashboard: response time",
  runbook: {
    impact: "Users wait for narratives.",
    causes: ["The provider is slow", "Longer prompts or answers", "A larger model"],
    queries: [llmP95, `sum(rate(${metric.llmTokens.name}[10m])) / sum(rate(${metric.llmRequests.name}[10m]))`],
    steps: [
      "Compare the providers: if only one is slow, use the other.",
      "Look at tokens per call: if they grew, see which prompt did.",
    ],
  },
  fires: {
    series: observations(
      metric.llmDuration,
      openai,
      limit.LLM_SECONDS,
      events([4, 15], [4, 60]),
      events([4, 15], [5, 60]),
    ),
    firesAt: "22m",
    labels: openai,
  },
  quiet: { series: observed(metric.llmDuration, limit.LLM_SECONDS, "0+5x60", openai) },
  quietWhen: { "a few slow ones": { series: observed(metric.llmDuration, 60, "0+2x60", openai) } },
};

const response = { cache_type: "response" };
const lookups = (hits: string, misses: string) => ({
  ...counted(metric.cacheHits, response, hits),
  ...counted(metric.cacheMisses, response, misses),
});

const cache: Alert = {
  name: "LoomCacheHitsLow",
  expr: cacheHitRatio,
  op: "<",
  threshold: limit.CACHE_HIT_RATIO,
  guard: `on (cache_type) ${cacheMisses} >= ${limit.MIN_CACHE_MISSES}`,
  for: "15m",
  severity: "info",
  team: "ai",
  summary: "The {{ $labels.cache_type }} cache answers only {{ $value | humanizePercentage }}",
  description:
    "Fewer than 30 % of the last 15 minutes' lookups in the {{ $labels.cache_type }} cache were hits (at least 20 " +
    "misses).",
  source: "cache hit rate: loom_cache_hits_total, loom_cache_misses_total",
  runbook: {
    impact: "Every miss is a call to a language model: it costs time and money.",
    causes: ["It was emptied or restarted", "Its keys changed with a release", "It is too small for what is asked"],
    queries: [cacheHits, cacheMisses],
    steps: [
      "After a restart, wait: it fills by itself.",
      "See whether a release changed what the key is made of.",
      "If entries are thrown out early, make it larger.",
    ],
  },
  fires: { series: lookups(events([8, 20], [1, 60]), events([2, 20], [12, 60])), firesAt: "44m", labels: response },
  quiet: { series: lookups("0+31x80", "0+69x80") },
  quietWhen: { "few lookups": { series: lookups("1x80", "0+1x80") } },
};

export const llm: RuleGroup = {
  name: "loom-llm",
  dashboard: "loom-llm",
  recordings: llmRecordings,
  alerts: [errors, rateLimits, slow, cache],
};
