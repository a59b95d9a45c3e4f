import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentedDashboards } from "../../cli/lib/dashboards/documented";
import { docsFolder, drawnDocs, filesOf } from "../../cli/lib/dashboards/docs";
import type { Drawn } from "../../cli/lib/dashboards/draw";
import { text } from "../../cli/lib/dashboards/report";
import { command } from "../lib/command";
import { needsBrowser, needsDocker } from "../lib/needs";
import { differingPixels } from "./pixels";

const ready = [needsDocker(), needsBrowser()].every(Boolean);
const redraw = "a dashboard has changed: run `npm run dashboards -- --docs`";

describe("the dashboards of every workload, drawn from recorded data", () => {
  let drawn: readonly Drawn[] = [];
  beforeAll(async () => {
    if (ready) drawn = await drawnDocs({ install: false });
  });

  it("have no fault, in their data and in the browser", () => {
    expect(drawn.map(({ uid }) => uid)).toEqual(documentedDashboards().map(({ json }) => json.uid));
    const faults = drawn.flatMap(({ findings }) => findings.filter(({ level }) => level === "fault"));
    expect(faults.map(text)).toEqual([]);
  });

  it("look as the documentation shows them", () => {
    const files = filesOf(drawn);
    expect(readdirSync(docsFolder).sort(), redraw).toEqual([...files.keys()].sort());
    for (const [name, png] of files) {
      const share = differingPixels(png, readFileSync(join(docsFolder, name)));
      expect(share, `${name}: ${redraw}`).toBeLessThan(0.002);
    }
  });
});

describe("npm run dashboards", () => {
  const folder = mkdtempSync(join(tmpdir(), "sightline-dashboards-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => command(["dashboards", "--no-install", "--data", "recorded", ...args]);

  it("writes the same bytes for the same data, and says what it found", async () => {
    const outs = [join(folder, "a"), join(folder, "b")] as const;
    for (const out of outs) {
      const { code, stdout, stderr } = await run("--out", out, "--dashboard", "sightline-stack", "--theme", "dark");
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^dashboard +panels +faults +seconds\nsightline-stack +\d+ +none +[\d.]+$/m);
    }
    const names = ["findings.json", "findings.txt", "sightline-stack-dark.png"];
    expect(readdirSync(outs[0]).sort()).toEqual(names);
    for (const name of names) {
      expect(readFileSync(join(outs[0], name)).equals(readFileSync(join(outs[1], name))), name).toBe(true);
    }
  });

  it("tells what is wrong before anything is drawn", async () => {
    const out = join(folder, "none");
    expect((await run()).errors).toEqual([
      "one of --out (the folder for the pictures), --record and --docs was expected",
    ]);
    const wrong = await run("--out", out, "--dashboard", "sightline-stak", "--theme", "blue", "--from", "soon");
    expect(wrong.code).toBe(1);
    expect(wrong.errors).toEqual([
      expect.stringContaining('did you mean "sightline-stack"?'),
      expect.stringContaining("dark, light or both"),
      expect.stringContaining('"soon" isn\'t a time'),
    ]);
    expect(existsSync(out)).toBe(false);
  });

  it("says how to record where there's nothing recorded", async () => {
    const { code, errors } = await run("--out", folder, "--recording", join(folder, "none.om.gz"));
    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringMatching(/has no recorded data \(.*none\.om\.gz\); .*--record/)]);
  });
});
