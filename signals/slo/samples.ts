/** Input series of proofs: an indicator's own series, of which so many events are bad. */
import type { Metric } from "../metrics";
import { writeValues } from "../proof-values";
import { selector } from "../proofs";
import type { InputSeries } from "../rules";
import { eventsOf } from "../selected";
import type { Selected, Slo } from "../slo";
import { bucketName, listOf } from "./counts";
import { labelsOf, takes, type Labels } from "../selected-labels";

/** What happens between two samples. */
export interface Interval {
  readonly events: number;
  readonly bad: number;
}

/** Sample 0 is where counters stand at 0; each of the others is an interval further. */
export function samplesOf({ indicator }: Slo, intervals: readonly Interval[]): InputSeries {
  switch (indicator.kind) {
    case "time":
      return { [selector("up", { instance: `${indicator.job}:80`, job: indicator.job })]: levels(intervals) };
    case "latency": {
      const { histogram, under } = indicator;
      const labels = labelsOf(histogram)!;
      return {
        [scraped(histogram.metric, eventsOf(histogram.metric), labels)]: counter(intervals, ({ events }) => events),
        [scraped(histogram.metric, bucketName(histogram), { ...labels, le: String(under) })]: counter(
          intervals,
          ({ events, bad }) => events - bad,
        ),
      };
    }
    case "events":
      return badAmong(listOf(indicator.bad), listOf(indicator.total), intervals);
  }
}

/** Where bad events are counted among all as well, the good ones are the rest. */
function badAmong(bad: readonly Selected[], total: readonly Selected[], intervals: readonly Interval[]): InputSeries {
  const worst = bad[0]!;
  const labels = labelsOf(worst)!;
  const counted = total.some((each) => eventsOf(each.metric) === eventsOf(worst.metric) && takes(each, labels));
  const good = goodOf(bad, total)!;
  return {
    [scraped(good.metric, good.name, good.labels)]: counter(intervals, ({ events, bad }) =>
      counted ? events - bad : events,
    ),
    [scraped(worst.metric, eventsOf(worst.metric), labels)]: counter(intervals, (interval) => interval.bad),
  };
}

/** A series that is among all and not among the bad; undefined when everything is bad. */
export function goodOf(bad: readonly Selected[], total: readonly Selected[]) {
  for (const each of total) {
    const name = eventsOf(each.metric);
    const same = bad.filter((other) => eventsOf(other.metric) === name);
    const labels = labelsOf(each, same);
    if (labels !== undefined) return { metric: each.metric, name, labels };
  }
  return undefined;
}

function scraped(metric: Metric, name: string, labels: Labels): string {
  const [job, port] = metric.from === "app" ? ["app", 8000] : ["statsd-exporter", 9102];
  return selector(name, { instance: `${job}:${port}`, job: String(job), ...labels });
}

function counter(intervals: readonly Interval[], of: (interval: Interval) => number): string {
  let value = 0;
  return writeValues([0, ...intervals.map((interval) => (value += of(interval)))]);
}

/** `up` as a share: what several looks in an interval would see on an average. */
function levels(intervals: readonly Interval[]): string {
  const all = intervals.map(({ events, bad }) => Number((1 - bad / events).toPrecision(12)));
  return writeValues([...all.slice(0, 1), ...all]);
}
