import { counter, histogram } from "../../signals/metrics";
import * as limit from "./thresholds";

/** What the service tells of its calls to language models, and of the cache that saves them. */

const provider = ["openai", "azure"];
const providerShares = { openai: 0.7, azure: 0.3 };

export const llmRequests = counter("loom_llm_requests_total", {
  help: "Calls to language models, failed ones as well, by provider and model.",
  labels: { provider, model: ["gpt-4"] },
  from: "app",
  maxSeries: 40,
  demo: { typical: 12, shares: { provider: providerShares }, during: { spend: 120 } },
});

export const llmDuration = histogram("loom_llm_request_duration_seconds", {
  help: "Duration of a call to a language model, by provider.",
  labels: { provider },
  buckets: [0.5, 1, 2, 5, 10, 20, limit.LLM_SECONDS, 60, 120],
  from: "app",
  maxSeries: 60,
  demo: { typical: 3, perMinute: 12, shares: { provider: providerShares }, during: { latency: 60 } },
});

export const llmTokens = counter("loom_llm_tokens_total", {
  help: "Tokens sent to language models (prompt) and got back from them (completion).",
  labels: { type: ["prompt", "completion"] },
  from: "app",
  demo: { typical: 24, step: 100, shares: { type: { prompt: 0.75, completion: 0.25 } }, during: { spend: 600 } },
});

export const llmErrors = counter("loom_llm_errors_total", {
  help: "Calls to language models that failed, by provider and kind of error.",
  labels: { provider, error_type: ["rate_limit", "timeout", "server_error"] },
  from: "app",
  maxSeries: 40,
  demo: {
    typical: 0.05,
    shares: { provider: providerShares, error_type: { rate_limit: 0.4, timeout: 0.4, server_error: 0.2 } },
    during: { errors: 6, "rate-limit": 6 },
    sharesDuring: {
      errors: { error_type: { rate_limit: 0.05, timeout: 0.45, server_error: 0.5 } },
      "rate-limit": { error_type: { rate_limit: 0.95, timeout: 0.03, server_error: 0.02 } },
    },
  },
});

const cache = { cache_type: ["response"] };

export const cacheHits = counter("loom_cache_hits_total", {
  help: "Lookups that the cache answered, by cache.",
  labels: cache,
  from: "app",
  demo: { typical: 12, during: { spend: 2 } },
});

export const cacheMisses = counter("loom_cache_misses_total", {
  help: "Lookups that the cache could not answer, by cache.",
  labels: cache,
  from: "app",
  demo: { typical: 4, during: { spend: 120 } },
});
