import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadedDashboard, LoadedPanel } from "../../signals/view/types";
import { ensureChromium } from "../../cli/lib/chromium";
import { attempt } from "../../cli/lib/shell";
import { ensureViewer } from "../../cli/lib/viewer-build";
import { ofViewer } from "../../viewer/pictures/browser";
import { openPictures, type Pictures } from "../../viewer/pictures/draw";
import { needsBrowser } from "../lib/needs";
import { differingPixels } from "./pixels";
import { sample } from "./sample";

/** Of each panel's pixels: Chromium's versions and machines draw letters and edges a little differently. */
const TOLERANCE = 0.005;

const log = (line: string) => console.log(line);
const ready = needsBrowser();
let pictures: Pictures;
beforeAll(async () => {
  if (!ready) return;
  const chromium = await ensureChromium({ install: true, log });
  pictures = await openPictures({ chromium, ...(await ensureViewer({ log })) });
});
afterAll(async () => pictures?.close());

const input = { note: "a note", outlined: ["3", "90:openai"] };
const panels = sample.items.filter((item): item is LoadedPanel => item.kind === "panel");

/** A dashboard of one panel. */
function alone(panel: Partial<LoadedPanel>): LoadedDashboard {
  const [first] = panels;
  return { ...sample, annotations: [], items: [{ ...first!, ...panel }] };
}

it("its sources are sound", async () => {
  const viewer = join(__dirname, "../../viewer");
  const tsc = join(viewer, "node_modules", "typescript", "bin", "tsc");
  expect((await attempt(process.execPath, [tsc, "--noEmit"], { cwd: viewer })).stdout).toBe("");
});

describe("the sample dashboard", () => {
  it.each(["dark", "light"] as const)("looks in %s as the golden picture, twice in the same bytes", async (theme) => {
    const path = join(__dirname, "golden", `${theme}.png`);
    const [first, second] = [
      await pictures.draw({ loaded: sample, theme, ...input }),
      await pictures.draw({ loaded: sample, theme, ...input }),
    ];
    expect(first.findings).toEqual([]);
    expect(first.png.equals(second.png)).toBe(true);
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(path, first.png);
    const golden = readFileSync(path);
    const different = first.panels.filter(({ box }) => differingPixels(first.png, golden, box) > TOLERANCE);
    const all = differingPixels(first.png, golden);
    const actual = join(__dirname, "../../.sightline", `golden-${theme}.png`);
    if (different.length > 0 || all > TOLERANCE) writeFileSync(actual, first.png);
    const hint = `see ${actual}; if it's right: UPDATE_GOLDEN=1`;
    expect(
      different.map(({ key }) => key),
      hint,
    ).toEqual([]);
    expect(all, hint).toBeLessThanOrEqual(TOLERANCE);
  });

  it("has every panel on the page, none on another", async () => {
    const { panels: drawn } = await pictures.draw({ loaded: sample, theme: "dark" });
    expect(drawn.map(({ key }) => key)).toEqual(panels.map(({ key }) => key));
    for (const [i, { box }] of drawn.entries()) {
      expect(box.width * box.height).toBeGreaterThan(0);
      const over = drawn.slice(i + 1).filter(({ box: other }) => {
        const across = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x);
        const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
        return across > 0 && down > 0;
      });
      expect(over).toEqual([]);
    }
  });
});

describe("what goes wrong is told", () => {
  const draw = async (panel: Partial<LoadedPanel>) =>
    (await pictures.draw({ loaded: alone(panel), theme: "dark" })).findings.map(({ what }) => what);

  it("when a panel fails, and the others are drawn", async () => {
    const broken = { ...panels[0]!, key: "broken", json: { type: "stat", fieldConfig: { overrides: [{}] } } };
    const loaded = { ...sample, items: [...sample.items, broken] };
    const { findings, panels: drawn } = await pictures.draw({ loaded, theme: "dark" });
    const [found] = findings.filter(({ panel }) => panel !== undefined);
    expect(found).toMatchObject({ panel: "broken", what: expect.stringMatching(/^it couldn't be drawn: .*undefined/) });
    expect(findings.map(({ what }) => what).join("\n")).toMatch(/the browser's console: /);
    expect(drawn.filter(({ box }) => box.width > 0)).toHaveLength(panels.length + 1);
  });

  it("when a text would load something from elsewhere", async () => {
    const content = '<img src="http://192.0.2.1/x.png">';
    const found = await draw({ type: "text", json: { type: "text", options: { mode: "html", content } } });
    expect(found).toContain("a request would leave the host: http://192.0.2.1/x.png");
  });

  it("when a line lies outside of its graph", async () => {
    const found = await draw({ json: { type: "timeseries", fieldConfig: { defaults: { min: 1000, max: 2000 } } } });
    expect(found).toEqual(["a graph stayed blank, and there is data for it"]);
  });
});

it("two pictures are put beside each other, and one beside nothing", async () => {
  const small = { loaded: alone({}), theme: "light", width: 400 } as const;
  const { png } = await pictures.draw(small);
  const labels = { before: "Before <b>", after: "After" };
  const [both, one] = [await pictures.beside(png, png, labels), await pictures.beside(undefined, png, labels)];
  const { PNG } = ofViewer("pngjs") as { PNG: { sync: { read(png: Buffer): { width: number; height: number } } } };
  const [single, pair] = [PNG.sync.read(png), PNG.sync.read(both)];
  expect([single.width, pair.width]).toEqual([400, 2 * 400 + 3 * 16]);
  expect(pair.height).toBeGreaterThan(single.height);
  expect(PNG.sync.read(one).width).toBe(400 + 480 + 3 * 16);
});
