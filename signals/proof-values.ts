/** The values of a proof's series, in promtool's notation and one by one. */
import { UserError } from "./errors";

/** One value stands every interval; undefined is none, `stale` is the mark of a series that has ended. */
export type Sample = number | "stale" | undefined;

const number = String.raw`[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|inf|nan)`;
const run = new RegExp(`^(${number})([-+]${number.slice("[-+]?".length)})?x(\\d+)$`, "i");
const single = new RegExp(`^${number}$`, "i");

/**
 * `1+2x3` is 1, 3, 5, 7; `1x3` is four ones; `_x3` is three gaps; `stale` and numbers stand for themselves.
 *
 * @throws UserError for what isn't of this notation, native histograms included.
 */
export function expandValues(values: string): Sample[] {
  return values
    .trim()
    .split(/\s+/)
    .flatMap((token): Sample[] => {
      if (token === "stale") return ["stale"];
      const gap = /^_(?:x(\d+))?$/.exec(token);
      if (gap !== null) return Array<Sample>(Number(gap[1] ?? 1)).fill(undefined);
      if (single.test(token)) return [numeral(token)];
      const [, first, step = "0", times] = run.exec(token) ?? [];
      if (times === undefined) throw new UserError(`"${token}" can't be read as values of a series`);
      return series(numeral(first!), numeral(step), Number(times) + 1);
    });
}

/** The shortest notation of the same values. */
export function writeValues(values: readonly Sample[]): string {
  const tokens: string[] = [];
  for (let at = 0; at < values.length;) {
    const [token, length] = nextToken(values, at);
    tokens.push(token);
    at += length;
  }
  return tokens.join(" ");
}

function nextToken(values: readonly Sample[], at: number): [token: string, length: number] {
  const first = values[at];
  if (first === "stale") return ["stale", 1];
  const second = values[at + 1];
  if (first === undefined) {
    const length = lengthWhile(values, at, () => undefined);
    return [`_x${length}`, length];
  }
  const step = typeof second === "number" && second !== first && !Number.isNaN(second - first) ? second - first : 0;
  // As promtool counts: each value is the one before and the step.
  const length = lengthWhile(values, at, (before) => (before === undefined ? first : (before as number) + step));
  // promtool takes "NaNx3" for a word.
  if (length === 1 || !Number.isFinite(first)) return [numeralText(first), 1];
  if (step === 0) return [`${numeralText(first)}x${length - 1}`, length];
  // Two values that differ are shorter as themselves, and may begin something longer.
  if (length === 2) return [numeralText(first), 1];
  return [`${numeralText(first)}${step < 0 ? "-" : "+"}${numeralText(Math.abs(step))}x${length - 1}`, length];
}

function lengthWhile(values: readonly Sample[], at: number, next: (before: Sample) => Sample): number {
  let length = 0;
  let expected: Sample;
  while (at + length < values.length) {
    expected = next(length === 0 ? undefined : expected);
    if (!Object.is(values[at + length], expected)) break;
    length++;
  }
  return length;
}

function series(first: number, step: number, length: number): number[] {
  const all: number[] = [];
  for (let value = first; all.length < length; value += step) all.push(value);
  return all;
}

function numeral(text: string): number {
  if (/inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return /nan$/i.test(text) ? NaN : Number(text);
}

function numeralText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
}
