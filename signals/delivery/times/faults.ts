import { didYouMean } from "../../nearest";
import type { TimeIntervalSpec, TimeRangeSpec } from "../routes/routing";
import { zoneFault } from "./zone";

export const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
export const months = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** Time intervals that Alertmanager would refuse, or that are no time at all. */
export function timeFaults(intervals: Readonly<Record<string, TimeIntervalSpec>>): string[] {
  return Object.entries(intervals).flatMap(([name, { timeZone, times }]) =>
    [
      ...zoneFault(timeZone).map((fault) => `.timeZone: ${fault}`),
      ...(times.length === 0 ? [".times: names no time; at least one was expected"] : []),
      ...times.flatMap((range, i) => rangeFaults(range).map((fault) => `.times.${i}${fault}`)),
    ].map((fault) => `sightline:timeIntervals.${name}${fault}`),
  );
}

function rangeFaults(range: TimeRangeSpec): string[] {
  const { weekdays = [], daysOfMonth = [], months: ofYear = [], years = [] } = range;
  const lists = { weekdays, daysOfMonth, months: ofYear, years };
  const nothing =
    range.from === undefined && range.to === undefined && Object.values(lists).every((list) => list.length === 0);
  if (nothing) return [": says no time; one of from, to, weekdays, daysOfMonth, months or years was expected"];
  const each = (key: keyof typeof lists, fault: (text: string) => string | undefined) =>
    lists[key].flatMap((text, i) => fault(text)?.replace(/^/, `.${key}.${i}: "${text}" `) ?? []);
  return [
    ...clockFaults(range),
    ...each("weekdays", (text) => rangeFault(text, "a weekday", (part) => indexIn(days, part))),
    ...each("daysOfMonth", dayFault),
    ...each("months", (text) => rangeFault(text, "a month", (part) => number(part, 1, 12) ?? monthOf(part))),
    ...each("years", (text) => rangeFault(text, "a year", (part) => number(part, 1970, 9999) ?? "")),
  ];
}

function clockFaults({ from, to }: TimeRangeSpec): string[] {
  const wrong = Object.entries({ from, to }).flatMap(([key, text]) =>
    text === undefined || /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text)
      ? []
      : [`.${key}: "${text}" isn't a time of the day; one from "00:00" to "24:00" was expected`],
  );
  if (wrong.length > 0 || (from ?? "00:00") < (to ?? "24:00")) return wrong;
  const over = `for a night, say two: {from: "${from}"} and {to: "${to}"}`;
  return [
    `.to: "${to ?? "24:00"}" isn't after "${from ?? "00:00"}"${from !== undefined && to !== undefined ? `; ${over}` : ""}`,
  ];
}

/** As Alertmanager takes them: days from the end of a month begin with -1, and no month has fewer than 28. */
function dayFault(text: string): string | undefined {
  const parts = text.split(":");
  if (parts.length > 2 || !parts.every((part) => /^-?[1-9]\d?$/.test(part) && Math.abs(Number(part)) <= 31)) {
    return `isn't a day of a month; 1 to 31, -1 for the last one, or a range such as 1:5 was expected`;
  }
  const [first, last = first] = parts.map(Number);
  if (first! < 0 && last! > 0) return "ends before it begins: its end must be negative too";
  const [begin, end] = [first!, last!].map((day) => (day < 0 ? 28 + day : day));
  return begin! > end! ? "ends before it begins" : undefined;
}

/** `monday:friday`: both ends must be known, and in order. */
function rangeFault(text: string, what: string, position: (part: string) => number | string): string | undefined {
  const parts = text.split(":");
  const found = parts.map(position);
  if (parts.length > 2) return `isn't ${what} or a range of two`;
  const unknown = found.find((one) => typeof one === "string");
  if (unknown !== undefined) return `isn't ${what}${unknown}`;
  const [first, last = first] = found as number[];
  if (first! <= last!) return undefined;
  const hint = what === "a weekday" ? "; weeks begin on sunday here, so name the days one by one" : "";
  return `ends before it begins${hint}`;
}

function indexIn(names: readonly string[], part: string): number | string {
  const index = names.indexOf(part.toLowerCase());
  return index < 0 ? didYouMean(part, names) : index;
}

function monthOf(part: string): number | string {
  const index = indexIn(months, part);
  return typeof index === "number" ? index + 1 : index;
}

function number(part: string, least: number, most: number): number | undefined {
  return /^\d+$/.test(part) && Number(part) >= least && Number(part) <= most ? Number(part) : undefined;
}
