import { scraped } from "../proofs";
import type { InputSeries } from "../rules";
import type { LlmSettings, SpendSpec, TokenSource } from "../spend";
import { perToken } from "./expressions";
import { priceOf } from "./prices";
import { amountOf } from "../selected";
import { labelsOf } from "../selected-labels";

/** Input series of proofs: dollars, as the application would show them. */

/** Dollars in the application's own counter, or as many input tokens as they buy. `values` says them in promtool's way. */
export function spending(spec: SpendSpec, llm: LlmSettings, values: (amount: (usd: number) => number) => string) {
  if (spec.cost !== undefined) {
    const { cost } = spec;
    return scraped(cost.metric, values(rounded), labelsOf(cost));
  }
  const source = spec.tokens!;
  const model = dearest(spec, llm);
  const usd = perToken(priceOf(model, llm.prices)!.inputUsd);
  return tokensOf(
    source,
    model,
    values((amount) => rounded(amount / usd)),
  );
}

/** Input tokens of a model. */
export function tokensOf(source: TokenSource, model: string, values: string): InputSeries {
  const { tokens, kindLabel, modelLabel, input } = source;
  const labels = {
    ...labelsOf(tokens),
    [kindLabel]: input,
    ...(modelLabel !== undefined && { [modelLabel]: model }),
  };
  return scraped({ ...tokens.metric, name: amountOf(tokens.metric) }, values, labels);
}

/** The model in use whose input costs most: with a free one nothing could be proved. */
export function dearest({ models, tokens }: SpendSpec, { prices }: LlmSettings): string {
  const inUse = tokens?.modelLabel === undefined && tokens?.model !== undefined ? [tokens.model] : models;
  const usd = (model: string) => priceOf(model, prices)?.inputUsd ?? 0;
  return inUse.reduce((best, model) => (usd(model) > usd(best) ? model : best));
}

/** Twelve digits are far finer than the hundredth by which a proof is over its threshold. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
