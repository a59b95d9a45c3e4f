import type { TimeIntervalSpec, TimeRangeSpec } from "../routes/routing";

/** An entry of Alertmanager's `time_intervals`. */
export function timeIntervalConfig(name: string, { timeZone, times }: TimeIntervalSpec): object {
  return { name, time_intervals: times.map((range) => rangeConfig(range, timeZone)) };
}

/** Alertmanager wants both ends of a time of day. */
function rangeConfig({ from, to, weekdays, daysOfMonth, months, years }: TimeRangeSpec, timeZone: string): object {
  const lists = { weekdays, days_of_month: daysOfMonth, months, years };
  const named = Object.entries(lists).filter(([, values]) => values !== undefined && values.length > 0);
  const timed = from !== undefined || to !== undefined;
  return {
    ...(timed && { times: [{ start_time: from ?? "00:00", end_time: to ?? "24:00" }] }),
    ...Object.fromEntries(named.map(([key, values]) => [key, [...(values ?? [])]])),
    location: timeZone,
  };
}
