/** Grafana's times and durations, all in UTC: the same answer on a server and in any browser. */
import { unitSeconds } from "../durations";
import { UserError } from "../errors";
import type { TimeRange } from "./types";

/** With months of 30 days: as Grafana counts them where no calendar is at hand. */
const lengths: Readonly<Record<string, number>> = { ...unitSeconds, M: 2_592_000 };

/** Seconds of a duration as Grafana and Prometheus write it (`30s`, `1h30m`, `1M` is 30 days); undefined for others. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(ms|[smhdwMy]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwMy])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * lengths[unit!]!, 0);
}

/**
 * A dashboard's time range in seconds since 1970, as Grafana reads it: `now-6h`, `now-1d/d`, an ISO time (UTC where it
 * names no zone) or milliseconds since 1970.
 *
 * @throws UserError naming what isn't a time, or a range that ends before it begins
 */
export function resolveRange({ from, to }: { from: string; to: string }, nowSeconds: number): TimeRange {
  const range = { from: resolveTime(from, nowSeconds, false), to: resolveTime(to, nowSeconds, true) };
  if (range.from >= range.to) throw new UserError(`the range from "${from}" to "${to}" ends before it begins`);
  return range;
}

/** `end` decides what `/d` means: the first moment of that day, or its last. */
function resolveTime(text: string, now: number, end: boolean): number {
  const time = relative(text.trim(), now, end) ?? absolute(text.trim());
  if (time === undefined) throw new UserError(`"${text}" isn't a time; write it like now-6h or 2026-01-31T12:00:00Z`);
  return time;
}

function absolute(text: string): number | undefined {
  if (/^-?\d{5,}$/.test(text)) return Number(text) / 1000;
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (!iso) return undefined;
  const [, day, time = "00:00:00", zone = "Z"] = iso;
  const milliseconds = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** `now`, then any number of `-6h`, `+1d` and `/d`, worked off from left to right. */
function relative(text: string, now: number, end: boolean): number | undefined {
  if (!/^now([-+]\d*[smhdwMQy]|\/[smhdwMQy])*$/.test(text)) return undefined;
  let date = new Date(now * 1000);
  for (const [, sign, count, unit] of text.matchAll(/([-+/])(\d*)([smhdwMQy])/g)) {
    date = sign === "/" ? rounded(date, unit!, end) : moved(date, unit!, Number(`${sign}${count || 1}`));
  }
  return date.getTime() / 1000;
}

const months: Readonly<Record<string, number>> = { M: 1, Q: 3, y: 12 };

function moved(date: Date, unit: string, by: number): Date {
  const inMonths = months[unit];
  if (inMonths === undefined) return new Date(date.getTime() + by * lengths[unit]! * 1000);
  const first = new Date(date);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + by * inMonths);
  // The 31st of a month, in one that ends earlier, is its last day.
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return first;
}

/** To the unit's first moment, or to the millisecond before the next one. */
function rounded(date: Date, unit: string, up: boolean): Date {
  const start = startOf(date, unit);
  return up ? new Date(moved(start, unit, 1).getTime() - 1) : start;
}

function startOf(date: Date, unit: string): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === "y") return new Date(Date.UTC(year, 0));
  if (unit === "Q") return new Date(Date.UTC(year, month - (month % 3)));
  if (unit === "M") return new Date(Date.UTC(year, month));
  // Weeks begin on Sunday, as Grafana's do unless a user says otherwise.
  if (unit === "w") return new Date(Date.UTC(year, month, day - date.getUTCDay()));
  const milliseconds = lengths[unit]! * 1000;
  return new Date(Math.floor(date.getTime() / milliseconds) * milliseconds);
}
