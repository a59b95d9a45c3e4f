import { counter, gauge, histogram, type Metric } from "../../signals/metrics";
import * as limit from "./thresholds";

/**
 * What the client of Azure OpenAI emits by prometheus_client, on port 8000. Labels are those of its calls:
 * `record_cost(usd, operation)`, `record_tokens(n, token_type)`, `record_request(operation, status, seconds)`,
 * `record_error(error_type, operation)`, `record_rate_limit(operation)`.
 *
 * The demo plays 20 requests a minute of 200 tokens in and 60 out. At the price of gpt-4o each costs 0.0011 dollars:
 * 32 dollars a day, a third of the budget.
 */

const operation = ["chat_completion", "batch_processing"] as const;
const byOperation = { operation: { chat_completion: 0.7, batch_processing: 0.3 } };
/** A minute. */
const REQUESTS = 20;
/** Under `spend` a loop calls so many times as often: 16 dollars a minute. */
const LOOP = 750;
/** A quarter of all requests, far over the tenth that is too much. */
const FAILING = 0.25;

export const costTotal = counter("ai_cost_total", {
  help: "US dollars that requests cost since the start, by operation.",
  unit: "usd",
  labels: { operation },
  from: "app",
  demo: { typical: REQUESTS, step: 0.0011, shares: byOperation, during: { spend: REQUESTS * LOOP } },
});

export const costCurrent = gauge("ai_cost_current", {
  help: "US dollars that the newest request cost.",
  unit: "usd",
  from: "app",
  demo: { typical: 0.0011, during: { spend: 0.0015 } },
});

export const tokensTotal = counter("ai_tokens_total", {
  help: "Tokens used since the start, by type: prompt goes in, completion comes out.",
  labels: { token_type: ["prompt", "completion"] },
  from: "app",
  demo: {
    // Two events a request of 130 tokens: ten of 13 go in.
    typical: 2 * REQUESTS,
    step: 130,
    shares: { token_type: { prompt: 10 / 13, completion: 3 / 13 } },
    during: { spend: 2 * REQUESTS * LOOP },
  },
});

export const tokensCurrent = gauge("ai_tokens_current", {
  help: "Tokens of the newest request.",
  from: "app",
  demo: { typical: 260, during: { spend: 350 } },
});

export const requestsTotal = counter("ai_requests_total", {
  help: "Requests since the start, by operation and how they ended.",
  labels: { operation, status: ["success", "rate_limit", "error"] },
  from: "app",
  demo: {
    typical: REQUESTS,
    shares: { ...byOperation, status: { success: 0.999, rate_limit: 0, error: 0.001 } },
    sharesDuring: {
      errors: { status: { success: 1 - FAILING, rate_limit: 0, error: FAILING } },
      "rate-limit": { status: { success: 0.8, rate_limit: 0.199, error: 0.001 } },
    },
    during: { spend: REQUESTS * LOOP },
  },
});

export const requestDuration = histogram("ai_request_duration_seconds", {
  help: "Duration of a request to the model, in seconds, by operation.",
  labels: { operation },
  buckets: [0.1, 0.25, 0.5, 1, 2, 5, limit.FAST_SECONDS, 20, 30, 60],
  from: "app",
  demo: { typical: 1.2, perMinute: REQUESTS, shares: byOperation, during: { latency: 22 } },
});

export const errorsTotal = counter("ai_errors_total", {
  help: "Requests that failed since the start, by the name of the exception and by operation.",
  labels: {
    error_type: ["APITimeoutError", "APIConnectionError", "InternalServerError", "BadRequestError"],
    operation,
  },
  from: "app",
  // The names of exceptions are a library's: there may be more of them than these.
  maxSeries: 40,
  demo: { typical: 0.001 * REQUESTS, shares: byOperation, during: { errors: FAILING * REQUESTS } },
});

export const rateLimitHits = counter("ai_rate_limit_hits_total", {
  help: "Requests that the provider refused for the rate since the start, by operation.",
  labels: { operation },
  from: "app",
  demo: { typical: 0, shares: byOperation, during: { "rate-limit": 4 } },
});

export const metrics: readonly Metric[] = [
  costTotal,
  costCurrent,
  tokensTotal,
  tokensCurrent,
  requestsTotal,
  requestDuration,
  errorsTotal,
  rateLimitHits,
];
