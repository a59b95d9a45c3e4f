import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const script = join(__dirname, "..", "bench", "evaluation.ts");

/** The quickest of three, in milliseconds of processor time: others slow that down, too. */
function evaluation(alerts: number, dashboards: number): number {
  const args = ["--require", "tsx/cjs", script, String(alerts), String(dashboards)];
  return Math.min(...[1, 2, 3].map(() => Number(execFileSync(process.execPath, args, { encoding: "utf8" }))));
}

it("takes at most ten times as long for 1,000 alerts and 100 dashboards as for 100 and 10", () => {
  const [small, large] = [evaluation(100, 10), evaluation(1000, 100)];
  console.log(`1,000 alerts and 100 dashboards: ${large} ms, ${(large / small).toFixed(1)} times 100 and 10`);
  expect(large / small).toBeLessThanOrEqual(10);
});
