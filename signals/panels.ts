/** Panels of one kind that are there many times, for every dashboard. */
import type { PanelSpec, QuerySpec } from "./dashboard";
import { quantileOf } from "./expressions";
import type { Metric } from "./metrics";
import type { Duration } from "./rules";

/** What a panel may have besides: `alerts`, `thresholds`, `width`, `max`, … */
export type PanelRest = Partial<Omit<PanelSpec, "title" | "description" | "kind" | "unit" | "queries">>;

/** One number, now. A sixth of the width. */
export function stat(
  title: string,
  unit: PanelSpec["unit"],
  expr: string,
  description: string,
  rest: PanelRest = {},
): PanelSpec {
  return { title, description, kind: "stat", unit, queries: [{ expr, legend: title }], width: 4, height: 4, ...rest };
}

/** On the first row of an application's dashboard. */
export const firingAlerts = stat(
  "Firing alerts",
  "short",
  'count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)',
  "Alerts that fire now, of the application and of the stack; the watchdog, which always fires, isn't counted.",
  { thresholds: [{ value: 1, severity: "warning" }] },
);

/** Lines over time, from 0 up. A third of the width. */
export function graph(
  title: string,
  unit: PanelSpec["unit"],
  queries: readonly QuerySpec[],
  description: string,
  rest: PanelRest = {},
): PanelSpec {
  return { title, description, kind: "timeseries", unit, min: 0, queries, ...rest };
}

/** Bars of the values now, one for each label value. */
export function bars(
  title: string,
  unit: PanelSpec["unit"],
  queries: readonly QuerySpec[],
  description: string,
  rest: PanelRest = {},
): PanelSpec {
  return { title, description, kind: "bargauge", unit, min: 0, queries, ...rest };
}

/** Median, p95 and p99 of a histogram of seconds, in the window of its alert. `matchers` go into the selector. */
export function durations(
  title: string,
  histogram: Metric,
  window: Duration,
  description: string,
  rest: PanelRest = {},
  matchers = "",
): PanelSpec {
  const queries = [
    { expr: quantileOf(0.5, histogram.name, window, [], matchers), legend: "median" },
    { expr: quantileOf(0.95, histogram.name, window, [], matchers), legend: "p95" },
    { expr: quantileOf(0.99, histogram.name, window, [], matchers), legend: "p99" },
  ];
  return graph(title, "s", queries, description, rest);
}

/** Events a second, by a label or in all, for the units `cps` and `reqps`. `matchers` with their braces. */
export function perSecond({ name }: Metric, legend: string, by?: string, matchers = ""): QuerySpec {
  return { expr: `sum${by === undefined ? "" : ` by (${by})`} (rate(${name}${matchers}[$__rate_interval]))`, legend };
}

/** Events a minute, by a label or in all, for the unit `cpm`. `matchers` with their braces. */
export function perMinute(metric: Metric, legend: string, by?: string, matchers = ""): QuerySpec {
  return { expr: `60 * ${perSecond(metric, legend, by, matchers).expr}`, legend };
}
