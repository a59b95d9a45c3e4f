/** What language models cost, as data. `spend/` makes recording rules, a budget's alerts and a dashboard of it. */
import type { Selected } from "./slo";
import type { Prices } from "./spend/prices";

/** How an application counts tokens: one counter (or histogram's sum) with a label that tells which kind they are. */
export interface TokenSource {
  readonly tokens: Selected;
  /** The label with the model. Without one, `model` names the only one. */
  readonly modelLabel?: string;
  readonly model?: string;
  /** The label with the kind of token, and which of its values are which. */
  readonly kindLabel: string;
  readonly input: string;
  readonly output: string;
  /** Input that the provider had cached, where it's told apart. */
  readonly cached?: string;
}

export interface SpendSpec {
  /** US dollars as the application itself counts them. Without it, cost is tokens times price. */
  readonly cost?: Selected & { readonly modelLabel?: string };
  readonly tokens?: TokenSource;
  /** Requests, for tokens and cost of one. */
  readonly requests?: Selected;
  /** Hits and misses of the application's own cache of answers. */
  readonly cache?: { readonly hits: Selected; readonly misses: Selected };
  /** Models in use, each of which must be in the price table. */
  readonly models: readonly string[];
  /** Models that could do the same work: the dashboard tells what the same tokens would have cost there. Default none. */
  readonly compareWith?: readonly string[];
  /** US dollars a day; a stack may set another one (`sightline:llm.dailyBudgetUsd`). */
  readonly dailyBudgetUsd: number;
}

/** What a stack sets differently (`sightline:llm`). */
export interface LlmSettings {
  /** Default: the workload's `dailyBudgetUsd`. */
  readonly dailyBudgetUsd?: number;
  /** US dollars per million tokens, by model: beside those of the price table, or in their place. Default none. */
  readonly prices?: Prices;
}
