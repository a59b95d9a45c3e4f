import { didYouMean } from "../nearest";
import type { Metric } from "../metrics";
import type { LlmSettings, SpendSpec, TokenSource } from "../spend";
import type { Workload } from "../workload";
import { priceFaults, priceOf, unpricedFaults } from "./prices";

/** What is wrong with what a workload says of its spend, and with what a stack sets for it; one line each. */
export function spendFaults(workload: Workload, llm: LlmSettings = {}): string[] {
  const { spend } = workload;
  const own = priceFaults(llm.prices ?? {});
  const budget = llm.dailyBudgetUsd;
  if (budget !== undefined && !isBudget(budget)) own.push(`llm.dailyBudgetUsd: ${budget} isn't more than 0 US dollars`);
  if (spend === undefined) {
    return budget === undefined
      ? own
      : [...own, `llm.dailyBudgetUsd is set, but workload "${workload.name}" doesn't say what its models cost`];
  }
  const where = "spend";
  const faults = [...own, ...metricFaults(spend, workload.metrics, where)];
  if (!isBudget(spend.dailyBudgetUsd)) {
    faults.push(`${where}: dailyBudgetUsd ${spend.dailyBudgetUsd} isn't more than 0 US dollars`);
  }
  if (spend.cost === undefined && spend.tokens === undefined) {
    faults.push(`${where}: it says neither cost nor tokens, so nothing can be counted`);
  }
  if (spend.cost !== undefined && spend.cost.metric.unit !== "usd") {
    faults.push(`${where}, cost: "${spend.cost.metric.name}" isn't in US dollars (unit "usd")`);
  }
  if (spend.tokens !== undefined) faults.push(...tokenFaults(spend, spend.tokens, llm, where));
  return [...new Set(faults)];
}

function isBudget(usd: number): boolean {
  return Number.isFinite(usd) && usd > 0;
}

function tokenFaults(spend: SpendSpec, source: TokenSource, llm: LlmSettings, where: string): string[] {
  const { tokens, modelLabel, model, kindLabel, input, output, cached } = source;
  const { prices } = llm;
  const used = [...spend.models, ...(spend.compareWith ?? []), ...(model === undefined ? [] : [model])];
  const kinds = [input, output, ...(cached === undefined ? [] : [cached])];
  const values = tokens.metric.labels[kindLabel] ?? [];
  const faults = [
    ...unpricedFaults([...new Set(used)], prices).map((fault) => `${where}: ${fault}`),
    ...labelFaults(tokens.metric, [kindLabel, ...(modelLabel === undefined ? [] : [modelLabel])], where),
    ...kinds
      .filter((kind) => values.length > 0 && !values.includes(kind))
      .map(
        (kind) =>
          `${where}, tokens: "${kind}" isn't a declared value of "${kindLabel}" of "${tokens.metric.name}"` +
          didYouMean(kind, values),
      ),
  ];
  if (modelLabel === undefined && model === undefined) {
    faults.push(`${where}, tokens: neither modelLabel nor model says which model they are of`);
  }
  if (spend.cost === undefined && !used.some((name) => (priceOf(name, prices)?.inputUsd ?? 0) > 0)) {
    faults.push(`${where}: none of its models costs anything (${used.join(", ") || "none is named"})`);
  }
  return faults;
}

function labelFaults(metric: Metric, labels: readonly string[], where: string): string[] {
  const declared = Object.keys(metric.labels);
  return labels
    .filter((label) => !declared.includes(label))
    .map((label) => `${where}, tokens: "${metric.name}" has no label "${label}"${didYouMean(label, declared)}`);
}

/** Everything that is counted must be in the contract. */
function metricFaults(
  { cost, tokens, requests, cache }: SpendSpec,
  metrics: readonly Metric[],
  where: string,
): string[] {
  const named = metrics.map(({ name }) => name);
  return [cost, tokens?.tokens, requests, cache?.hits, cache?.misses].flatMap((selected) =>
    selected === undefined || named.includes(selected.metric.name)
      ? []
      : [`${where}: "${selected.metric.name}" isn't declared${didYouMean(selected.metric.name, named)}`],
  );
}
