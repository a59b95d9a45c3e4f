/**
 * What happens to every series sooner or later, and what an alert makes of it. Nobody thinks of all of it when writing an
 * alert, so these proofs are made from its quiet one: half-way through, when the alert is nearest to firing, something
 * happens to the series, and the alert is watched for as long as its windows can remember.
 */
import { durationSeconds, secondsDuration } from "./durations";
import { UserError } from "./errors";
import type { Metric } from "./metrics";
import { expandValues, writeValues, type Sample } from "./proof-values";
import { alertExpression } from "./rule-files";
import { gaps, type Alert, type Duration, type Gap, type InputSeries, type QuietProof, type Recording } from "./rules";
import { seriesKind, type SeriesKind } from "./series-kinds";

export interface GapProof {
  readonly gap: Gap;
  /** The gap, and which form of it where there are several. */
  readonly name: string;
  /** quiet: it never fires after `from`. fires: it fires at the end. */
  readonly kind: "quiet" | "fires";
  /** Default: from the beginning. */
  readonly from?: Duration;
  readonly proof: QuietProof;
}

export interface GapContext {
  /** The contract: tells counters from gauges. Default: the exporters' catalogues and the names do. */
  readonly metrics?: readonly Metric[];
  /** What the alert asks for and rules record: their windows count as well. Default none. */
  readonly recordings?: readonly Recording[];
}

/** At most so many values after the gap, however long a window is. */
const LONGEST = 600;
/** Intervals that an alert is watched beyond what it can remember. */
const MARGIN = 10;

interface Series {
  readonly name: string;
  readonly kind: SeriesKind;
  readonly values: readonly Sample[];
}

interface Stage {
  readonly all: readonly Series[];
  /** Where the gap begins, in intervals. */
  readonly at: number;
  /** The values up to the end. */
  readonly length: number;
  readonly interval: Duration | undefined;
  /** Of the interval. */
  readonly seconds: number;
}

/** @throws UserError when none of the gaps can happen to the alert, or one of which it speaks can't. */
export function gapProofs(alert: Alert, context: GapContext = {}): GapProof[] {
  if (alert.quiet === "always fires") return [stillFires(alert)];
  const stage = stageOf(alert, alert.quiet, context);
  const made = gaps.flatMap((gap) => proofsOf(alert, gap, stage));
  const impossible = Object.keys(alert.gaps ?? {}).filter((gap) => !made.some((proof) => proof.gap === gap));
  const faults = impossible.map((gap) => `${alert.name}: gaps: "${gap}" can't happen to the series of its quiet proof`);
  if (made.length === 0) faults.push(`${alert.name}: its quiet proof has no series that anything could happen to`);
  if (faults.length > 0) throw new UserError(faults);
  return made;
}

function proofsOf(alert: Alert, gap: Gap, stage: Stage): GapProof[] {
  const said = alert.gaps?.[gap];
  if (said !== undefined && said !== "fires") return [{ gap, name: gap, kind: "quiet", proof: said }];
  const kind = said ?? "quiet";
  // What fires while its target isn't there does so before the first sample as well, and rightly; then it must stop.
  const absent = gap === "first sample" && kind === "quiet" && alert.gaps?.["target gone"] === "fires";
  const from = secondsDuration(stage.at * stage.seconds + durationSeconds(alert.keepFiringFor ?? "0s"));
  const until = secondsDuration((stage.length - 1) * stage.seconds);
  return forms[gap](stage).map(([form, values]) => ({
    gap,
    name: form === "" ? gap : `${gap}, ${form}`,
    kind,
    ...(absent && { from }),
    proof: { series: written(stage.all, values), interval: stage.interval, until },
  }));
}

type Change = (series: Series) => readonly Sample[];

/** For each gap the forms that it can take with these series; none when it can't happen to them. */
const forms: Readonly<Record<Gap, (stage: Stage) => readonly (readonly [form: string, change: Change])[]>> = {
  "target gone": ({ all, at }) => {
    if (all.length === 0) return [];
    const gone: Change = ({ values }) => [...values.slice(0, at), "stale"];
    const removed = ["", gone] as const;
    const isUp = ({ name }: Series) => metricOf(name) === "up";
    // Where `up` is all there is, its being 0 is what the alert judges and no gap.
    if (!all.some(isUp) || all.every(isUp)) return [removed];
    const failing: Change = (one) => (isUp(one) ? one.values.map((value, i) => (i < at ? value : 0)) : gone(one));
    return [removed, ["its scrapes fail", failing]];
  },
  "counter reset": ({ all, at, seconds }) => {
    if (!all.some(({ kind }) => kind === "counter")) return [];
    const change: Change = ({ kind, values }) => {
      if (kind === "start") return values.map((value, i) => (i < at ? value : at * seconds));
      return kind === "counter" ? [...values.slice(0, at), ...fromZero(values.slice(at))] : values;
    };
    return [["", change]];
  },
  "no traffic": ({ all, at }) => {
    const grows = ({ kind, values }: Series) =>
      kind === "counter" && values.slice(at).some((v, i, a) => v !== a[0] && i > 0);
    if (!all.some(grows)) return [];
    const stands: Change = (one) =>
      grows(one) ? one.values.map((value, i) => (i < at ? value : one.values[at])) : one.values;
    return [["", stands]];
  },
  "first sample": ({ all, at }) =>
    all.length === 0 ? [] : [["", ({ values }) => values.map((value, i) => (i < at ? undefined : value))]],
  "not a number": ({ all, at }) => {
    if (!all.some(({ kind }) => kind === "gauge")) return [];
    const change: Change = ({ kind, values }) =>
      kind === "gauge" ? values.map((value, i) => (i < at || typeof value !== "number" ? value : NaN)) : values;
    return [["", change]];
  },
};

/** A counter that starts again: the same growth, from 0. */
function fromZero(values: readonly Sample[]): Sample[] {
  let total = 0;
  let before: number | undefined;
  return values.map((value) => {
    if (typeof value !== "number") return value;
    if (before !== undefined) total = value >= before ? total + value - before : value;
    before = value;
    return total;
  });
}

/** The quiet proof's series, as far as they're watched: the gap begins where the quiet proof itself ends. */
function stageOf(alert: Alert, quiet: QuietProof, { metrics = [], recordings = [] }: GapContext): Stage {
  const seconds = durationSeconds(quiet.interval ?? "1m");
  const expressions = [alertExpression(alert), ...recordings.map(({ expr }) => expr)];
  const held = durationSeconds(alert.for ?? "0s") + durationSeconds(alert.keepFiringFor ?? "0s");
  const memory = Math.ceil((longestWindow(expressions) + held) / seconds);
  const at = Math.ceil(durationSeconds(quietUntil(alert, quiet)) / seconds);
  const length = at + Math.min(memory, LONGEST) + MARGIN + 1;
  const all = Object.entries(quiet.series).map(([name, values]): Series => {
    const kind = seriesKind(metricOf(name), metrics, expressions);
    return { name, kind, values: lengthened(expandValues(values), length, kind) };
  });
  return { all, at, length, interval: quiet.interval, seconds };
}

/** Until when a quiet proof is checked. */
export function quietUntil(alert: Alert, { interval = "1m", until }: QuietProof): Duration {
  return until ?? secondsDuration(durationSeconds(alert.fires.firesAt) + 10 * durationSeconds(interval));
}

/** What goes on goes on: a counter grows as it last did, anything else stays as it is. What has ended has ended. */
function lengthened(values: readonly Sample[], length: number, kind: SeriesKind): Sample[] {
  const all = values.slice(0, length);
  const [before, last] = [all.at(-2), all.at(-1)];
  const step = kind === "counter" && typeof last === "number" && typeof before === "number" ? last - before : 0;
  while (all.length < length) {
    const end = all.at(-1);
    all.push(typeof end === "number" ? end + Math.max(0, step) : undefined);
  }
  return all;
}

function written(all: readonly Series[], change: Change): InputSeries {
  return Object.fromEntries(all.map((one) => [one.name, writeValues(change(one))]));
}

/** `up{job="app"}` is of `up`. */
function metricOf(series: string): string {
  return series.replace(/\{.*$/s, "").trim();
}

/** In seconds: of ranges, subqueries and offsets, in all of these expressions. */
function longestWindow(expressions: readonly string[]): number {
  // A matcher's regular expression may have brackets as well.
  const unquoted = expressions.map((expr) => expr.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
  const windows = unquoted.flatMap((expr) => [...expr.matchAll(/\[\s*(\w+)[^\]]*\]|\boffset\s+(\w+)/g)]);
  return Math.max(0, ...windows.map(([, range, offset]) => durationSeconds((range ?? offset)!)));
}

/** The one alert that always fires must do so without any series as well. */
function stillFires(alert: Alert): GapProof {
  const until = secondsDuration(2 * durationSeconds(alert.fires.firesAt));
  const { interval } = alert.fires;
  return { gap: "target gone", name: "target gone", kind: "fires", proof: { series: {}, interval, until } };
}
