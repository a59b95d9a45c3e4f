/**
 * What a number measures: base units with exponents, a scale, and for what isn't a quantity its kind.
 *
 * A number shown is the value in base units times the scale: 100 for percent, 1000 for milliseconds, 60 for events a
 * minute. So `60 * rate(x)` and Grafana's `cpm` are the same unit, and nothing has to be guessed from a name.
 */
import { add as addRanges, all, from0, scale as scaleRange, type Range } from "./range";

/** Exponents by base unit, none of them 0. A base that begins with `?` is unknown; what follows says why. */
export type Dimensions = Readonly<Record<string, number>>;

export interface Unit {
  /**
   * - `quantity`: base units and a scale.
   * - `point`: seconds since 1970, times the scale. Two of them apart are a duration; added they are nonsense.
   * - `truth`: 1 for true, 0 for false, and 1 for series that only carry labels (`x_info`).
   * - `number`: a literal. It takes the unit of whatever it stands beside.
   */
  readonly kind: "quantity" | "point" | "truth" | "number";
  readonly dims: Dimensions;
  readonly scale: number;
  /** What its values can be, in the scale that is shown. */
  readonly range: Range;
  /** Of buckets and native histograms: what was observed, while the values themselves are counts. */
  readonly observed?: Unit;
}

export function quantity(dims: Dimensions, scale = 1, range: Range = all): Unit {
  const entries = Object.entries(dims).filter(([, exponent]) => exponent !== 0);
  return { kind: "quantity", dims: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))), scale, range };
}

export const count = quantity({ count: 1 }, 1, from0);
export const ratio = quantity({}, 1);
export const seconds = quantity({ second: 1 }, 1);
export const truth: Unit = { ...quantity({}), kind: "truth", range: { lo: 0, hi: 1 } };
/** The value of series that say something by their labels only. */
export const one: Unit = { ...truth, range: { lo: 1, hi: 1 } };

export function point(scale = 1): Unit {
  return { ...quantity({ second: 1 }, scale, from0), kind: "point" };
}

export function number(range: Range = all): Unit {
  return { ...quantity({}), kind: "number", range };
}

export function unknown(why: string): Unit {
  return quantity({ [`?${why}`]: 1 });
}

/** Why a unit isn't known; empty when it is. */
export function reasons({ dims }: Unit): string[] {
  return Object.keys(dims)
    .filter((base) => base.startsWith("?"))
    .map((base) => base.slice(1));
}

export function isUnknown(unit: Unit): boolean {
  return reasons(unit).length > 0;
}

export function within(unit: Unit, range: Range): Unit {
  return { ...unit, range };
}

/** Values of a truth that are added or multiplied are counts; of anything else they stay what they are. */
export function counted(unit: Unit): Unit {
  return unit.kind === "truth" ? quantity({ count: 1 }, 1, unit.range) : unit;
}

export function product(a: Dimensions, b: Dimensions, sign: 1 | -1 = 1): Dimensions {
  const bases = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(bases.map((base) => [base, (a[base] ?? 0) + sign * (b[base] ?? 0)]));
}

/** A second less in the exponent: `rate()`. */
export function perSecond(unit: Unit): Unit {
  return { ...unit, ...quantity(product(counted(unit).dims, { second: 1 }, -1), unit.scale, from0) };
}

/**
 * Whether a factor turns one unit into another, as 60, 100, 1000 and 1024² do. Others (`2 * limit`, `0.8 * limit`) only
 * make more or less of the same. A multiple of 60 is taken for seconds: `300 * rate(x)` are events in 5 minutes, and
 * `increase(x[5m]) / 300` isn't a count any more.
 */
export function converts(factor: number, { dims }: Unit): boolean {
  const size = Math.abs(factor) >= 1 ? Math.abs(factor) : 1 / Math.abs(factor);
  if (!Number.isFinite(size) || size === 1) return false;
  const power = (base: number) => near(Math.log(size) / Math.log(base), Math.round(Math.log(size) / Math.log(base)));
  if (size === 8 && dims.byte !== undefined) return true;
  return near(size, 100) || power(1000) || power(1024) || near(size / 60, Math.round(size / 60));
}

/** Equal but for rounding: 1 / 60 * 60 is 1. */
export function near(a: number, b: number): boolean {
  return b !== 0 && Math.abs(a - b) <= Math.abs(b) * 1e-9;
}

/** A unit times a literal. */
export function times(unit: Unit, factor: number): Unit {
  const range = scaleRange(unit.range, factor);
  if (unit.kind === "number") return number(range);
  if (factor === 0 || !converts(factor, unit)) {
    if (unit.kind === "point" && Math.abs(factor) !== 1) return unknown("a point in time is multiplied");
    return unit.kind === "truth" && factor !== 1 ? quantity({ count: 1 }, 1, range) : within(unit, range);
  }
  const kind = unit.kind === "truth" ? "quantity" : unit.kind;
  return { ...unit, kind, scale: unit.scale * Math.abs(factor), range };
}

/** Adds what can be added: the range of both, everything else of the left. */
export function plus(left: Unit, right: Unit): Unit {
  return within(left, addRanges(left.range, right.range));
}

/**
 * What of the base units makes units differ. Per event or not is the same (an average duration is a duration), a count
 * and a ratio aren't; a ratio per thing is a ratio.
 */
export function core({ dims }: Unit): Dimensions {
  const { count: counts = 0, ...others } = dims;
  if (Object.keys(others).length > 0 || counts <= 0) return others;
  return { count: counts };
}

/** Whether values of both can be compared, added, or drawn on one axis. Unknown ones might be. */
export function compatible(a: Unit, b: Unit): boolean {
  if (a.kind === "number" || b.kind === "number" || isUnknown(a) || isUnknown(b)) return true;
  if (a.kind === "truth" && b.kind === "truth") return true;
  const [left, right] = [counted(a), counted(b)];
  if ((left.kind === "point") !== (right.kind === "point") || !near(left.scale, right.scale)) return false;
  return JSON.stringify(quantity(core(left)).dims) === JSON.stringify(quantity(core(right)).dims);
}
