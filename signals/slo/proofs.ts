/** Proofs of an objective's alerts: just so many events are bad, from just then on. */
import { durationSeconds } from "../durations";
import type { Alert, Duration, QuietProof } from "../rules";
import type { Slo } from "../slo";
import { samplesOf, type Interval } from "./samples";
import { budgetOf, type Burn } from "./windows";

/** Events in an interval: so many that no share is rounded. */
const EVENTS = 1e7;
/** How much more events than in the interval before, where traffic grows. */
const GROWTH = 1.087;
/** How much more events at first, where traffic falls. */
const FALLS = 6;
/** Of the threshold. The tests move that by a tenth. */
const JUST_UNDER = 0.96;
const NEARLY = 0.98;
const JUST_OVER = 1.02;
const OVER = 1.1;

/** Few values for a long span, and more than one in a short one. */
const intervals: Readonly<Record<Duration, Duration>> = { "1h": "1m", "6h": "10m", "3d": "1h" };

/** Spans are counted in intervals. */
interface Spans {
  readonly long: number;
  readonly short: number;
  /** Of events that are bad, when it fires. */
  readonly threshold: number;
}

type Proofs = Pick<Alert, "fires" | "quiet" | "quietWhen" | "gaps">;

export function burnProofs(slo: Slo, burn: Burn): Proofs {
  const interval = intervals[burn.long]!;
  const seconds = durationSeconds(interval);
  const [long, short] = [burn.long, burn.short].map((span) => durationSeconds(span) / seconds) as [number, number];
  const spans = { long, short, threshold: burn.factor * budgetOf(slo) };
  const isTime = slo.indicator.kind === "time";
  const proof = (all: readonly Interval[]): QuietProof => ({ series: samplesOf(slo, all), interval });

  const { before, from } = (isTime ? aroundTheGuard(spans) : aroundTheTraffic(spans)) ?? allAtOnce(spans);
  const length = from + long;
  // Where traffic grows, no part of a span is like another.
  const steady = level(length, JUST_UNDER * spans.threshold).map(({ bad }, i) => grown(bad, isTime ? 1 : GROWTH ** i));
  const main = {
    fires: { ...proof(before), firesAt: `${(from * seconds) / 60}m`, labels: { slo: slo.name } },
    quiet: proof(steady),
  };
  const outage = shortOutage(spans, isTime);
  const brief: Record<string, QuietProof> = outage === undefined ? {} : { "an outage is short": proof(outage) };
  if (!isTime) {
    const few = [...nothing(long), ...level(4, 1, 1), ...nothing(2 * long)];
    return { ...main, quietWhen: { ...brief, "there were four events, all bad": proof(few) } };
  }
  const late = [...level(long / 2 - short - 1, 1), ...level(2 * long, 0)];
  return {
    ...main,
    quietWhen: { ...brief, "it comes up late": proof(late) },
    // Before its first sample a target is as good as gone, and that isn't forgotten with the first one.
    gaps: { "target gone": "fires", "first sample": firstAt(2, proof(steady)) },
  };
}

/** So many of `EVENTS` are bad, and both are more by a factor. */
function grown(bad: number, factor: number): Interval {
  return { events: Math.round(EVENTS * factor), bad: Math.round(bad * factor) };
}

function level(times: number, bad: number, events = EVENTS): Interval[] {
  return Array.from({ length: times }, () => ({ events, bad: Math.round(bad * events) }));
}

function nothing(times: number): Interval[] {
  return level(times, 0, 0);
}

interface Course {
  /** With what follows it. */
  readonly before: readonly Interval[];
  /** The number of the interval whose end is the first to fire. */
  readonly from: number;
}

/**
 * Heavy traffic hides an outage within it; when that traffic is older than the long span, the outage is over the
 * threshold there, and over in the short one. The next, small outage fires when it has filled the short span.
 */
function aroundTheTraffic({ long, short, threshold }: Spans): Course | undefined {
  const heavy = level(2, 0, 1000 * EVENTS);
  const pause = short + 1;
  const wanted = threshold * (OVER * long - JUST_OVER * short);
  const outage = Math.ceil(wanted);
  const calm = long - pause - outage;
  if (calm < short) return undefined;
  const hidden = [...heavy, ...level(pause, 0), ...level(outage, wanted / outage), ...level(calm, 0)];
  return { before: [...hidden, ...level(3 * short, JUST_OVER * threshold)], from: hidden.length + short };
}

/** The same of time, which has no traffic: it begins with an outage, before the guard lets it be judged. */
function aroundTheGuard({ long, short, threshold }: Spans): Course | undefined {
  const from = long - 2;
  const outage = long / 2 - short - 1;
  const share = (threshold * (OVER * from - JUST_OVER * short)) / outage;
  if (share > 1) return undefined;
  const first = [...level(outage, share), ...level(from - short - outage, 0)];
  return { before: [...first, ...level(3 * short, JUST_OVER * threshold)], from };
}

/**
 * Traffic has fallen to a sixth when an outage begins, which ends just before the long span would be over the threshold;
 * the short one is by far. As old traffic leaves the long span, its share goes on growing while the short one remembers.
 */
function shortOutage({ long, short, threshold }: Spans, isTime: boolean): Interval[] | undefined {
  const begin = long + 2;
  const traffic = (i: number) => (isTime || i >= begin ? 1 : FALLS - ((FALLS - 1) * i) / begin);
  for (let times = 1; times <= long / 2; times++) {
    const last = begin + times + short - 2;
    const all = Array.from({ length: long }, (_, i) => traffic(last - i)).reduce((sum, each) => sum + each);
    const share = (NEARLY * threshold * all) / times;
    if (share > 1) continue;
    const before = Array.from({ length: begin }, (_, i) => grown(0, traffic(i)));
    return [...before, ...level(times, share), ...level(long, 0)];
  }
  return undefined;
}

/** Where nearly everything must be bad to be over the threshold, everything is from some moment on. */
function allAtOnce({ long, short, threshold }: Spans): Course {
  const well = level(long + 12, 0);
  return { before: [...well, ...level(long + short, 1)], from: well.length + Math.floor(threshold * long) + 1 };
}

/** The same without the first samples. */
function firstAt(missing: number, { series, ...proof }: QuietProof): QuietProof {
  const later = Object.entries(series).map(([name, values]) => [name, `_x${missing} ${values}`]);
  return { ...proof, series: Object.fromEntries(later) as QuietProof["series"] };
}
