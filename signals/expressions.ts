import type { Duration } from "./rules";
import { durationSeconds } from "./durations";

/** PromQL idioms that are easily got wrong. Each is a function, so that there is one place to get them right. */

/**
 * How many events a counter counted in the last `window`: a whole number, exact as far as the scrapes can tell.
 *
 * `increase()` alone can't say "more than N in an hour":
 * - It misses what a counter had when it first appeared. A labelled counter is often born with its first event, and a
 *   StatsD counter always is, so "any error" would miss the very first one. Here a series that is **new in the window**
 *   counts with its whole value.
 * - A series also looks new when Prometheus itself is: the million events of an application that has been running for
 *   months are not of this hour. So its value only counts when the same target was scraped without it at the window's
 *   start, or when the target's process itself started within the window.
 * - It extrapolates: 10 events in 5 minutes become 10.5. Without a reset, largest minus smallest value is exact;
 *   only after a reset it's `increase()`, rounded down, since it extrapolates upwards only.
 * - It's empty when there is no series. Without `by`, the result is 0 then, so that an alert resolves and a panel
 *   doesn't say "no data". That a target is gone is TargetDown's to say.
 *
 * Not counted: the first value of a series that is new *and* was reset, or has gone again, within one window.
 *
 * @param metric a counter's name, or a selector of one: `http_4xx_total{code="404"}`.
 * @param window at least four scrape intervals.
 * @param by labels to keep. Default none: one number for all.
 */
export function increaseOf(metric: string, window: Duration, by: readonly string[] = []): string {
  const seconds = durationSeconds(window);
  const total = `sum${by.length === 0 ? "" : ` by (${by.join(", ")})`} (
    ${metric} unless resets(${metric}[${window}]) > 0 unless ${metric} offset ${window}
    and on (job, instance) (up offset ${window} == 1 or time() - process_start_time_seconds < ${seconds})
  or
    max_over_time(${metric}[${window}]) - min_over_time(${metric}[${window}]) unless resets(${metric}[${window}]) > 0
  or
    floor(increase(${metric}[${window}]))
)`;
  return by.length === 0 ? `(\n${total}\nor\nvector(0)\n)` : total;
}

/**
 * A quantile of a classic histogram over the last `window`. NaN when nothing was observed, which no comparison takes
 * for true. Above the largest finite bucket it is that bucket's bound.
 *
 * @param quantile 0 to 1.
 * @param by labels to keep. Default none.
 */
export function quantileOf(quantile: number, histogram: string, window: Duration, by: readonly string[] = []): string {
  const labels = ["le", ...by].join(", ");
  return `histogram_quantile(${quantile}, sum by (${labels}) (rate(${histogram}_bucket[${window}])))`;
}

/**
 * A guard of an alert on a quantile or ratio: at least `minimum` observations in the window. Of three calls one slow
 * one is "33 %", and no reason to wake anybody.
 */
export function atLeast(minimum: number, histogram: string, window: Duration, by: readonly string[] = []): string {
  const grouping = by.length === 0 ? "" : ` by (${by.join(", ")})`;
  return `on (${by.join(", ")}) sum${grouping} (increase(${histogram}_count[${window}])) >= ${minimum}`;
}
