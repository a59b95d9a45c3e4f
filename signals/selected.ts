/** Selectors of what a declaration selects: a metric, and some of its label values. */
import { seriesNames, type Metric } from "./metrics";
import type { Selected } from "./slo";

/**
 * `tokens_total{status="ok", kind="input"}`
 *
 * @param name of the series. Default: the one that counts its events.
 * @param more matchers besides its own.
 */
export function selectorOf({ metric, matchers = "" }: Selected, name = eventsOf(metric), ...more: string[]): string {
  const all = [...more, matchers].filter((part) => part.trim() !== "").join(", ");
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
