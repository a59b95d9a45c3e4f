/** Do the texts of an alert say its value in the unit that it has? Only `$value` is looked at. */
import { didYouMean } from "../nearest";
import { shows } from "./grafana";
import { describe, readUnit } from "./notation";
import { core, isUnknown, near, type Unit } from "./unit";
import { spokenUnit } from "./words";

/** One place of a text where the value stands. */
interface Place {
  /** `{{ $value | humanize }}` with what follows of it. */
  readonly written: string;
  readonly formatter?: string;
  /** What the text says right behind it. */
  readonly behind: string;
}

/** What each formatter of Prometheus' templates makes sense of; the others take any number. */
const wanted: Readonly<Record<string, string>> = {
  humanizePercentage: "ratio",
  humanizeDuration: "seconds",
  humanizeTimestamp: "timestamp",
  toTime: "timestamp",
};

/** One line for each place that says another unit than the value has. */
export function annotationFaults(texts: Readonly<Record<string, string>>, unit: Unit): string[] {
  if (isUnknown(unit)) return [];
  return Object.entries(texts).flatMap(([what, text]) =>
    placesOf(text).flatMap((place) => {
      const wrong = wrongFormat(place, unit) ?? wrongWords(place, unit);
      return wrong === undefined ? [] : [`${what} has ${place.written}, ${wrong}`];
    }),
  );
}

/** Whether a text shows the value at all. */
export function showsValue(text: string): boolean {
  return placesOf(text).length > 0;
}

function wrongFormat({ formatter, behind }: Place, unit: Unit): string | undefined {
  if (formatter === undefined) return undefined;
  if (/^humani[sz]e/i.test(formatter) && !formatters.includes(formatter)) {
    return `and "${formatter}" is no function of Prometheus${didYouMean(formatter, formatters)}`;
  }
  if (formatter === "humanizePercentage" && /^\s*%/.test(behind)) return "which has a % too many: it writes one itself";
  if (formatter === "humanize1024") return hasBytes(unit) ? undefined : wants("bytes", unit);
  const name = wanted[formatter];
  return name === undefined || shows(unit, readUnit(name)!) ? undefined : wants(describe(readUnit(name)!), unit);
}

const formatters = ["humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp"];

function wants(what: string, unit: Unit): string {
  return `which wants ${what}, but $value is ${describe(unit)}: write ${rightly(unit)}`;
}

function hasBytes(unit: Unit): boolean {
  return unit.kind === "number" || (core(unit).byte === 1 && near(unit.scale, 1));
}

function wrongWords({ formatter, behind }: Place, unit: Unit): string | undefined {
  if (unit.kind === "number" || (formatter !== undefined && wanted[formatter] !== undefined)) return undefined;
  const said = spokenUnit(behind);
  if (said === undefined || said.fits(unit)) return undefined;
  return `which says ${said.label}, but $value is ${describe(unit)}: write ${rightly(unit)}`;
}

/** How a value of this unit is written. */
function rightly(unit: Unit): string {
  const { second = 0, byte } = core(unit);
  const plain = near(unit.scale, 1);
  if (unit.kind === "point") return "{{ $value | humanizeTimestamp }}";
  if (unit.kind === "truth") return "it in words, since it is 0 or 1";
  if (byte === 1 && plain) return `{{ $value | humanize1024 }}B${second === -1 ? "/s" : ""}`;
  if (second === 1 && plain) return "{{ $value | humanizeDuration }}";
  if (Object.keys(core(unit)).length === 0) {
    return plain ? "{{ $value | humanizePercentage }}" : near(unit.scale, 100) ? "{{ $value | humanize }} %" : bare;
  }
  if (core(unit).count === 1 && plain) return "{{ $value }} and what it counts";
  return second === -1 ? `{{ $value | humanize }} ${describe(unit).replace(/^events /, "")}` : bare;
}

const bare = "{{ $value }} and its unit";

function placesOf(text: string): Place[] {
  return [...text.matchAll(/\{\{-?\s*(.*?)\s*-?\}\}/gs)].flatMap((match) => {
    const action = match[1]!;
    const control = /^(?:if|else|with|range|end|define|template)\b|:=/.test(action);
    if (control || !/\$value(?!\w)/.test(action)) return [];
    const after = text.slice(match.index + match[0].length);
    const own = after.split("{{")[0]!.split("\n")[0]!;
    const printed =
      /printf\s+"[^"%]*%[-+# 0]*[\d.]*[a-zA-Z]((?:[^"%]|%%)*)"/.exec(action)?.[1]?.replaceAll("%%", "%") ?? "";
    const names = [...action.matchAll(/\b(human\w*|toTime)\b/g)].map((found) => found[1]!);
    const words = own
      .trim()
      .split(/\s+/)
      .slice(0, 4)
      .join(" ")
      .replace(/[.,;:]+$/, "");
    return [
      { written: `"${match[0]}${/^\s/.test(own) ? " " : ""}${words}"`, formatter: names.at(-1), behind: printed + own },
    ];
  });
}
