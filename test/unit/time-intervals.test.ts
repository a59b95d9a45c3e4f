import { expect, it } from "vitest";
import type { TimeRangeSpec } from "../../signals/delivery/routes/routing";
import { timeFaults } from "../../signals/delivery/times/faults";
import { timeIntervalConfig } from "../../signals/delivery/times/intervals";
import { isWithin } from "../../signals/delivery/times/now";

const faults = (range: TimeRangeSpec, timeZone = "UTC") => timeFaults({ x: { timeZone, times: [range] } });

it("become Alertmanager's", () => {
  const range = {
    from: "09:00",
    weekdays: ["monday:friday"],
    daysOfMonth: ["-3:-1"],
    months: ["december"],
    years: ["2026"],
  };
  expect(timeIntervalConfig("x", { timeZone: "Europe/Berlin", times: [range, { to: "07:30", months: [] }] })).toEqual({
    name: "x",
    time_intervals: [
      {
        times: [{ start_time: "09:00", end_time: "24:00" }],
        weekdays: ["monday:friday"],
        days_of_month: ["-3:-1"],
        months: ["december"],
        years: ["2026"],
        location: "Europe/Berlin",
      },
      { times: [{ start_time: "00:00", end_time: "07:30" }], location: "Europe/Berlin" },
    ],
  });
});

it.each<TimeRangeSpec>([
  { from: "00:00", to: "24:00" },
  { to: "07:00" },
  { weekdays: ["sunday:saturday", "Friday"] },
  { daysOfMonth: ["1:31", "-1", "-31:-1", "20:-1"] },
  { months: ["january:march", "4:december", "12"], years: ["2026", "2026:2028"] },
])("%j is a time", (range) => {
  expect(faults(range)).toEqual([]);
});

it.each<[TimeRangeSpec, string]>([
  [{ from: "25:00" }, '.from: "25:00" isn\'t a time of the day; one from "00:00" to "24:00" was expected'],
  [{ from: "9:00" }, '.from: "9:00" isn\'t a time of the day'],
  [{ to: "12:60" }, '.to: "12:60" isn\'t a time of the day'],
  [{ from: "17:00", to: "17:00" }, '.to: "17:00" isn\'t after "17:00"'],
  [
    { from: "22:00", to: "06:00" },
    '.to: "06:00" isn\'t after "22:00"; for a night, say two: {from: "22:00"} and {to: "06:00"}',
  ],
  [{ weekdays: ["fridy"] }, '.weekdays.0: "fridy" isn\'t a weekday; did you mean "friday"?'],
  [
    { weekdays: ["monday", "saturday:sunday"] },
    '.weekdays.1: "saturday:sunday" ends before it begins; weeks begin on sunday here',
  ],
  [{ weekdays: ["monday:friday:sunday"] }, '.weekdays.0: "monday:friday:sunday" isn\'t a weekday or a range of two'],
  [{ daysOfMonth: ["32"] }, '.daysOfMonth.0: "32" isn\'t a day of a month'],
  [{ daysOfMonth: ["0"] }, '.daysOfMonth.0: "0" isn\'t a day of a month'],
  [{ daysOfMonth: ["5:1"] }, '.daysOfMonth.0: "5:1" ends before it begins'],
  [{ daysOfMonth: ["-3:2"] }, '.daysOfMonth.0: "-3:2" ends before it begins: its end must be negative too'],
  [{ months: ["13"] }, '.months.0: "13" isn\'t a month'],
  [{ months: ["decembre"] }, '.months.0: "decembre" isn\'t a month; did you mean "december"?'],
  [{ months: ["december:3"] }, '.months.0: "december:3" ends before it begins'],
  [{ years: ["2028:2026"] }, '.years.0: "2028:2026" ends before it begins'],
  [{ years: ["soon"] }, '.years.0: "soon" isn\'t a year'],
  [{}, ": says no time; one of from, to, weekdays, daysOfMonth, months or years was expected"],
])("%j isn't", (range, fault) => {
  expect(faults(range)).toEqual([expect.stringContaining(`sightline:timeIntervals.x.times.0${fault}`)]);
});

it("without times, nothing is said", () => {
  expect(timeFaults({ x: { timeZone: "UTC", times: [] } })).toEqual([
    "sightline:timeIntervals.x.times: names no time; at least one was expected",
  ]);
});

it.each([
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Calcutta",
  "America/Port-au-Prince",
  "Etc/GMT+5",
])("%s is a time zone", (zone) => {
  expect(faults({ from: "09:00" }, zone)).toEqual([]);
});

it.each([
  ["Europe/Berln", 'there is no time zone "Europe/Berln"; did you mean "Europe/Berlin"?'],
  // Alertmanager reads files, whose names have capitals.
  ["europe/berlin", 'there is no time zone "europe/berlin"; did you mean "Europe/Berlin"?'],
  ["utc", 'there is no time zone "utc"; did you mean "UTC"?'],
  ["+02:00", 'there is no time zone "+02:00"; one such as Europe/Berlin or UTC was expected'],
  ["Local", 'there is no time zone "Local"'],
  ["", "a time zone was expected, such as Europe/Berlin or UTC"],
])("%j isn't", (zone, fault) => {
  expect(faults({ from: "09:00" }, zone)).toEqual([
    expect.stringContaining(`sightline:timeIntervals.x.timeZone: ${fault}`),
  ]);
});

it.each<[TimeRangeSpec, string, boolean]>([
  [{ from: "20:00" }, "2026-01-05T19:00:00Z", true],
  [{ from: "20:00" }, "2026-01-05T18:59:59Z", false],
  // In summer, Berlin's clocks are two hours ahead.
  [{ from: "20:00" }, "2026-07-05T18:00:00Z", true],
  [{ to: "07:00" }, "2026-01-05T06:00:00Z", false],
  [{ to: "00:30" }, "2026-01-05T23:15:00Z", true],
  [{ weekdays: ["monday:friday"] }, "2026-01-04T22:59:00Z", false],
  [{ weekdays: ["monday:friday"] }, "2026-01-04T23:00:00Z", true],
  [{ weekdays: ["Sunday", "tuesday"] }, "2026-01-06T12:00:00Z", true],
  [{ daysOfMonth: ["-1"] }, "2028-02-29T12:00:00Z", true],
  [{ daysOfMonth: ["-1"] }, "2028-02-28T12:00:00Z", false],
  [{ daysOfMonth: ["20:-5"] }, "2026-04-26T12:00:00Z", true],
  [{ daysOfMonth: ["31"] }, "2026-04-30T12:00:00Z", false],
  [{ months: ["november:12"] }, "2026-12-01T12:00:00Z", true],
  [{ months: ["1:3"] }, "2026-12-01T12:00:00Z", false],
  [{ years: ["2026:2027"] }, "2027-12-31T23:00:00Z", false],
  [{ years: ["2027"], weekdays: ["friday"] }, "2027-12-31T22:59:00Z", true],
])("%j in Berlin at %s: %s", (range, at, within) => {
  expect(isWithin({ timeZone: "Europe/Berlin", times: [{ years: ["1999"] }, range] }, new Date(at))).toBe(within);
});
