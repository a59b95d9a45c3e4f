import type { Fault, Metric, Shares } from "../signals/metrics";

/** Pure: how a metric behaves, from its declaration. Time is in seconds. */

export type Labels = Record<string, string>;

/** Fractions of the day are too slow to look at: traffic swells and ebbs by a fifth every ten minutes. */
const WAVE_SECONDS = 600;
const WAVE_SHARE = 0.2;
/** Of a lognormal distribution: the 95th percentile is about twice the median. */
const SIGMA = 0.42;

/**
 * `typical`, or what it becomes under the faults that are on. With several, 0 wins (what has stopped counts nothing),
 * then the value that is furthest from `typical`.
 */
export function level(metric: Metric, on: ReadonlySet<Fault>): number {
  const { typical = 0, during = {} } = metric.demo ?? {};
  let chosen = typical;
  for (const fault of on) {
    const value = during[fault];
    if (value === undefined) continue;
    if (value === 0) return 0;
    if (Math.abs(value - typical) > Math.abs(chosen - typical)) chosen = value;
  }
  return chosen;
}

/** Events a minute over all label sets: a counter's level, or how often a histogram observes (default 30). */
export function eventsPerMinute(metric: Metric, on: ReadonlySet<Fault>): number {
  return metric.type === "counter" ? level(metric, on) : (metric.demo?.perMinute ?? 30);
}

/** Every combination of the declared label values; one empty set without labels. */
export function labelSets(metric: Metric): Labels[] {
  return Object.entries(metric.labels).reduce<Labels[]>(
    (sets, [name, values]) => sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
}

/** How often each value of each label comes under the faults that are on; the last of several that say it wins. */
export function sharesOf({ demo }: Metric, on: ReadonlySet<Fault>): Shares {
  const during = [...on].map((fault) => demo?.sharesDuring?.[fault] ?? {});
  return Object.assign({}, demo?.shares, ...during) as Shares;
}

/** What share of a metric one label set has, as far as shares are declared; labels without any don't count. */
export function shareOf(shares: Shares, labels: Labels): number {
  return Object.entries(shares).reduce((product, [name, values]) => product * (values[labels[name] ?? ""] ?? 0), 1);
}

/**
 * Deals out label sets by their declared shares. Where none are declared, earlier values are the more frequent ones
 * (weights 1, 1/2, 1/3 …). Evenly rather than by chance: after any number of draws each set is within one of its share.
 */
export class LabelDealer {
  private readonly sets: { labels: Labels; weight: number; credit: number }[];
  private total = 0;
  private faults: string | undefined;

  constructor(private readonly metric: Metric) {
    this.sets = labelSets(metric).map((labels) => ({ labels, weight: 0, credit: 0 }));
  }

  /** The next set; of those only that agree with the hints whose values are declared. */
  next(hints: Labels = {}, on: ReadonlySet<Fault> = none): Labels {
    const faults = [...on].join();
    if (faults !== this.faults) this.weigh(on);
    this.faults = faults;
    let best = this.sets[0]!;
    let fit = -1;
    for (const set of this.sets) {
      set.credit += set.weight;
      const matches = Object.entries(hints).filter(([name, value]) => set.labels[name] === value).length;
      if (matches > fit || (matches === fit && set.credit > best.credit)) {
        best = set;
        fit = matches;
      }
    }
    best.credit -= this.total;
    return best.labels;
  }

  private weigh(on: ReadonlySet<Fault>): void {
    const shares = sharesOf(this.metric, on);
    for (const set of this.sets) Object.assign(set, { weight: weight(this.metric, shares, set.labels), credit: 0 });
    this.total = this.sets.reduce((sum, set) => sum + set.weight, 0);
  }
}

const none: ReadonlySet<Fault> = new Set();

function weight(metric: Metric, shares: Shares, labels: Labels): number {
  const unshared = Object.entries(labels).filter(([name]) => shares[name] === undefined);
  return unshared.reduce(
    (product, [name, value]) => {
      return product / (metric.labels[name]!.indexOf(value) + 1);
    },
    shareOf(shares, labels),
  );
}

/**
 * Turns a rate into whole events without chance: the fraction is kept for the next time. Ratios of two metrics are
 * therefore right after minutes, where random arrivals would trip an alert by themselves.
 */
export class Pacer {
  /** @param credit the part of the first event that has passed already, 0 to 1. */
  constructor(private credit: number) {}

  /** How many events happen in `seconds` at `perMinute`. */
  due(perMinute: number, seconds: number): number {
    this.credit += (perMinute / 60) * seconds;
    const events = Math.floor(this.credit);
    this.credit -= events;
    return events;
  }
}

/** Traffic relative to its mean at a time: 0.8 to 1.2. */
export function wave(seconds: number): number {
  return 1 + WAVE_SHARE * Math.sin((2 * Math.PI * seconds) / WAVE_SECONDS);
}

/** A value of a skewed distribution with this median; at most five times as much. */
export function sample(median: number, random: () => number = Math.random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.min(5, Math.exp(SIGMA * normal));
}
