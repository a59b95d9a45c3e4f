import { describe, expect, it } from "vitest";
import type { LoadedQuery, Series } from "../../signals/view/types";
import { framesOf, numberOf } from "../../viewer/src/panels/frames";
import { labelsText, legendOf } from "../../viewer/src/panels/legend";
import { ticksOf } from "../../viewer/src/panels/ticks";
import { query } from "./sample-data";

const a: Series = { metric: { __name__: "up", job: "web", instance: "1" }, values: [[10, "1"], [20, "NaN"], [30, "+Inf"]] }; // prettier-ignore
const b: Series = { metric: { __name__: "up", job: "worker" }, values: [[30, "0.5"]] };
const plain = (queries: readonly LoadedQuery[]) =>
  framesOf(queries).map(({ refId, name, fields }) => ({
    refId,
    name,
    fields: fields.map(({ name, type, values, config }) => [config.displayNameFromDS ?? name, type, values]),
  }));

describe("series as data frames", () => {
  it("are one frame each, with NaN as nothing and the step that tells gaps", () => {
    const [frame] = framesOf([query([a], { legendFormat: "{{job}}", instant: false })]);
    expect(frame!.fields[0]).toEqual({
      name: "Time",
      type: "time",
      config: { interval: 15_000 },
      values: [1e4, 2e4, 3e4],
    });
    expect(frame!.fields[1]!.values).toEqual([1, null, Infinity]);
    expect(frame!.fields[1]!.labels).toEqual(a.metric);
    expect(frame!.fields[1]!.config.displayNameFromDS).toBe("web");
  });

  it("of an instant query have no step", () => {
    expect(framesOf([query([b])])[0]!.fields[0]!.config).toEqual({});
  });

  it("in table format are lines with the time, each label, and the value", () => {
    expect(plain([query([a, b], { format: "table", refId: "B" })])).toEqual([
      {
        refId: "B",
        name: undefined,
        fields: [
          ["Time", "time", [1e4, 2e4, 3e4, 3e4]],
          ["__name__", "string", ["up", "up", "up", "up"]],
          ["instance", "string", ["1", "1", "1", undefined]],
          ["job", "string", ["web", "web", "web", "worker"]],
          ["Value", "number", [1, null, Infinity, 0.5]],
        ],
      },
    ]);
  });

  it("of several tables have values that tell their query", () => {
    const tables = plain(["A", "B"].map((refId) => query([b], { format: "table", refId })));
    expect(tables.map(({ fields }) => fields.at(-1)![0])).toEqual(["Value #A", "Value #B"]);
  });

  it("in heatmap format are buckets from below, freed of what lies below them", () => {
    const bucket = (le: string, ...values: string[]): Series => ({
      metric: { le },
      values: values.map((value, i) => [i, value] as const),
    });
    const shuffled = [bucket("+Inf", "9", "9"), bucket("0.5", "2", "3"), bucket("1", "7", "7")];
    expect(plain([query(shuffled, { format: "heatmap" })])[0]!.fields.slice(1)).toEqual([
      ["0.5", "number", [2, 3]],
      ["1", "number", [5, 4]],
      ["+Inf", "number", [2, 2]],
    ]);
  });

  it("of a failed or empty query aren't there", () => {
    expect(framesOf([query([]), query([], { answer: { error: "no" } })])).toEqual([]);
  });
});

describe("a series' name", () => {
  it.each([
    ["{{job}} of {{ instance }}{{absent}}", "web of 1"],
    ["", 'up{instance="1", job="web"}'],
    ["__auto", ""],
    ["fixed", "fixed"],
  ])("by %j is %j", (format, name) => expect(legendOf(a.metric, format, "up")).toBe(name));

  it("is the expression where there are no labels", () => {
    expect(legendOf({}, "", "sum(up)")).toBe("sum(up)");
    expect(legendOf({}, "__auto", "sum(up)")).toBe("sum(up)");
    expect(labelsText({ __name__: "up" })).toBe("up");
  });
});

it.each([["NaN", null], ["-Inf", -Infinity], ["1e3", 1000], ["", 0]])("the value %j is %j", (text, value) => {
  expect(numberOf(text)).toBe(value);
}); // prettier-ignore

it("ticks are round and reach both ends", () => {
  expect(ticksOf(0, 0.95, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticksOf(-3, 5, 4)).toEqual([-4, -2, 0, 2, 4, 6]);
  expect(ticksOf(0, 0, 4)).toEqual([0, 0.5]);
});
