/** Input series of proofs: what is tedious and easily wrong when it's written by hand. One value stands a minute. */
import type { Metric } from "./metrics";
import { durationSeconds, secondsDuration } from "./durations";
import { expandValues, writeValues } from "./proof-values";
import type { Duration, FiringProof, InputSeries, QuietProof } from "./rules";

/** Which job and instance a metric's series have in a proof. */
function target(metric: Metric): Readonly<Record<string, string>> {
  return metric.from === "app"
    ? { instance: "app:8000", job: "app" }
    : { instance: "statsd-exporter:9102", job: "statsd-exporter" };
}

/** `name{a="b"}`, labels sorted. */
export function selector(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels).sort();
  return `${name}{${pairs.map((label) => `${label}=${JSON.stringify(labels[label])}`).join(", ")}}`;
}

/** One series of a metric as it is scraped, and its target's `up`, which `increaseOf` looks at. */
export function scraped(metric: Metric, values: string, labels: Readonly<Record<string, string>> = {}): InputSeries {
  return {
    [selector("up", target(metric))]: "1x400",
    [selector(metric.name, { ...target(metric), ...labels })]: values,
  };
}

/** Of two instances of a job, one still answers. */
export function oneOfTwoDown(job: string): Readonly<Record<string, QuietProof>> {
  const up = (instance: string) => selector("up", { instance, job });
  const series = { [up("10.0.0.1:8000")]: "1x5 0x60", [up("10.0.0.2:8000")]: "1x60" };
  return { "one of two instances is down": { series } };
}

/**
 * A histogram whose observations all fall into the bucket that ends at `bound`.
 *
 * @param count the values of the counter of observations: `0+10x30` is ten a minute.
 */
export function observed(
  metric: Metric,
  bound: number,
  count: string,
  labels: Readonly<Record<string, string>> = {},
): InputSeries {
  const at = metric.buckets!.indexOf(bound);
  if (at < 0) throw new Error(`${metric.name} has no bucket ${bound}`);
  const own = { ...target(metric), ...labels };
  // The buckets around the bound are enough: a quantile is interpolated between two neighbours.
  const below = metric.buckets!.slice(Math.max(0, at - 1), at);
  const bounds = [...metric.buckets!.slice(at, at + 2).map(String), "+Inf"];
  return {
    ...Object.fromEntries(below.map((le) => [selector(`${metric.name}_bucket`, { ...own, le: String(le) }), "0x400"])),
    ...Object.fromEntries(bounds.map((le) => [selector(`${metric.name}_bucket`, { ...own, le }), count])),
    [selector(`${metric.name}_count`, own)]: count,
  };
}

/**
 * A firing proof that ends: from `firesAt` on all its series stand still, so that there are no more events, and the alert
 * goes on firing for as long as its windows remember the last ones.
 *
 * @param after how long it still fires: mostly the window less two intervals, since a rate needs two samples; less one
 * where `increaseOf` counts a series that is new.
 */
export function forgotten(proof: FiringProof, after: Duration): FiringProof {
  const { series, interval = "1m", firesAt } = proof;
  const at = durationSeconds(firesAt) / durationSeconds(interval);
  const still = (values: string) => {
    const given = expandValues(values);
    return writeValues(given.map((value, i) => (i > at ? given[at] : value)));
  };
  return {
    ...proof,
    series: Object.fromEntries(Object.entries(series).map(([name, values]) => [name, still(values)])),
    firesUntil: secondsDuration(durationSeconds(firesAt) + durationSeconds(after)),
  };
}

/**
 * Proofs of an alert on "more than `limit` events in the last hour" (`increaseOf`): the counter is born with its first
 * events after 62 minutes of scraping, a little below the limit, and counts one a minute from there.
 */
export function hourlyCount(metric: Metric, limit: number, labels: Readonly<Record<string, string>> = {}) {
  const first = Math.max(1, limit - 2);
  const born = (events: number) => scraped(metric, `_x62 ${first}+1x${events - first} ${events}x100`, labels);
  const quietWhen: Record<string, QuietProof> = {
    "nothing was counted yet": { series: scraped(metric, "_x300", labels) },
    "the process restarts": { series: scraped(metric, `1000x62 0 ${limit}x100`, labels) },
    "Prometheus starts beside an application that has counted for long": {
      series: { [selector("up", target(metric))]: "_x10 1x200", ...later(metric, labels) },
    },
  };
  return {
    // An hour after it was born, its first value is forgotten.
    fires: { series: born(limit + 1), firesAt: `${62 + limit + 1 - first}m`, firesUntil: "121m" },
    quiet: { series: born(limit) },
    quietWhen,
  };
}

function later(metric: Metric, labels: Readonly<Record<string, string>>): InputSeries {
  return { [selector(metric.name, { ...target(metric), ...labels })]: "_x10 1000x200" };
}
