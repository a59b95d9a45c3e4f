import { matchers, type Matcher } from "../promql/selector";
import { descendants, parse } from "../promql/tree";
import { seriesNames, type Metric } from "../metrics";
import type { Selected } from "../slo";

/** A selector of what was chosen, with further matchers: `tokens_total{status="ok", kind="input"}`. */
export function selectorOf({ metric, matchers: own = "" }: Selected, name = metric.name, ...more: string[]): string {
  const all = [own, ...more].filter((part) => part.trim() !== "").join(", ");
  return all === "" ? name : `${name}{${all}}`;
}

/** Where the amount of something is: the counter itself, or the sum of what a histogram observed. */
export function amountOf(metric: Metric): string {
  return seriesNames(metric).find((name) => name.endsWith("_sum")) ?? metric.name;
}

/** Where the number of events is: the counter itself, or how often a histogram observed. */
export function eventsOf(metric: Metric): string {
  return seriesNames(metric).find((name) => name.endsWith("_count")) ?? metric.name;
}

/** Labels of one series that is selected: of each the first declared value that its matchers let through. */
export function sampleLabels({ metric, matchers: own = "" }: Selected): Record<string, string> {
  const { root } = parse(`x{${own}}`);
  const all = root === undefined ? [] : descendants(root, "VectorSelector").flatMap((node) => read(node, own));
  return Object.fromEntries(
    Object.entries(metric.labels).map(([label, values]) => {
      const asked = all.filter((matcher) => matcher.label === label);
      return [label, values.find((value) => asked.every((matcher) => matches(value, matcher))) ?? values[0] ?? "x"];
    }),
  );
}

function read(node: Parameters<typeof matchers>[0], own: string): Matcher[] {
  return matchers(node, { expr: `x{${own}}` });
}

function matches(given: string, { op, value }: Matcher): boolean {
  const same = op.includes("~") ? new RegExp(`^(?:${value})$`).test(given) : given === value;
  return op.startsWith("!") ? !same : same;
}
