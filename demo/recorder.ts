import type { DemoBehaviour, Fault, Metric } from "../signals/metrics";
import {
  eventsPerMinute,
  LabelDealer,
  labelSets,
  level,
  Pacer,
  sample,
  shareOf,
  sharesOf,
  wave,
  type Labels,
} from "./behaviour";

/** Where values go: prom-client in the app, StatsD in a worker. Values are in the metric's own unit. */
export interface Meter {
  count(metric: Metric, labels: Labels, by: number): void;
  set(metric: Metric, labels: Labels, value: number): void;
  observe(metric: Metric, labels: Labels, value: number): void;
}

export type MeasuredKind = NonNullable<DemoBehaviour["measured"]>;

interface Entry {
  readonly metric: Metric;
  readonly dealer: LabelDealer;
  readonly pacer: Pacer;
}

/** Gives every metric of one process its values: the simulated ones as time passes, the measured ones as they happen. */
export class Recorder {
  private readonly simulated: Entry[] = [];
  private readonly measuredEntries = new Map<MeasuredKind, Entry[]>();

  /**
   * @param share of the whole application's traffic that this process has: 1 over the number of its siblings.
   * @param absent what can't be measured here, for want of a database for instance: it's simulated instead.
   */
  constructor(
    private readonly metrics: readonly Metric[],
    private readonly meter: Meter,
    private readonly share = 1,
    absent: ReadonlySet<MeasuredKind> = new Set(),
  ) {
    for (const metric of metrics) {
      const entry = { metric, dealer: new LabelDealer(metric), pacer: new Pacer(Math.random()) };
      const kind = metric.demo?.measured;
      if (kind === undefined || absent.has(kind)) this.simulated.push(entry);
      else this.measuredEntries.set(kind, [...(this.measuredEntries.get(kind) ?? []), entry]);
    }
  }

  /** Every counter at 0 for every label set: an alert on an increase needs the value before the first event. */
  zeros(): void {
    for (const metric of this.metrics) {
      if (metric.type === "counter") for (const labels of labelSets(metric)) this.meter.count(metric, labels, 0);
    }
  }

  /** One typical observation of each simulated histogram's label sets, so that panels aren't empty at the start. */
  firstObservations(): void {
    for (const { metric } of this.simulated) {
      if (metric.type !== "histogram") continue;
      for (const labels of labelSets(metric)) this.meter.observe(metric, labels, level(metric, new Set()));
    }
  }

  /**
   * The simulated metrics move on.
   *
   * @param seconds since the last call.
   * @param at the time in seconds, for the swell of traffic.
   */
  tick(seconds: number, at: number, on: ReadonlySet<Fault>): void {
    for (const { metric, dealer, pacer } of this.simulated) {
      if (metric.type === "gauge") {
        const value = level(metric, on) * (metric.demo?.steady ? 1 : gaugeNoise(at));
        const shares = sharesOf(metric, on);
        for (const labels of labelSets(metric)) this.meter.set(metric, labels, value * shareOf(shares, labels));
        continue;
      }
      const events = pacer.due(eventsPerMinute(metric, on) * this.share * wave(at), seconds);
      for (let i = 0; i < events; i++) {
        const labels = dealer.next({}, on);
        if (metric.type === "counter") this.meter.count(metric, labels, metric.demo?.step ?? 1);
        else this.meter.observe(metric, labels, sample(level(metric, on)));
      }
    }
  }

  /**
   * Something really happened: counters count it, histograms observe its duration in seconds.
   *
   * @param hints label values that describe it, taken where the contract declares them.
   */
  happened(kind: MeasuredKind, seconds = 0, hints: Labels = {}): void {
    for (const { metric, dealer } of this.measuredEntries.get(kind) ?? []) {
      if (metric.type === "counter") this.meter.count(metric, dealer.next(hints), 1);
      else if (metric.type === "histogram") this.meter.observe(metric, dealer.next(hints), seconds);
    }
  }

  /**
   * Gauges that are measured in this way, from one value for each process (or queue).
   *
   * With a name, of which the contract declares the like as a label's values (`worker-1` for `worker-3`), the values are
   * added up under that name. Otherwise the first value goes to the first declared label set, and so on; where there
   * are fewer sets than values, they are added up.
   *
   * @param values in base units; CPU is 1 for one whole core.
   */
  levels(kind: MeasuredKind, values: readonly number[], name?: string): void {
    for (const { metric } of this.measuredEntries.get(kind) ?? []) {
      const set = (labels: Labels, mine: readonly number[]): void => {
        const sum = mine.reduce((total, value) => total + value, 0);
        if (mine.length > 0) this.meter.set(metric, labels, metric.unit === "percent" ? sum * 100 : sum);
      };
      const sets = labelSets(metric);
      const label = name && Object.keys(metric.labels).find((key) => metric.labels[key]!.some((v) => alike(v, name)));
      if (label) set({ ...sets[0]!, [label]: name }, values);
      else
        sets.forEach((labels, i) =>
          set(
            labels,
            values.filter((_, j) => j % sets.length === i),
          ),
        );
    }
  }

  /** The declarations that are measured in this way. */
  declared(kind: MeasuredKind): Metric[] {
    return (this.measuredEntries.get(kind) ?? []).map((entry) => entry.metric);
  }
}

/** Within a tenth of the level, moving slowly. */
function gaugeNoise(at: number): number {
  return 1 + (wave(at) - 1) / 4 + (Math.random() - 0.5) / 20;
}

/** Whether two names differ at most in the number at their end. */
function alike(one: string, other: string): boolean {
  return one.replace(/\d+$/, "") === other.replace(/\d+$/, "");
}
