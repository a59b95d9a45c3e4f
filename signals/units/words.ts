/** Units in the words behind a value: `%`, `MiB`, `requests a minute`. Words that could mean anything say nothing. */
import { shows } from "./grafana";
import { describe, readUnit } from "./notation";
import { core, isUnknown, near, product, quantity, type Unit } from "./unit";

export interface Spoken {
  /** As a message tells it. */
  readonly label: string;
  fits(unit: Unit): boolean;
}

const words: readonly [unit: string, words: RegExp][] = [
  ["percent", /^(?:%|percent)$/i],
  ["seconds", /^(?:s|secs?|seconds?)$/],
  ["milliseconds", /^(?:ms|millis|milliseconds?)$/],
  ["microseconds", /^(?:µs|us|microseconds?)$/],
  ["minutes", /^(?:mins?|minutes?)$/],
  ["hours", /^hours?$/],
  ["days", /^days?$/],
  ["bytes", /^(?:B|bytes?)$/],
  ["kibibytes", /^KiB$/],
  ["mebibytes", /^MiB$/],
  ["gibibytes", /^GiB$/],
  ["tebibytes", /^TiB$/],
  ["kilobytes", /^kB$/],
  ["megabytes", /^(?:MB|megabytes?)$/],
  ["gigabytes", /^(?:GB|gigabytes?)$/],
  ["terabytes", /^(?:TB|terabytes?)$/],
  ["bits", /^bits?$/],
  ["celsius", /^(?:°C|celsius)$/i],
  ["volts", /^(?:V|volts?)$/],
];

const spans: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const shortSpans: Readonly<Record<string, string>> = {
  s: "second",
  sec: "second",
  m: "minute",
  min: "minute",
  h: "hour",
  d: "day",
};

/** Behind these, "a minute" is how long something takes, and not how often it comes. */
const prepositions = /\b(?:about|after|at|during|every|for|from|in|last|of|once|over|since|than|the|under|within)\s*$/;

/** The unit that a text begins with, or how often it says; undefined when it says neither. */
export function spokenUnit(behind: string): Spoken | undefined {
  const clause = /^[^.,;:()]*/.exec(behind)![0];
  const word = /^\s*([%°\p{L}µ]+)/u.exec(clause)?.[1] ?? "";
  const unit = words.find(([, pattern]) => pattern.test(word))?.[0];
  const span = rateIn(clause);
  if (unit === undefined && span === undefined) return undefined;
  if (unit === undefined) return { label: `"${span!.said}"`, fits: (value) => isRate(value, spans[span!.word]!) };
  const plain = readUnit(unit)!;
  const whole =
    span === undefined ? plain : quantity(product(plain.dims, { second: 1 }, -1), plain.scale * spans[span.word]!);
  return { label: describe(whole), fits: (value) => shows(value, whole) };
}

/** `per minute`, `requests a minute`, `/s`: at most three words in between. */
function rateIn(clause: string): { readonly word: string; readonly said: string } | undefined {
  const slash = /^\s*[%°\p{L}µ]*\/(\p{L}+)/u.exec(clause);
  const spelled =
    /^((?:\s*[\p{L}%-]+\s+){0,3}?\s*)((?:per|each|every|an?)\s+(second|sec|minute|min|hour|day))\b/iu.exec(clause);
  if (slash !== null) {
    const word = shortSpans[slash[1]!] ?? slash[1]!;
    return word in spans ? { word, said: `a ${word}` } : undefined;
  }
  if (spelled === null || prepositions.test(spelled[1]!)) return undefined;
  return { word: shortSpans[spelled[3]!] ?? spelled[3]!.toLowerCase(), said: spelled[2]! };
}

function isRate(unit: Unit, time: number): boolean {
  if (unit.kind === "number" || isUnknown(unit)) return true;
  const { second = 0 } = core(unit);
  return unit.kind === "quantity" && second < 0 && near(unit.scale, time);
}
