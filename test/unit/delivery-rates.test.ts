import { describe, expect, it } from "vitest";
import { mostWithin } from "../lib/delivery/rate-limits";

describe("the most messages within a time", () => {
  it.each([
    [[], 1, 0],
    [[5000], 1, 1],
    [[0, 999, 1000], 1, 2],
    [[0, 1000, 2000], 1, 1],
    [[3000, 0, 3100, 3200, 1000], 1, 3],
    [[0, 100, 200, 50_000, 59_999, 60_000], 60, 5],
  ])("of %j within %d s is %d", (moments, seconds, most) => {
    expect(mostWithin(moments, seconds)).toBe(most);
  });
});
