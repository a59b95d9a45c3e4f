import table from "./prices.json";
import { didYouMean } from "../nearest";

/**
 * What language models cost. `prices.json` is a table with a version: each row is the list price of one model, pay as
 * you go, without tax and discounts, with the day from which it holds and where it was read.
 */

/** US dollars for a million tokens. */
export interface Price {
  readonly inputUsd: number;
  /** 0 for models that put nothing out, such as those that make embeddings. */
  readonly outputUsd: number;
  /** Input that the provider still had in its cache. Default: as other input. */
  readonly cachedInputUsd?: number;
}

export interface ListedPrice extends Price {
  /** As the provider calls it, and as it stands in the label. */
  readonly model: string;
  /** The day from which it holds. */
  readonly since: string;
  /** Where it was read. */
  readonly source: string;
}

export type Prices = Readonly<Record<string, Price>>;

export const priceTable: {
  /** The day on which all rows were last looked at. */
  readonly version: string;
  readonly currency: string;
  /** How many tokens a price is of. */
  readonly tokens: number;
  readonly prices: readonly ListedPrice[];
} = table;

const listed: Prices = Object.fromEntries(priceTable.prices.map((row) => [row.model, row]));

/** The stack's own price, else the listed one. Names are compared as they are: a dated version may cost something else. */
export function priceOf(model: string, own: Prices = {}): Price | undefined {
  return Object.hasOwn(own, model) ? own[model] : Object.hasOwn(listed, model) ? listed[model] : undefined;
}

/** One line for each model that has no price. */
export function unpricedFaults(models: readonly string[], own: Prices = {}): string[] {
  const known = [...Object.keys(listed), ...Object.keys(own)];
  return models
    .filter((model) => priceOf(model, own) === undefined)
    .map((model) => `model "${model}" has no price${didYouMean(model, known)}; set one with sightline:llm, prices`);
}

/** What is wrong with the prices that a stack sets. 0 is a price: a model that runs on one's own machine. */
export function priceFaults(own: Prices): string[] {
  return Object.entries(own).flatMap(([model, price]) =>
    Object.entries(price)
      .filter(([, usd]) => usd !== undefined && !(Number.isFinite(usd) && usd >= 0))
      .map(([what, usd]) => `llm.prices.${model}.${what}: ${usd} isn't a price in US dollars, 0 or more`),
  );
}
