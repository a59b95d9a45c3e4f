/** Alerts whose proofs are all of one kind, so that each says only what its series are. */
import { durationSeconds } from "../durations";
import type { Alert, InputSeries, QuietProof } from "../rules";

/** The values of one series of a proof, at the level that is to be shown; one stands a minute. */
export interface At {
  /** A gauge that stands at the level, or at what `of` makes of it. */
  gauge(of?: (level: number) => number): string;
  /** A counter that rises by the level every minute, or by what `of` makes of it. */
  counter(of?: (level: number) => number): string;
}

type Base = Omit<Alert, "fires" | "quiet">;

export interface Level extends Base {
  readonly series: (at: At) => InputSeries;
  /** Labels of the one alert that fires. Default none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Minutes until the expression has reached its level: four for a rate over five. Default 0. */
  readonly settles?: number;
  /**
   * Minutes that an average or share looks back: it fires when more than half of them are bad, which no other window would
   * tell so late or so soon. Default: it fires as soon as it is settled.
   */
  readonly window?: number;
}

/** Levels, each for a number of values. */
type Course = readonly (readonly [level: number, values: number])[];

const same = (level: number) => level;

function at(course: Course): At {
  return {
    gauge: (of = same) => course.map(([level, values]) => `${of(level)}x${values - 1}`).join(" "),
    counter: (of = same) => {
      // Far from 0, where a rate would take the counter for newly born.
      let last = 100_000;
      const parts = course.map(([level, values], i) => {
        const step = of(level);
        const first = i === 0 ? last : last + step;
        last = first + step * (values - 1);
        return `${first}+${step}x${values - 1}`;
      });
      return parts.join(" ");
    },
  };
}

/** An alert on a level that is too high, or too low, for some time. */
export function level({ series, labels, settles = 0, window, quietWhen, ...alert }: Level): Alert {
  const below = alert.op?.startsWith("<") ?? false;
  const minutes = durationSeconds(alert.for ?? "0s") / 60;
  const lasts = minutes + settles + 2 * (window ?? 0) + 30;
  // As far up as down, so that a window smooths no peak into something longer; a share can't be much over its threshold.
  const [bad, good, peak, low] = (below ? [0.99, 1.01, 0.95, 1.05] : [1.01, 0.99, 1.5, 0.5]).map(
    (share) => share * alert.threshold,
  ) as [number, number, number, number];
  const before = (window ?? 0) + 10;
  const sudden: Course = [
    [low, before],
    [peak, lasts],
  ];
  const begins = window === undefined ? settles : before + Math.floor((window - 1) / 2);
  const short: QuietProof = {
    series: series(
      at([
        [low, settles + (window ?? 0) + 6],
        [peak, minutes],
        [low, lasts],
      ]),
    ),
  };
  return {
    ...alert,
    fires: {
      series: series(at(window === undefined ? [[bad, lasts]] : sudden)),
      firesAt: `${begins + minutes}m`,
      ...(labels && { labels }),
    },
    quiet: { series: series(at([[good, lasts]])) },
    quietWhen: { ...(minutes > 0 && { "a short peak": short }), ...quietWhen },
  };
}

export interface Events extends Base {
  /** Every series counts the same events. */
  readonly series: (values: string) => InputSeries;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * An alert on any event at all within a window: the first comes after 11 minutes, then one a minute for as long as it must
 * hold and a little longer. It is told until the window has forgotten the last.
 */
export function events({ series, labels, ...alert }: Events): Alert {
  const minutes = durationSeconds(alert.for ?? "0s") / 60;
  const window = durationSeconds(/\[(\w+)\]/.exec(alert.expr)![1]!) / 60;
  const more = minutes === 0 ? 0 : minutes + 3;
  const values = more === 0 ? `0x10 1x${window + 20}` : `0x10 1+1x${more} ${more + 1}x${window + 20}`;
  return {
    ...alert,
    fires: {
      series: series(values),
      firesAt: `${minutes + 11}m`,
      firesUntil: `${more + window + 9}m`,
      ...(labels && { labels }),
    },
    // What happened once, long ago.
    quiet: { series: series(`3x${minutes + 40}`) },
  };
}

export interface State extends Base {
  readonly series: (values: string) => InputSeries;
  readonly labels?: Readonly<Record<string, string>>;
  /** The last minute at which it still fires, where it forgets how it was. Default: as long as it is bad. */
  readonly untilMinute?: number;
  /** The value that is bad, and the one that is good. */
  readonly bad: number;
  readonly good: number;
}

/** An alert on a state that is good or bad, and has been bad for some time. */
export function state({ series, labels, bad, good, untilMinute, quietWhen, ...alert }: State): Alert {
  const minutes = durationSeconds(alert.for ?? "0s") / 60;
  return {
    ...alert,
    fires: {
      series: series(`${good}x5 ${bad}x${minutes + (untilMinute ?? 0) + 20}`),
      firesAt: `${minutes + 6}m`,
      ...(untilMinute !== undefined && { firesUntil: `${untilMinute}m` }),
      ...(labels && { labels }),
    },
    quiet: { series: series(`${good}x${minutes + 40}`) },
    quietWhen: {
      ...(minutes > 0 && {
        "it is bad for a moment": { series: series(`${good}x5 ${bad}x${minutes - 1} ${good}x40`) },
      }),
      ...quietWhen,
    },
  };
}

/** The `instance` and `job` of each exporter's series in the proofs. */
export const alertmanager = { instance: "alertmanager:9093", job: "alertmanager" };
export const node = { instance: "node-exporter:9100", job: "node-exporter" };
export const postgres = { instance: "postgres-exporter:9187", job: "postgres-exporter" };
export const probe = { instance: "http://app:8000/health", job: "blackbox" };
export const prometheus = { instance: "localhost:9090", job: "prometheus" };
export const redis = { instance: "redis-exporter:9121", job: "redis-exporter" };
