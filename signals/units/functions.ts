import type { Context, Operand } from "./infer";
import { observed, observedSum } from "./histograms";
import { describe } from "./notation";
import { all, constant, from0, share, type Range } from "./range";
import {
  core,
  count,
  counted,
  isUnknown,
  number,
  one,
  perSecond,
  point,
  quantity,
  ratio,
  seconds,
  unknown,
  within,
  type Unit,
} from "./unit";

export type Function = (unit: Unit, args: readonly Operand[], context: Context) => Unit;

const keep: Function = (unit) => unit;
const plainCount: Function = () => count;
const always: Function = () => one;

/** What is left between two values: a duration between points in time. */
function between(unit: Unit, range: Range): Unit {
  return unit.kind === "point" ? { ...seconds, scale: unit.scale, range } : within(counted(unit), range);
}

function perTime(name: string, range: Range): Function {
  return (unit) => {
    if (unit.kind === "point") return unknown(`${name}() of a point in time`);
    return within(perSecond(unit), range);
  };
}

function summed(unit: Unit): Unit {
  if (unit.kind === "point") return unknown("points in time are added up");
  return within(counted(unit), unit.range.lo >= 0 ? from0 : all);
}

/** A share of what is true. */
function averaged(unit: Unit): Unit {
  return unit.kind === "truth" ? within(ratio, share) : unit;
}

function squared({ dims, scale }: Unit): Unit {
  return quantity(
    Object.fromEntries(Object.entries(dims).map(([base, power]) => [base, 2 * power])),
    scale ** 2,
    from0,
  );
}

/** Functions that only make sense of plain numbers; of anything else they have no unit. */
function mathematical(name: string): Function {
  return (unit) => {
    if (isUnknown(unit)) return unit;
    if (unit.kind === "number") return number();
    const plain =
      unit.kind !== "point" && Object.keys(core(unit)).every((base) => base === "count" || base === "radian");
    return plain ? quantity({}) : unknown(`${name}() of ${describe(unit)} has no unit`);
  };
}

function clamped(unit: Unit, lowest: Operand | undefined, highest: Operand | undefined): Unit {
  const [lo, hi] = [lowest, highest].map((limit) => (limit === undefined ? undefined : constant(limit.unit.range)));
  const { range } = unit;
  return within(unit, { lo: Math.max(range.lo, lo ?? -Infinity), hi: Math.min(range.hi, hi ?? Infinity) });
}

function root(unit: Unit): Unit {
  const entries = Object.entries(unit.dims).map(([base, power]) => [base, power / 2] as const);
  if (unit.kind === "number" || isUnknown(unit)) return unit;
  if (unit.kind === "point" || entries.some(([, power]) => !Number.isInteger(power))) {
    return Object.keys(core(unit)).every((base) => base === "count")
      ? quantity({})
      : unknown(`sqrt() of ${describe(unit)} has no unit`);
  }
  return quantity(Object.fromEntries(entries), Math.sqrt(unit.scale), from0);
}

const functions: Readonly<Record<string, Function>> = {
  rate: perTime("rate", from0),
  irate: perTime("irate", from0),
  deriv: perTime("deriv", all),
  increase: (unit) => between(unit, from0),
  delta: (unit) => between(unit, all),
  idelta: (unit) => between(unit, all),
  changes: plainCount,
  resets: plainCount,
  count_over_time: plainCount,
  present_over_time: always,
  absent: always,
  absent_over_time: always,
  sum_over_time: summed,
  avg_over_time: averaged,
  stddev_over_time: (unit) => between(unit, from0),
  stdvar_over_time: squared,
  mad_over_time: (unit) => between(unit, from0),
  predict_linear: (unit) => within(counted(unit), all),
  double_exponential_smoothing: (unit) => within(counted(unit), all),
  ts_of_first_over_time: () => point(),
  ts_of_last_over_time: () => point(),
  ts_of_max_over_time: () => point(),
  ts_of_min_over_time: () => point(),
  histogram_quantile: observed("histogram_quantile"),
  histogram_quantiles: observed("histogram_quantiles"),
  histogram_avg: observed("histogram_avg"),
  histogram_stddev: observed("histogram_stddev"),
  histogram_stdvar: (unit, args, context) => squared(observed("histogram_stdvar")(unit, args, context)),
  histogram_sum: observedSum,
  histogram_count: (unit) => (isUnknown(unit) ? unit : { ...unit, observed: undefined }),
  histogram_fraction: () => within(ratio, share),
  abs: (unit) => within(unit, unit.range.lo >= 0 ? unit.range : from0),
  sgn: () => within(ratio, { lo: -1, hi: 1 }),
  clamp: (unit, [, lowest, highest]) => clamped(unit, lowest, highest),
  clamp_min: (unit, [, lowest]) => clamped(unit, lowest, undefined),
  clamp_max: (unit, [, highest]) => clamped(unit, undefined, highest),
  sqrt: root,
  deg: () => quantity({ degree: 1 }),
  rad: () => quantity({ radian: 1 }),
  pi: () => number({ lo: Math.PI, hi: Math.PI }),
  time: () => point(),
  timestamp: () => point(),
  start: () => point(),
  end: () => point(),
  range: () => within(seconds, from0),
  step: () => within(seconds, from0),
};

/** Of the calendar: a number of the hour, day, month or year. */
const calendar = /^(?:days_in_month|day_of_(?:month|week|year)|hour|minute|month|year)$/;
const plainNumbers = /^(?:exp|ln|log2|log10|a?(?:sin|cos|tan)h?)$/;

/** Keeps the unit where nothing else is said: `max_over_time`, `label_replace`, `sort`, `round`, `vector`, … */
export function functionCall(name: string, args: readonly Operand[], context: Context): Unit {
  if (calendar.test(name)) return count;
  // Quantiles and labels are literals; what they are of is the argument that isn't.
  const subject = args.find(({ unit }) => unit.kind !== "number") ?? args[0];
  const unit = subject?.unit ?? number();
  if (plainNumbers.test(name)) return mathematical(name)(unit, args, context);
  return (functions[name] ?? keep)(unit, args, context);
}

/** Sums and averages are the same over series as over time. */
export const overSeries = { summed, averaged, between, squared };
