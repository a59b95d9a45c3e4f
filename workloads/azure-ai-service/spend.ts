import type { SpendSpec } from "../../signals/spend";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/**
 * The application counts its dollars itself. Its tokens carry no model, so the list price that they're compared with is
 * that of one: another one is set with `sightline:llm`, prices, under this name.
 */
export const spend: SpendSpec = {
  cost: { metric: metric.costTotal },
  tokens: {
    tokens: { metric: metric.tokensTotal },
    model: "gpt-4o",
    kindLabel: "token_type",
    input: "prompt",
    output: "completion",
  },
  requests: { metric: metric.requestsTotal, matchers: 'status="success"' },
  models: ["gpt-4o"],
  compareWith: ["gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini"],
  dailyBudgetUsd: limit.BUDGET_USD,
};
