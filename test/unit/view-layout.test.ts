import { describe, expect, it } from "vitest";
import type { Chosen } from "../../signals/view/interpolate";
import { settled } from "../../signals/view/grid";
import { layout } from "../../signals/view/layout";
import type { PanelJson } from "../../signals/view/types";
import { panel } from "../lib/view";

function variable(name: string, ...values: string[]): [string, Chosen] {
  return [name, { name, values, texts: values, list: true, regex: true, all: false }];
}

const variables = new Map([
  variable("provider", "anthropic", "openai", "mistral"),
  variable("many", "1", "2", "3", "4", "5"),
  variable("zone", "eu", "us"),
  variable("empty"),
]);

/** `key x,y wxh` of each item, from top to bottom. */
function places(panels: readonly PanelJson[], openRows?: "all" | string[]): string[] {
  const made = layout(panels, { variables, builtIn: {} }, openRows);
  return made.map(({ key, gridPos: { x, y, w, h } }) => `${key} ${x},${y} ${w}x${h}`);
}

const at = (id: number, x: number, y: number, w: number, h: number, rest: Partial<PanelJson> = {}) =>
  panel({ id, gridPos: { x, y, w, h }, ...rest });
const row = (id: number, y: number, rest: Partial<PanelJson> = {}): PanelJson => ({
  id,
  type: "row",
  title: "Row",
  gridPos: { x: 0, y, w: 24, h: 1 },
  ...rest,
});

describe("a repeated panel", () => {
  it("fills the width, and moves down what is below", () => {
    expect(places([at(1, 0, 0, 8, 4, { repeat: "provider" }), at(2, 0, 4, 24, 2)])).toEqual([
      "1:anthropic 0,0 8x4",
      "1:openai 8,0 8x4",
      "1:mistral 16,0 8x4",
      "2 0,4 24x2",
    ]);
  });

  it("has four beside each other, or as many as it says", () => {
    const of = (rest: Partial<PanelJson>) =>
      places([at(1, 0, 0, 8, 4, { repeat: "many", ...rest }), at(2, 0, 4, 24, 2)]);
    expect(of({})).toEqual(["1:1 0,0 6x4", "1:2 6,0 6x4", "1:3 12,0 6x4", "1:4 18,0 6x4", "1:5 0,4 6x4", "2 0,8 24x2"]);
    expect(of({ maxPerRow: 2 }).at(-1)).toBe("2 0,12 24x2");
  });

  it("repeats downwards as wide as it is", () => {
    expect(places([at(1, 6, 0, 8, 4, { repeat: "zone", repeatDirection: "v" }), at(2, 6, 4, 8, 2)])).toEqual([
      "1:eu 6,0 8x4",
      "1:us 6,4 8x4",
      "2 6,8 8x2",
    ]);
  });

  it("is there once for a variable without values, and for one that nobody defined", () => {
    expect(places([at(1, 0, 0, 8, 4, { repeat: "empty" })])).toEqual(["1: 0,0 24x4"]);
    expect(places([at(1, 0, 0, 8, 4, { repeat: "nobody" })])).toEqual(["1 0,0 8x4"]);
  });
});

describe("a row", () => {
  const inside = [at(2, 0, 11, 12, 8), at(3, 12, 11, 12, 8)];

  it("that is collapsed is opened, and moves down what is below", () => {
    const panels = [at(1, 0, 0, 24, 4), row(9, 4, { collapsed: true, panels: inside }), row(10, 5), at(4, 0, 6, 24, 4)];
    expect(places(panels)).toEqual([
      "1 0,0 24x4",
      "9 0,4 24x1",
      "2 0,5 12x8",
      "3 12,5 12x8",
      "10 0,13 24x1",
      "4 0,14 24x4",
    ]);
    expect(places(panels, [])).toEqual(["1 0,0 24x4", "9 0,4 24x1", "10 0,5 24x1", "4 0,6 24x4"]);
    expect(places(panels, ["9"])).toHaveLength(6);
  });

  it("is repeated with its panels", () => {
    const made = places([row(9, 0, { repeat: "zone" }), at(2, 0, 1, 12, 8), row(10, 9), at(4, 0, 10, 24, 4)]);
    expect(made).toEqual([
      "9:eu 0,0 24x1",
      "2:eu 0,1 12x8",
      "9:us 0,9 24x1",
      "2:us 0,10 12x8",
      "10 0,18 24x1",
      "4 0,19 24x4",
    ]);
  });

  it("is repeated closed, and opened by its own key", () => {
    const panels = [row(9, 0, { repeat: "zone", collapsed: true, panels: [at(2, 0, 1, 12, 8)] })];
    expect(places(panels, [])).toEqual(["9:eu 0,0 24x1", "9:us 0,1 24x1"]);
    expect(places(panels, ["9:us"])).toEqual(["9:eu 0,0 24x1", "9:us 0,1 24x1", "2:us 0,2 12x8"]);
  });

  it("repeats panels within its own repeats", () => {
    const made = places([row(9, 0, { repeat: "zone" }), at(2, 0, 1, 12, 4, { repeat: "provider" })]);
    expect(made).toHaveLength(8);
    expect(made[5]).toBe("2:us:anthropic 0,6 8x4");
    const same = places([row(9, 0, { repeat: "zone" }), at(2, 0, 1, 12, 4, { repeat: "zone" })]);
    expect(same).toHaveLength(4);
  });
});

it("gives each panel a key of its own, whatever the ids", () => {
  const keys = places([at(1, 0, 0, 8, 4), at(1, 8, 0, 8, 4), panel({ id: undefined })]).map(
    (text) => text.split(" ")[0],
  );
  expect(new Set(keys).size).toBe(3);
});

it("lets panels rise into gaps, and moves one that lies on another below it, as Grafana's grid does", () => {
  const items = [at(1, 0, 5, 12, 4), at(2, 6, 7, 12, 4), at(3, 18, 20, 6, 2)] as {
    gridPos: NonNullable<PanelJson["gridPos"]>;
  }[];
  expect(settled(items).map(({ gridPos: { x, y } }) => [x, y])).toEqual([
    [0, 0],
    [18, 0],
    [6, 4],
  ]);
});
