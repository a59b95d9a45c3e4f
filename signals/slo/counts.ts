/** How many events there were and how many of them were bad, of each kind of indicator. */
import { durationSeconds } from "../durations";
import type { Duration } from "../rules";
import { selectorOf } from "../selected";
import type { Indicator, Selected, Slo } from "../slo";
import * as series from "./series";

/** For so many seconds after Prometheus began nothing is down: the application begins with it. */
const GRACE = 300;

/**
 * How many events a counter counted in the last `window`, 0 when there is no series of it.
 *
 * Like `increaseOf`, but laid end to end the windows miss nothing: it is the counter now less the counter at the window's
 * start, where `increaseOf` begins with the first sample **within** the window. Of a counter that isn't that old, that
 * started again or that is gone, it's what can be known:
 * - what a new series of a target that was there before, or has just started, has counted in all;
 * - else, largest less smallest value within the window;
 * - after a reset `increase()`, rounded down.
 */
export function eventsIn(selector: string, window: Duration): string {
  return `(
  sum(
    (
        ${selector} - ${selector} offset ${window} >= 0
      or
        ${selector} unless ignoring (node) ${selector} offset ${window}
        and on (job, instance) (up offset ${window} == 1 or time() - process_start_time_seconds < ${durationSeconds(window)})
      or
        max_over_time(${selector}[${window}]) - min_over_time(${selector}[${window}])
    )
    unless resets(${selector}[${window}]) > 0
  or
    floor(increase(${selector}[${window}]))
  )
or
  vector(0)
)`;
}

/** All events of a window. Of time, an event is one look at the targets. */
export function totalIn({ name, indicator }: Slo, window: Duration): string {
  switch (indicator.kind) {
    case "events":
      return sumOf(indicator.total, window);
    case "latency":
      return eventsIn(selectorOf(indicator.histogram), window);
    case "time":
      return `sum(count_over_time(${series.of(series.down, name)}[${window}])) or vector(0)`;
  }
}

/** The bad ones, with the label of the objective in `total`, which was recorded just before. */
export function badIn({ name, indicator }: Slo, window: Duration): string {
  switch (indicator.kind) {
    case "events":
      return sumOf(indicator.bad, window);
    case "latency":
      // What is over the bound was counted in no bucket up to it: exact, since the bound is a bucket's.
      return `clamp_min(sum(${series.of(series.total(window), name)}) - ${eventsIn(bucketOf(indicator), window)}, 0)`;
    case "time":
      return `sum(sum_over_time(${series.of(series.down, name)}[${window}])) or vector(0)`;
  }
}

/**
 * 1 while no target of the job answers, a job without targets included; else 0. It's recorded before the objective: the
 * first time, when Prometheus hasn't scraped anything yet, there is none, and nothing is judged.
 */
export function downNow({ name }: Slo, job: string): string {
  return `1 - (max(up{job="${job}"}) or vector(0))
and on () present_over_time(${series.of(series.objective, name)}[2h])
unless on () (time() - max(process_start_time_seconds{job="prometheus"}) < ${GRACE})`;
}

function sumOf(selected: Selected | readonly Selected[], window: Duration): string {
  return listOf(selected)
    .map((each) => eventsIn(selectorOf(each), window))
    .join("\n+\n");
}

export function listOf(selected: Selected | readonly Selected[]): readonly Selected[] {
  return "metric" in selected ? [selected] : selected;
}

export function bucketName({ metric }: Selected): string {
  return `${metric.name}_bucket`;
}

export function bucketOf({ histogram, under }: Extract<Indicator, { kind: "latency" }>): string {
  return selectorOf(histogram, bucketName(histogram), leIs(under));
}

/** A bound is written `2` by some programs and `2.0` by others; Prometheus 3 makes all of them the latter, or `1e+06`. */
function leIs(bound: number): string {
  const [digits, power] = bound.toExponential().split("e");
  const exponent = Number(power);
  const go = `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  const forms = [
    String(bound),
    ...(Number.isInteger(bound) && exponent < 6 ? [`${bound}.0`] : []),
    ...(exponent < -4 || exponent >= 6 ? [go] : []),
  ];
  const escaped = forms.map((form) => form.replace(/[.+]/g, "[$&]"));
  return forms.length === 1 ? `le="${bound}"` : `le=~"${escaped.join("|")}"`;
}
