import type { PanelSpec, QuerySpec, ThresholdSpec } from "../../../signals/dashboard";
import { quantileOf } from "../../../signals/expressions";
import type { Metric } from "../../../signals/metrics";

/** Panels of one kind that are there many times. Every description ends in the names that the document uses. */

/** Events a minute, by a label or in all. `matchers` go into the selector. */
export function perMinute(metric: Metric, legend: string, by?: string, matchers = ""): QuerySpec {
  const grouping = by === undefined ? "" : ` by (${by})`;
  return { expr: `60 * sum${grouping} (rate(${metric.name}${matchers}[$__rate_interval]))`, legend };
}

/** A number of the last hour, over time, with the limit that its alert has. */
export function counted(title: string, record: string, threshold: ThresholdSpec, description: string): PanelSpec {
  return {
    title,
    description,
    kind: "timeseries",
    unit: "short",
    min: 0,
    decimals: 0,
    queries: [{ expr: record, legend: title }],
    thresholds: [threshold],
  };
}

/** Median, p95 and p99 of a histogram, in the window of its alert. */
export function durations(
  title: string,
  metric: Metric,
  window: "5m" | "10m",
  limit: number,
  description: string,
): PanelSpec {
  return {
    title,
    description,
    kind: "timeseries",
    unit: "s",
    min: 0,
    queries: [
      { expr: quantileOf(0.5, metric.name, window), legend: "median" },
      { expr: quantileOf(0.95, metric.name, window), legend: "p95" },
      { expr: quantileOf(0.99, metric.name, window), legend: "p99" },
    ],
    thresholds: [warning(limit)],
  };
}

/** One number, now. */
export function stat(
  title: string,
  unit: PanelSpec["unit"],
  expr: string,
  description: string,
  thresholds: readonly ThresholdSpec[] = [],
): PanelSpec {
  return {
    title,
    description,
    kind: "stat",
    unit,
    queries: [{ expr, legend: title }],
    thresholds,
    width: 4,
    height: 4,
  };
}

export function warning(value: number): ThresholdSpec {
  return { value, severity: "warning" };
}

export function critical(value: number): ThresholdSpec {
  return { value, severity: "critical" };
}
