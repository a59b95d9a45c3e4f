/** What values an expression can have at all: enough to tell a comparison that can never be true. */

export interface Range {
  readonly lo: number;
  readonly hi: number;
}

export const all: Range = { lo: -Infinity, hi: Infinity };
export const from0: Range = { lo: 0, hi: Infinity };
export const share: Range = { lo: 0, hi: 1 };

/** The value of a literal, or of what always has the same. */
export function constant({ lo, hi }: Range): number | undefined {
  return lo === hi ? lo : undefined;
}

export function exactly(value: number): Range {
  return Number.isNaN(value) ? all : { lo: value, hi: value };
}

export function add(a: Range, b: Range): Range {
  return { lo: a.lo + b.lo, hi: a.hi + b.hi };
}

export function negate({ lo, hi }: Range): Range {
  return { lo: 0 - hi, hi: 0 - lo };
}

export function scale({ lo, hi }: Range, factor: number): Range {
  // 0 * Infinity is nothing in JavaScript, and 0 here.
  const [a, b] = [factor === 0 ? 0 : lo * factor, factor === 0 ? 0 : hi * factor];
  return { lo: Math.min(a, b), hi: Math.max(a, b) };
}

export function multiply(a: Range, b: Range): Range {
  const ends = [a.lo, a.hi].flatMap((x) => [b.lo, b.hi].map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return { lo: Math.min(...ends), hi: Math.max(...ends) };
}

/** Of what is never negative nothing negative comes; more isn't known, since a divisor may be as small as it likes. */
export function divide(a: Range, b: Range): Range {
  return a.lo >= 0 && b.lo >= 0 ? from0 : all;
}

export function either(a: Range, b: Range): Range {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}

/** What is left of a range where a comparison with a number holds; `lo` is over `hi` where it never does. */
export function where({ lo, hi }: Range, op: string, value: number): Range {
  switch (op) {
    case ">":
      return hi > value ? { lo: Math.max(lo, value), hi } : { lo: 1, hi: 0 };
    case ">=":
      return { lo: Math.max(lo, value), hi };
    case "<":
      return lo < value ? { lo, hi: Math.min(hi, value) } : { lo: 1, hi: 0 };
    case "<=":
      return { lo, hi: Math.min(hi, value) };
    case "==":
      return { lo: Math.max(lo, value), hi: Math.min(hi, value) };
    default:
      return lo === hi && lo === value ? { lo: 1, hi: 0 } : { lo, hi };
  }
}

export function isEmpty({ lo, hi }: Range): boolean {
  return lo > hi;
}
