import { describe, expect, it } from "vitest";
import { checkSignals } from "../../signals/check";
import { rowOrder } from "../../signals/dashboard";
import { counter } from "../../signals/metrics";
import { makeSignals } from "../../signals/signals";
import type { LlmSettings, SpendSpec } from "../../signals/spend";
import { withSpend } from "../../signals/spend/complete";
import { spendFaults } from "../../signals/spend/faults";
import { selectorOf } from "../../signals/selected";
import { labelsOf } from "../../signals/selected-labels";
import { spendRules } from "../../signals/spend/rules";
import type { Workload } from "../../signals/workload";
import { workload as shop } from "../lib/workload";

const app = { help: "Help.", from: "app" } as const;
const cost = counter("ai_cost_total", { ...app, unit: "usd", labels: { operation: ["chat"], llm: ["gpt-4o"] } });
const tokens = counter("ai_tokens_total", {
  ...app,
  labels: { model: ["gpt-4o", "gpt-4o-mini"], type: ["prompt", "completion", "cached"] },
});
const requests = counter("ai_requests_total", { ...app, labels: { status: ["failed", "ok"] } });
const hits = counter("ai_cache_hits_total", app);
const misses = counter("ai_cache_misses_total", app);

/** Cost from tokens, with all that a workload can say. */
const full: SpendSpec = {
  tokens: {
    tokens: { metric: tokens },
    modelLabel: "model",
    kindLabel: "type",
    input: "prompt",
    output: "completion",
    cached: "cached",
  },
  requests: { metric: requests, matchers: 'status!="failed"' },
  cache: { hits: { metric: hits }, misses: { metric: misses } },
  models: ["gpt-4o", "gpt-4o-mini"],
  compareWith: ["gpt-4.1-mini"],
  dailyBudgetUsd: 50,
};
/** The application's own count of dollars, and nothing else. */
const own: SpendSpec = { cost: { metric: cost, modelLabel: "llm" }, models: ["gpt-4o"], dailyBudgetUsd: 50 };

function having(spend: SpendSpec): Workload {
  return { ...shop, metrics: [...shop.metrics, cost, tokens, requests, hits, misses], spend };
}

function recorded(spend: SpendSpec, llm?: LlmSettings): Map<string, string> {
  const [group] = spendRules(having(spend), llm);
  return new Map(
    group!.recordings!.map(({ record, labels, expr }) => [
      labels ? `${record} ${JSON.stringify(labels)}` : record,
      expr,
    ]),
  );
}

describe.each([
  ["from tokens", full],
  ["as the application counts it", own],
])("spend %s", (_how, spend) => {
  const whole = withSpend(having(spend));
  const [dashboard] = whole.dashboards.filter(({ uid }) => uid === "web-shop-spend");

  it("adds a group and a dashboard without a fault", () => {
    const rules = whole.rules.map(({ name }) => name);
    expect(rules).toContain("web-shop-spend");
    expect(dashboard!.title).toBe("Web shop: LLM spend");
    expect(checkSignals({ workload: whole, platformRules: [], exporters: ["prometheus"] })).toEqual([]);
  });

  it("shows every alert on a panel of its dashboard", () => {
    const shown = dashboard!.rows.flatMap(({ panels }) => panels.flatMap(({ alerts = [] }) => alerts));
    const alerts = whole.rules.find(({ name }) => name === "web-shop-spend")!.alerts!;
    expect(alerts.filter(({ name }) => !shown.includes(name))).toEqual([]);
    expect(alerts.every(({ team }) => team === "ai" || team === "business")).toBe(true);
  });

  it("has its rows in order", () => {
    const order = dashboard!.rows.map(({ title }) =>
      rowOrder.indexOf(title.split(":")[0] as (typeof rowOrder)[number]),
    );
    expect(order).toEqual([...order].sort());
    expect(order).not.toContain(-1);
  });
});

describe("what is recorded", () => {
  it("has each price as a rule of its own, in dollars a token", () => {
    const prices = [...recorded(full)].filter(([name]) => name.startsWith("model_kind:llm_price"));
    expect(prices).toHaveLength(9);
    expect(Object.fromEntries(prices)).toMatchObject({
      'model_kind:llm_price_usd_per_token:list {"model":"gpt-4o","kind":"input"}': "vector(0.0000025)",
      'model_kind:llm_price_usd_per_token:list {"model":"gpt-4o","kind":"cached"}': "vector(0.00000125)",
      'model_kind:llm_price_usd_per_token:list {"model":"gpt-4o-mini","kind":"output"}': "vector(6e-7)",
    });
  });

  it("has the stack's prices and budget in place of the others", () => {
    const llm = { dailyBudgetUsd: 7, prices: { "gpt-4o": { inputUsd: 1, outputUsd: 2 } } };
    const expressions = recorded(full, llm);
    expect(expressions.get('model_kind:llm_price_usd_per_token:list {"model":"gpt-4o","kind":"cached"}')).toBe(
      "vector(0.000001)",
    );
    expect(expressions.get("stack:llm_budget_usd:daily")).toBe("vector(7)");
    const alerts = spendRules(having(full), llm)[0]!.alerts!;
    expect(alerts.find(({ name }) => name === "LlmDailyBudgetExceeded")!.threshold).toBe(7);
    expect(alerts.find(({ name }) => name === "LlmMonthlyForecastHigh")!.threshold).toBe(210);
  });

  it("has no prices where neither tokens nor comparisons need them", () => {
    expect([...recorded(own).keys()].filter((name) => /price|token/.test(name))).toEqual([]);
    expect(recorded(own).get("model:llm_cost_usd:increase1h")).toBe(
      'sum by (model) (label_replace(increase(ai_cost_total[1h]), "model", "$1", "llm", "(.*)"))',
    );
  });

  it("compares the own count with the list price where there are both", () => {
    const { modelLabel: _, ...source } = full.tokens!;
    const both = { ...own, tokens: { ...source, model: "gpt-4o" } };
    expect(recorded(both).has("model:llm_list_cost_usd:increase24h")).toBe(true);
    expect(checkSignals({ workload: withSpend(having(both)), platformRules: [], exporters: ["prometheus"] })).toEqual(
      [],
    );
  });

  it("watches for models without a price only where tokens are all there is", () => {
    const names = (spend: SpendSpec) => spendRules(having(spend))[0]!.alerts!.map(({ name }) => name);
    expect(names(full)).toContain("LlmModelWithoutPrice");
    expect(names(own)).not.toContain("LlmModelWithoutPrice");
  });
});

describe("hints for saving", () => {
  const titles = (spend: SpendSpec) =>
    withSpend(having(spend))
      .dashboards.at(-1)!
      .rows.at(-1)!
      .panels.map(({ title }) => title);

  it("has all that the workload's contract allows", () => {
    expect(titles(full)).toEqual([
      "Cost of a request",
      "Tokens of a request",
      "Answers from the cache",
      "Input from the provider's cache",
      "The same tokens with one model",
      "Tokens without a price",
    ]);
  });

  it("doesn't compare with models that only make embeddings", () => {
    const spend = { ...full, models: ["gpt-4o", "text-embedding-3-small"], compareWith: [] };
    expect(titles(spend)).not.toContain("The same tokens with one model");
  });
});

describe("a selection", () => {
  it("keeps its matchers beside others", () => {
    expect(selectorOf({ metric: tokens, matchers: 'model="a"' }, "x", 'type="prompt"')).toBe(
      'x{type="prompt", model="a"}',
    );
    expect(selectorOf({ metric: tokens })).toBe("ai_tokens_total");
  });

  it("has a series that its matchers let through", () => {
    expect(labelsOf({ metric: requests, matchers: 'status!="failed"' })).toEqual({ status: "ok" });
    expect(labelsOf({ metric: requests, matchers: 'status=~"o."' })).toEqual({ status: "ok" });
    expect(labelsOf({ metric: requests })).toEqual({ status: "failed" });
  });
});

describe("bad spend", () => {
  const source = full.tokens!;
  it.each<[string, SpendSpec, LlmSettings, string]>([
    [
      "a model without a price",
      { ...full, models: ["gpt-4o", "gpt-4o-minni"] },
      {},
      'spend: model "gpt-4o-minni" has no price; did you mean "gpt-4o-mini"?; set one with sightline:llm, prices',
    ],
    ["a budget of nothing", { ...full, dailyBudgetUsd: 0 }, {}, "spend: dailyBudgetUsd 0 isn't more than 0 US dollars"],
    [
      "a negative budget of the stack",
      full,
      { dailyBudgetUsd: -5 },
      "llm.dailyBudgetUsd: -5 isn't more than 0 US dollars",
    ],
    [
      "a price that is no number",
      full,
      { prices: { "gpt-4o": { inputUsd: 1, outputUsd: NaN } } },
      "llm.prices.gpt-4o.outputUsd: NaN isn't a price in US dollars, 0 or more",
    ],
    [
      "neither cost nor tokens",
      { models: [], dailyBudgetUsd: 1 },
      {},
      "spend: it says neither cost nor tokens, so nothing can be counted",
    ],
    [
      "a cost that isn't money",
      { ...own, cost: { metric: requests } },
      {},
      'spend, cost: "ai_requests_total" isn\'t in US dollars (unit "usd")',
    ],
    [
      "a label that isn't there",
      { ...full, tokens: { ...source, modelLabel: "modl" } },
      {},
      'spend, tokens: "ai_tokens_total" has no label "modl"; did you mean "model"?',
    ],
    [
      "a kind that nobody declared",
      { ...full, tokens: { ...source, output: "completions" } },
      {},
      'spend, tokens: "completions" isn\'t a declared value of "type" of "ai_tokens_total"; did you mean "completion"?',
    ],
    [
      "tokens of nobody knows which model",
      { ...full, tokens: { ...source, modelLabel: undefined } },
      {},
      "spend, tokens: neither modelLabel nor model says which model they are of",
    ],
    [
      "a metric outside of the contract",
      { ...full, requests: { metric: counter("ai_request_total", app) } },
      {},
      'spend: "ai_request_total" isn\'t declared; did you mean "ai_requests_total"?',
    ],
    [
      "free models only",
      { ...full, models: ["llama"], compareWith: [] },
      { prices: { llama: { inputUsd: 0, outputUsd: 0 } } },
      "spend: none of its models costs anything (llama)",
    ],
  ])("%s fails the preview", (_what, spend, llm, fault) => {
    expect(spendFaults(having(spend), llm)).toEqual([fault]);
    const options = { exporters: ["prometheus"] as const, jobs: ["app"], datasourceUid: "x", llm };
    expect(() => makeSignals(having(spend), options)).toThrow(fault);
  });

  it("a budget for a workload that counts nothing fails as well", () => {
    expect(spendFaults(shop, { dailyBudgetUsd: 5 })).toEqual([
      'llm.dailyBudgetUsd is set, but workload "web-shop" doesn\'t say what its models cost',
    ]);
    expect(spendFaults(shop)).toEqual([]);
  });
});
