import type { Recording } from "../rules";
import type { LlmSettings, SpendSpec } from "../spend";
import { atPrice, costIn, kindsOf, priceIn, requestsIn, tokensIn } from "./expressions";
import { priceOf } from "./prices";
import { eventsOf, selectorOf } from "../selected";

/** Names of what is recorded. Dollars of a window are those of the time before, not of a day of the calendar. */

const windows = ["5m", "1h", "6h", "24h"] as const;
export type Window = (typeof windows)[number];
/** How often a window is in a day. */
const aDay = { "5m": 288, "1h": 24, "6h": 4 } as const;
export type Pace = keyof typeof aDay;

export const price = "model_kind:llm_price_usd_per_token:list";
export const dailyBudget = "stack:llm_budget_usd:daily";
export const tokens = (window: Window) => `model_kind:llm_tokens:increase${window}`;
export const costByModel = (window: Window) => `model:llm_cost_usd:increase${window}`;
export const cost = (window: Window) => `stack:llm_cost_usd:increase${window}`;
export const burn = (window: Pace) => `stack:llm_budget_burn:ratio${window}`;
export const costShare = "model:llm_cost:ratio24h";
export const forecastDay = "stack:llm_cost_usd:forecast24h";
export const forecastMonth = "stack:llm_cost_usd:forecast30d";
export const listCost = "model:llm_list_cost_usd:increase24h";
export const tokensPerRequest = "kind:llm_tokens_per_request:avg1h";
export const costPerRequest = "stack:llm_cost_usd_per_request:avg1h";
export const cacheHits = "stack:llm_cache_hits:ratio1h";
export const cachedInput = "stack:llm_cached_input:ratio1h";

/** US dollars a day, as the stack or the workload says. */
export function budgetOf({ dailyBudgetUsd }: SpendSpec, llm: LlmSettings = {}): number {
  return llm.dailyBudgetUsd ?? dailyBudgetUsd;
}

export function spendRecordings(spec: SpendSpec, llm: LlmSettings = {}): Recording[] {
  return [
    ...(spec.tokens === undefined ? [] : tokenRecordings(spec, llm)),
    ...windows.map((window) => ({
      record: costByModel(window),
      expr: costIn(spec, window, tokens(window), price),
      help: `US dollars in the ${window} before, by model.`,
    })),
    ...windows.map((window) => ({
      record: cost(window),
      expr: `sum(${costByModel(window)}) or vector(0)`,
      help: `US dollars in the ${window} before.`,
    })),
    {
      record: costShare,
      expr: `${costByModel("24h")} / on () group_left () (${cost("24h")} > 0)`,
      help: "Share of each model in the spend of the day before, 0 to 1; nothing when nothing was spent.",
    },
    ...budgetRecordings(spec, llm),
    ...requestRecordings(spec),
    ...cacheRecordings(spec),
  ];
}

function tokenRecordings(spec: SpendSpec, llm: LlmSettings): Recording[] {
  const source = spec.tokens!;
  const own = spec.cost !== undefined;
  return [
    ...priceRecordings(spec, llm),
    ...windows
      .filter((window) => !own || window === "1h" || window === "24h")
      .map((window) => ({
        record: tokens(window),
        expr: tokensIn(source, window),
        help: `Tokens in the ${window} before, by model and kind (input, cached, output).`,
      })),
    ...(own
      ? [
          {
            record: listCost,
            expr: atPrice(tokens("24h"), price),
            help: "US dollars of the day before by model, if every token had its list price.",
          },
        ]
      : []),
    ...(source.cached === undefined
      ? []
      : [
          {
            record: cachedInput,
            expr: `sum(${tokens("1h")}{kind="cached"}) / (sum(${tokens("1h")}{kind=~"cached|input"}) > 0)`,
            help: "Share of the input of the hour before that the provider had in its cache, 0 to 1.",
          },
        ]),
  ];
}

/** One rule for each price, so that a change of the price list is seen as just that. */
function priceRecordings(
  { models, compareWith = [], tokens: source }: SpendSpec,
  { prices }: LlmSettings,
): Recording[] {
  return [...new Set([...models, ...compareWith])].flatMap((model) =>
    kindsOf(source!).map((kind) => ({
      record: price,
      labels: { model, kind },
      expr: priceIn(kind, priceOf(model, prices)!),
      help: "US dollars a token, by model and kind: the price table, or what the stack sets.",
      unit: { is: "currencyUSD/count", because: "a constant of the price table: dollars a token" },
    })),
  );
}

function budgetRecordings(spec: SpendSpec, llm: LlmSettings): Recording[] {
  return [
    {
      record: dailyBudget,
      expr: `vector(${budgetOf(spec, llm)})`,
      help: "US dollars that a day may cost.",
      unit: { is: "currencyUSD", because: "a constant of the configuration: dollars" },
    },
    ...(Object.keys(aDay) as Pace[]).map((window) => ({
      record: burn(window),
      expr: `${aDay[window]} * ${cost(window)} / ${dailyBudget}`,
      help: `Pace of the ${window} before over the budgeted one: 1 spends just the budget in a day.`,
    })),
    {
      record: forecastDay,
      expr: `24 * avg_over_time(${cost("1h")}[6h])`,
      help: "US dollars of the 24 hours to come, at the pace of the 6 hours before.",
    },
    {
      record: forecastMonth,
      expr: `30 * (24 * avg_over_time(${cost("1h")}[7d]))`,
      help: "US dollars of the 30 days to come, at the pace of the week before, or of what there is of it.",
    },
  ];
}

function requestRecordings(spec: SpendSpec): Recording[] {
  const { requests } = spec;
  if (requests === undefined) return [];
  const hourly = `(${requestsIn({ requests }, "1h")} > 0)`;
  return [
    ...(spec.tokens === undefined
      ? []
      : [
          {
            record: tokensPerRequest,
            expr: `sum by (kind) (${tokens("1h")}) / on () group_left () ${hourly}`,
            help: "Tokens of one request on average over the hour before, by kind.",
          },
        ]),
    {
      record: costPerRequest,
      expr: `${cost("1h")} / ${hourly}`,
      help: "US dollars of one request on average over the hour before.",
    },
  ];
}

function cacheRecordings({ cache }: SpendSpec): Recording[] {
  if (cache === undefined) return [];
  // Neither is there before its first event.
  const [hits, misses] = [cache.hits, cache.misses].map(
    (one) => `(sum(increase(${selectorOf(one, eventsOf(one.metric))}[1h])) or vector(0))`,
  );
  return [
    {
      record: cacheHits,
      expr: `${hits} / (${hits} + ${misses} > 0)`,
      help: "Share of the questions of the hour before that the application's own cache answered, 0 to 1.",
    },
  ];
}
