import { describe, expect, it } from "vitest";
import { aligned, durationText, niceInterval, panelWidth, stepsOf } from "../../signals/view/steps";
import type { PanelJson, TargetJson } from "../../signals/view/types";

const hours = (count: number) => ({ from: 0, to: count * 3600 });

function steps(count: number, panel: Partial<PanelJson> = {}, target: TargetJson = {}, width = 1000) {
  const { step, rateInterval } = stepsOf(panel, target, { range: hours(count), scrapeIntervalSeconds: 15, width });
  return [step, rateInterval];
}

describe("the step", () => {
  it.each<[string, number[], number[]]>([
    ["isn't shorter than a scrape", steps(1), [15, 60]],
    ["is the range over the width, rounded as Grafana rounds", steps(24), [60, 75]],
    ["of a week", steps(168), [600, 615]],
    ["follows maxDataPoints", steps(24, { maxDataPoints: 100 }), [900, 915]],
    ["follows the panel's shortest one", steps(1, { interval: "2m" }), [120, 135]],
    ["follows the query's, which counts as the scrape interval too", steps(1, {}, { interval: "1m" }), [60, 240]],
    ["a query's may be shorter than a scrape", steps(1, {}, { interval: "5s" }), [5, 20]],
    ["takes > and bare seconds", steps(1, { interval: ">30" }), [30, 60]],
    ["is multiplied by the old factor", steps(1, {}, { intervalFactor: 2 }), [30, 60]],
    ["never asks for more than 11,000 points", steps(24 * 365, { maxDataPoints: 1_000_000 }), [3600, 60]],
  ])("%s", (_name, made, expected) => {
    expect(made).toEqual(expected);
  });
});

it("rounds a length of time as Grafana does", () => {
  const lengths = [0.004, 1.4, 1.5, 37, 44.9, 45, 89, 90, 3600, 100_000, 4_000_000];
  expect(lengths.map(niceInterval)).toEqual([0.001, 1, 2, 30, 30, 60, 60, 120, 3600, 86_400, 31_536_000]);
});

it("aligns both ends to the step, so that a refresh has the same points", () => {
  expect(aligned({ from: 1001, to: 1999 }, 15)).toEqual({ start: 990, end: 1995 });
  expect(aligned({ from: 1001.3, to: 1002.3 }, 0.2)).toEqual({ start: 1001.2, end: 1002.2 });
});

it("knows how many pixels wide a panel is", () => {
  expect([panelWidth(24, 1600), panelWidth(12, 1600), panelWidth(8, 1600)]).toEqual([1600, 796, 528]);
});

it("writes durations in the largest unit that fits", () => {
  expect([0.5, 15, 60, 75, 3600, 86_400].map(durationText)).toEqual(["500ms", "15s", "1m", "75s", "1h", "1d"]);
});
