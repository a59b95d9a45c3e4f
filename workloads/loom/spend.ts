import type { SpendSpec } from "../../signals/spend";
import * as metric from "./metrics";

/**
 * Tokens carry no model, so all are priced as those of the one model that the document names. An application with
 * several needs a label `model` on its tokens; until then this is the upper end, where the others are cheaper.
 */
export const spend: SpendSpec = {
  tokens: {
    tokens: { metric: metric.llmTokens },
    model: "gpt-4",
    kindLabel: "type",
    input: "prompt",
    output: "completion",
  },
  requests: { metric: metric.llmRequests },
  cache: { hits: { metric: metric.cacheHits }, misses: { metric: metric.cacheMisses } },
  models: ["gpt-4"],
  // The document names none. The demo spends about 130 a day.
  dailyBudgetUsd: 400,
};
