import type { PanelSpec } from "../dashboard";
import { bars, graph } from "../panels";
import type { LlmSettings, SpendSpec } from "../spend";
import { priceOf } from "./prices";
import * as recorded from "./recordings";

/** Panels that say where money can be saved, as far as the application tells what they need. */
export function hints(spend: SpendSpec, llm: LlmSettings): PanelSpec[] {
  return [...requestHints(spend), ...cacheHints(spend), ...modelHints(spend, llm)];
}

function requestHints({ requests, tokens }: SpendSpec): PanelSpec[] {
  if (requests === undefined) return [];
  return [
    graph(
      "Cost of a request",
      "currencyUSD",
      [{ expr: recorded.costPerRequest, legend: "dollars" }],
      "Average of the hour before. It rises with longer prompts and answers, and with a dearer model.",
      { decimals: 4 },
    ),
    ...(tokens === undefined
      ? []
      : [
          graph(
            "Tokens of a request",
            "short",
            [{ expr: recorded.tokensPerRequest, legend: "{{kind}}" }],
            "Average of the hour before, input against output. Much input: shorten history and documents. " +
              "Much output, which costs several times as much: limit its length.",
          ),
        ]),
  ];
}

function cacheHints({ cache, tokens }: SpendSpec): PanelSpec[] {
  return [
    ...(cache === undefined
      ? []
      : [
          graph(
            "Answers from the cache",
            "percentunit",
            [{ expr: recorded.cacheHits, legend: "hits" }],
            "Share of the questions of the hour before that the application's own cache answered, for nothing.",
            { max: 1 },
          ),
        ]),
    ...(tokens?.cached === undefined
      ? []
      : [
          graph(
            "Input from the provider's cache",
            "percentunit",
            [{ expr: recorded.cachedInput, legend: "cached" }],
            "Share of the input tokens of the hour before that cost the lower price. Put what is always the same first.",
            { max: 1 },
          ),
        ]),
  ];
}

function modelHints(spend: SpendSpec, { prices }: LlmSettings): PanelSpec[] {
  if (spend.tokens === undefined) return [];
  const { models, compareWith = [], cost, tokens } = spend;
  // Models that put nothing out, such as those that make embeddings, can't take over another's work.
  const able = [...new Set([...models, ...compareWith])].filter(
    (model) => (priceOf(model, prices)?.outputUsd ?? 0) > 0,
  );
  return [
    ...(able.length < 2 ? [] : [comparison(able)]),
    ...(cost === undefined ? [] : [ownAgainstList()]),
    ...(cost !== undefined || tokens.modelLabel === undefined ? [] : [unpriced()]),
  ];
}

function comparison(models: readonly string[]): PanelSpec {
  // A dot stands for any character in a regular expression.
  const names = models.map((model) => model.replace(/[^\w-]/g, "\\\\$&")).join("|");
  return bars(
    "The same tokens with one model",
    "currencyUSD",
    [
      {
        expr:
          `sum by (model) (${recorded.price}{model=~"${names}"} ` +
          `* on (kind) group_left () sum by (kind) (${recorded.tokens("24h")}))`,
        legend: "{{model}}",
        instant: true,
      },
    ],
    "What all tokens of the day before would have cost at each model's list price. Whether a cheaper one is good " +
      "enough only a trial can say.",
    { decimals: 2 },
  );
}

function ownAgainstList(): PanelSpec {
  return graph(
    "Own count and list price",
    "currencyUSD",
    [
      { expr: recorded.cost("24h"), legend: "as the application counts" },
      { expr: `sum(${recorded.listCost})`, legend: "tokens at list price" },
    ],
    "Spend of the day before, counted in two ways. When they part, tokens are counted wrongly, or a price has changed.",
    { decimals: 2 },
  );
}

function unpriced(): PanelSpec {
  return graph(
    "Tokens without a price",
    "short",
    [
      {
        expr: `(sum by (model) (${recorded.tokens("1h")}) unless on (model) ${recorded.price}) or vector(0)`,
        legend: "{{model}}",
      },
    ],
    "Tokens of the hour before of models that nobody priced: their cost isn't in any number here.",
    { alerts: ["LlmModelWithoutPrice"] },
  );
}
