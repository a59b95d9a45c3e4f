import type { TimeIntervalSpec, TimeRangeSpec } from "../routes/routing";
import { days, months } from "./faults";

/** A moment as the clocks and calendars of a time zone show it. */
interface Local {
  /** Since midnight. */
  readonly minutes: number;
  readonly day: number;
  readonly daysInMonth: number;
  /** 1 to 12. */
  readonly month: number;
  readonly year: number;
  /** From 0, a sunday. */
  readonly weekday: number;
}

/** Whether a moment is within a time interval, as Alertmanager sees it (`ContainsTime` of its timeinterval.go). */
export function isWithin({ timeZone, times }: TimeIntervalSpec, at: Date): boolean {
  const local = localTime(timeZone, at);
  return times.some((range) => inRange(range, local));
}

function localTime(timeZone: string, at: Date): Local {
  const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const parts = new Intl.DateTimeFormat("en", { timeZone, ...numeric, hourCycle: "h23" }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const [year, month, day] = [part("year"), part("month"), part("day")];
  return {
    minutes: part("hour") * 60 + part("minute"),
    ...{ day, month, year },
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
  };
}

function inRange(range: TimeRangeSpec, { minutes, day, daysInMonth, month, year, weekday }: Local): boolean {
  const { from = "00:00", to = "24:00", weekdays = [], daysOfMonth = [], months: ofYear = [], years = [] } = range;
  const named = (list: readonly string[], value: number, position: (text: string) => number) =>
    list.length === 0 || list.some((text) => between(text, value, position));
  return (
    minutes >= minutesOf(from) &&
    minutes < minutesOf(to) &&
    named(weekdays, weekday, (text) => days.indexOf(text.toLowerCase())) &&
    // A range that begins after a month's last day has no day of that month.
    named(daysOfMonth, day, (text) => (Number(text) < 0 ? daysInMonth + Number(text) + 1 : Number(text))) &&
    named(ofYear, month, (text) => Number(text) || months.indexOf(text.toLowerCase()) + 1) &&
    named(years, year, Number)
  );
}

/** `monday:friday`, or one of them alone. */
function between(text: string, value: number, position: (text: string) => number): boolean {
  const [first = "", last = first] = text.split(":");
  return value >= position(first) && value <= position(last);
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours! * 60 + minutes!;
}
