import { describe, expect, it } from "vitest";
import { parseDuration, resolveRange } from "../../signals/view/range";

const now = Date.parse("2026-03-31T12:34:56.789Z") / 1000;
const iso = (seconds: number) => new Date(Math.round(seconds * 1000)).toISOString();
const range = (from: string, to: string) => {
  const resolved = resolveRange({ from, to }, now);
  return [iso(resolved.from), iso(resolved.to)];
};

describe("a time range", () => {
  it.each([
    ["now-6h", "now", "2026-03-31T06:34:56.789Z", "2026-03-31T12:34:56.789Z"],
    ["now-1d/d", "now-1d/d", "2026-03-30T00:00:00.000Z", "2026-03-30T23:59:59.999Z"],
    ["now/d", "now/d", "2026-03-31T00:00:00.000Z", "2026-03-31T23:59:59.999Z"],
    // The 31st of March is a Tuesday; weeks begin on Sunday.
    ["now/w", "now/w", "2026-03-29T00:00:00.000Z", "2026-04-04T23:59:59.999Z"],
    // A month before the 31st of March there's no 31st.
    ["now-1M", "now", "2026-02-28T12:34:56.789Z", "2026-03-31T12:34:56.789Z"],
    ["now-1y/y", "now-1Q/Q", "2025-01-01T00:00:00.000Z", "2025-12-31T23:59:59.999Z"],
    ["now-1d/d+6h", "now/h", "2026-03-30T06:00:00.000Z", "2026-03-31T12:59:59.999Z"],
    ["2026-01-01", "2026-01-02 03:04:05", "2026-01-01T00:00:00.000Z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-01T00:00:00Z", "2026-01-01T02:00:00+01:00", "2026-01-01T00:00:00.000Z", "2026-01-01T01:00:00.000Z"],
    ["1767225600000", "1767229200000", "2026-01-01T00:00:00.000Z", "2026-01-01T01:00:00.000Z"],
  ])("from %s to %s", (from, to, ...expected) => {
    expect(range(from, to)).toEqual(expected);
  });

  it.each([
    ["yesterday", "now", /"yesterday" isn't a time/],
    ["now-6x", "now", /"now-6x" isn't a time/],
    ["2026-13-01", "now", /isn't a time/],
    ["now", "now-1h", /ends before it begins/],
  ])("refuses %s to %s", (from, to, message) => {
    expect(() => range(from, to)).toThrow(message);
  });
});

it("reads durations in seconds", () => {
  const texts = ["30s", "1h30m", "250ms", "1d", "2w", "1M", "", "5", "1.5h", "5 m"];
  const seconds = [30, 5400, 0.25, 86_400, 1_209_600, 2_592_000, undefined, undefined, undefined, undefined];
  expect(texts.map(parseDuration)).toEqual(seconds);
});
