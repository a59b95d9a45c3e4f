/**
 * The check of PromQL against the metric contract: metrics and labels that nobody declared, vectors that can never
 * match, ratios that are always 1.
 *
 * The grammar is Prometheus' own (Lezer); here its tree is walked, and labels are followed through aggregations,
 * functions and binary operations. What this doesn't know it accepts: `promtool` checks rules as a whole in the tests.
 */
import { infer } from "./promql/infer";
import { names } from "./promql/labels";
import { isVector, matchers, metricNames, type Context, type Known, type Value } from "./promql/selector";
import { descendants, parse } from "./promql/tree";

export { grafanaVariables, substituteGrafana } from "./promql/grafana";
export type { Known } from "./promql/selector";

/**
 * What is wrong with a PromQL expression, one line a fault, each with `where` in front and the expression behind; empty
 * when nothing is.
 *
 * `known` has every series by its stored name (`x_bucket`, not `x`) with its declared labels. `job` and `instance`
 * need no declaration, nor does `le` on buckets; a name with a colon is a recording rule and has just its own labels.
 * Grafana's variables must have been replaced before (`substituteGrafana`).
 */
export function checkExpression(expr: string, known: Known, where: string): string[] {
  const { faults } = evaluate(expr, known);
  const shown = expr.replace(/\s+/g, " ").trim();
  const behind = shown === "" ? "" : ` In: ${shown}`;
  return faults.map((fault) => `${where}: ${fault}${/[?.]$/.test(fault) ? "" : "."}${behind}`);
}

/** Names of the metrics that an expression selects, sorted, each once. Empty for one that can't be parsed. */
export function metricsIn(expr: string): string[] {
  const { root } = parse(expr);
  if (root === undefined) return [];
  const selectors = descendants(root, "VectorSelector");
  const found = selectors.flatMap((node) => metricNames(node, matchers(node, { expr }), { expr }) ?? []);
  return [...new Set(found)].sort();
}

/**
 * The labels that the series of an expression have, sorted: for a recording rule, those of what it records; for an
 * alert, what `$labels` holds. The labels that a stack may add (`stack`, `workload`) are among them where they aren't
 * aggregated away. Empty for a number. Faults don't show here: `checkExpression` tells them.
 */
export function outputLabels(expr: string, known: Known): string[] {
  const { value } = evaluate(expr, known);
  return isVector(value) ? names(value.labels) : [];
}

function evaluate(expr: string, known: Known): { readonly value?: Value; readonly faults: readonly string[] } {
  const parsed = parse(expr);
  if (parsed.root === undefined) return { faults: [parsed.fault] };
  const faults = new Set<string>();
  const context: Context = { expr, known, fault: (message) => faults.add(message) };
  const value = infer(parsed.root, context);
  if (value.type === "range") faults.add("it is a range of values; put rate() or another function around it");
  return { value, faults: [...faults] };
}
