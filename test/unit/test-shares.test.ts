import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectFolder } from "../../cli/lib/stack-config";
import { closingLines } from "../lib/counts";
import { shares } from "../lib/shares";

it("every project of tests is run by npm test, once", () => {
  const config = readFileSync(join(projectFolder, "vitest.config.mts"), "utf8");
  const projects = [...config.matchAll(/^ +name: "(\w+)"/gm)].map(([, name]) => name);
  expect(projects.length).toBeGreaterThan(4);
  expect(Object.values(shares).flat().sort()).toEqual(projects.sort());
});

it("the last line sums up what several processes counted, after failures and reasons", () => {
  const nothing = { passed: 0, failed: 0, skipped: 0, reasons: {}, failures: [] };
  expect(closingLines([nothing])).toEqual(["0 passed, 0 failed, 0 skipped"]);
  const one = { passed: 5, failed: 1, skipped: 3, reasons: { "no engine": 2, "no browser": 1 }, failures: ["a > b"] };
  const two = { passed: 7, failed: 0, skipped: 1, reasons: { "no engine": 1 }, failures: [] };
  expect(closingLines([one, two])).toEqual([
    "failed: a > b",
    "3 skipped: no engine",
    "1 skipped: no browser",
    "12 passed, 1 failed, 4 skipped",
  ]);
});
