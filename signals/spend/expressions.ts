import type { Duration } from "../rules";
import type { SpendSpec, TokenSource } from "../spend";
import { priceTable, type Price } from "./prices";
import { amountOf, eventsOf, selectorOf } from "../selected";

/** PromQL of tokens, prices and dollars. The labels are always `model` and `kind`, whatever the application calls them. */

/** What tokens are charged as. */
const kinds = ["input", "cached", "output"] as const;
export type Kind = (typeof kinds)[number];

/** Those that an application tells apart: cached input isn't everywhere. */
export function kindsOf(source: TokenSource): Kind[] {
  return kinds.filter((kind) => source[kind] !== undefined);
}

/** Tokens in a window, by model and kind. */
export function tokensIn(source: TokenSource, window: Duration): string {
  const { tokens, kindLabel } = source;
  const ofKind = (kind: Kind) => {
    const series = selectorOf(tokens, amountOf(tokens.metric), `${kindLabel}=${quote(source[kind]!)}`);
    return relabelled(summed(`increase(${series}[${window}])`, source.modelLabel, source.model), "kind", kind);
  };
  return kindsOf(source).map(ofKind).join("\nor\n");
}

/** Dollars in a window, by model: as the application counts them, else tokens times price. */
export function costIn(spec: SpendSpec, window: Duration, tokens: string, price: string): string {
  if (spec.cost === undefined) return atPrice(tokens, price);
  const { metric, modelLabel } = spec.cost;
  const only = spec.tokens?.model ?? (spec.models.length === 1 ? spec.models[0] : undefined) ?? "all";
  return summed(`increase(${selectorOf(spec.cost, metric.name)}[${window}])`, modelLabel, only);
}

/** Dollars by model. Tokens of a model without a price aren't in it. */
export function atPrice(tokens: string, price: string): string {
  return `sum by (model) (${tokens} * on (model, kind) group_left () ${price})`;
}

/** US dollars a token, as a constant. */
export function priceIn(kind: Kind, { inputUsd, outputUsd, cachedInputUsd = inputUsd }: Price): string {
  return `vector(${perToken({ input: inputUsd, cached: cachedInputUsd, output: outputUsd }[kind])})`;
}

/** Requests in a window; 0 until there is one. */
export function requestsIn({ requests }: Required<Pick<SpendSpec, "requests">>, window: Duration): string {
  return `sum(increase(${selectorOf(requests, eventsOf(requests.metric))}[${window}]))`;
}

/** Without the noise of binary fractions: 2.5 for a million is 0.0000025. */
export function perToken(usd: number): number {
  return Number((usd / priceTable.tokens).toPrecision(12));
}

function summed(series: string, label: string | undefined, only: string | undefined): string {
  if (label === "model") return `sum by (model) (${series})`;
  if (label === undefined) return relabelled(`sum(${series})`, "model", only ?? "all");
  return `sum by (model) (label_replace(${series}, "model", "$1", ${quote(label)}, "(.*)"))`;
}

function relabelled(vector: string, label: string, value: string): string {
  // "$" would be a group of the regular expression.
  return `label_replace(${vector}, "${label}", ${quote(value.replaceAll("$", "$$$$"))}, "", "")`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
