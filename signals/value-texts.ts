/** The value of an alert and its threshold in words, for messages: in the unit that the expression has. */
import type { Alert } from "./rules";
import type { UnitOf } from "./units/infer";
import { statedUnit } from "./units/stated";
import { core, isUnknown, near, type Unit } from "./units/unit";

export interface ValueTexts {
  /** A template of Prometheus': what the value was. */
  readonly value: string;
  /** `> 5%`: what the value must be for the alert to fire. */
  readonly threshold: string;
}

interface Form {
  /** Template of the value. */
  readonly value: string;
  /** The same of a number that is known now. */
  readonly of: (value: number) => string;
}

/** Undefined for what is only true or false: `0, threshold == 0` tells nobody anything. */
export function valueTexts({ expr, unit, op = ">" }: Alert, threshold: number, unitOf: UnitOf): ValueTexts | undefined {
  const form = formOf(statedUnit(expr, unit, unitOf).unit);
  return form && { value: form.value, threshold: `${op} ${form.of(threshold)}` };
}

function formOf(unit: Unit): Form | undefined {
  if (unit.kind === "truth" || unit.kind === "number") return undefined;
  if (unit.kind === "point") return { value: "{{ $value | humanizeTimestamp }}", of: moment };
  return isUnknown(unit) ? withBehind("") : quantityForm(unit);
}

/** Of a unit that has no words here, the bare number is told. */
function quantityForm(unit: Unit): Form {
  const { scale } = unit;
  const measured = Object.entries(core(unit))
    .filter(([base]) => base !== "count")
    .map(([base, exponent]) => `${base}^${exponent}`)
    .join(" ");
  if (measured === "byte^1" || measured === "byte^1 second^-1") {
    return near(scale, 1) ? bytes(measured === "byte^1" ? "B" : "B/s") : withBehind("");
  }
  // Of other currencies the bare number: where their sign stands differs.
  if (measured === "currencyUSD^1" && near(scale, 1)) return withBehind("", "$");
  if (measured === "second^1") {
    if (near(scale, 1)) return { value: "{{ $value | humanizeDuration }}", of: inSeconds };
    return withBehind(near(scale, 1000) ? " ms" : "");
  }
  if (measured === "second^-1") return withBehind(perTime.find(([size]) => near(scale, size))?.[1] ?? "");
  if (measured !== "" || "count" in core(unit)) return withBehind("");
  if (near(scale, 1)) return { value: "{{ $value | humanizePercentage }}", of: (value) => `${short(100 * value)}%` };
  return withBehind(near(scale, 100) ? "%" : "");
}

const perTime = [
  [1, "/s"],
  [60, "/min"],
  [3600, "/h"],
] as const;

function bytes(behind: string): Form {
  return { value: `{{ $value | humanize1024 }}${behind}`, of: (value) => `${prefixed(value, 1024)}${behind}` };
}

/** `humanize` alone would write half an event as `500m`. */
function withBehind(behind: string, before = ""): Form {
  const value = '{{ if lt $value 10000.0 }}{{ printf "%.4g" $value }}{{ else }}{{ $value | humanize }}{{ end }}';
  const of = (number: number) => (number < 10_000 ? short(number) : prefixed(number, 1000));
  return { value: `${before}${value}${behind}`, of: (number) => `${before}${of(number)}${behind}` };
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `1.5k`, or `1.5Gi` where a step is 1024. */
function prefixed(value: number, step: 1000 | 1024): string {
  const prefixes = step === 1000 ? ["", "k", "M", "G", "T", "P"] : ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
  let [left, i] = [value, 0];
  while (Math.abs(left) >= step && i < prefixes.length - 1) [left, i] = [left / step, i + 1];
  return `${short(left)}${prefixes[i]}`;
}

/** `1h 30m`, `2.5s`, `250ms`. */
function inSeconds(seconds: number): string {
  if (Math.abs(seconds) < 60)
    return Math.abs(seconds) < 1 && seconds !== 0 ? `${short(1000 * seconds)}ms` : `${short(seconds)}s`;
  let left = Math.round(Math.abs(seconds));
  const parts = (
    [
      ["d", 86_400],
      ["h", 3600],
      ["m", 60],
      ["s", 1],
    ] as const
  ).flatMap(([name, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count}${name}`];
  });
  return `${seconds < 0 ? "-" : ""}${parts.join(" ")}`;
}

function moment(seconds: number): string {
  const time = new Date(1000 * seconds);
  return Number.isNaN(time.getTime()) ? short(seconds) : time.toISOString().replace(/\.000Z$/, "Z");
}
