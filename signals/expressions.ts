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
 *   Nor is it new when all that changed is the node that it's said to run on: a stack that gets the label `node` while it
 *   runs would count everything once more.
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
  const total = `sum${grouping(by)} (
    ${metric} unless resets(${metric}[${window}]) > 0 unless ignoring (node) ${metric} offset ${window}
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
 * @param matchers of the histogram's own labels, with braces: `{endpoint="/v1/retrieve"}`. Default all.
 */
export function quantileOf(
  quantile: number,
  histogram: string,
  window: Duration,
  by: readonly string[] = [],
  matchers = "",
): string {
  const labels = ["le", ...by].join(", ");
  return `histogram_quantile(${quantile}, sum by (${labels}) (rate(${histogram}_bucket${matchers}[${window}])))`;
}

/**
 * A guard of an alert on a quantile or ratio: at least `minimum` observations in the window. Of three calls one slow
 * one is "33 %", and no reason to wake anybody.
 *
 * @param matchers of the histogram's own labels, with braces. Default all.
 */
export function atLeast(
  minimum: number,
  histogram: string,
  window: Duration,
  by: readonly string[] = [],
  matchers = "",
): string {
  return eventsAtLeast(minimum, `${histogram}_count${matchers}`, window, by);
}

/** The same of a counter: at least `minimum` events in the window. `counter` is a name or a selector. */
export function eventsAtLeast(minimum: number, counter: string, window: Duration, by: readonly string[] = []): string {
  return `on (${by.join(", ")}) sum${grouping(by)} (increase(${counter}[${window}])) >= ${minimum}`;
}

/**
 * Which share of events is of one sort, 0 to 1: both sides are summed by the same labels, since a quotient of vectors
 * that match on all labels divides every series by itself. Nothing without events of that sort; NaN without any.
 *
 * @param some selector of a counter: `http_requests_total{status=~"5.."}`.
 * @param all selector of the counter of all.
 */
export function shareOf(some: string, all: string, window: Duration, by: readonly string[] = []): string {
  return `sum${grouping(by)} (rate(${some}[${window}]))\n/\nsum${grouping(by)} (rate(${all}[${window}]))`;
}

/**
 * 1 when a target of a job answers its scrape, 0 when none does or when there is none: that the program is down, all of
 * it. That one of several is down is TargetDown's to say. Compare with `< 1`. Its one label is `job`.
 */
export function anyUpOf(job: string): string {
  return `(max by (job) (up{job="${job}"}) or absent(up{job="${job}"}) - 1)`;
}

/**
 * 1 when every target of a job answers its scrape, 0 when one doesn't or when there is none: `up == 0` alone is silent
 * about a target that has vanished. Compare with `< 1`. Its one label is `job`.
 */
export function upOf(job: string): string {
  return `(min by (job) (up{job="${job}"}) or absent(up{job="${job}"}) - 1)`;
}

function grouping(by: readonly string[]): string {
  return by.length === 0 ? "" : ` by (${by.join(", ")})`;
}
