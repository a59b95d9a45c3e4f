import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { closingLines, type Counts } from "./counts";

/**
 * Ends a run with each skip's reason and the line `N passed, N failed, N skipped`. Of several processes each writes its
 * counts into the file that `SIGHTLINE_COUNTS` names, and whoever started them says the line.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = countsOf(modules, errors);
    const file = process.env["SIGHTLINE_COUNTS"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    else for (const line of closingLines([counts])) console.log(line);
  }
}

function countsOf(modules: readonly TestModule[], errors: readonly unknown[]): Counts {
  const states = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
  const reasons: Record<string, number> = {};
  const failures = errors.map((error) => `outside of any test: ${(error as Partial<Error>).message ?? String(error)}`);
  for (const module of modules) {
    const tests = [...module.children.allTests()];
    // A file that fails before its tests are known, or in what prepares them, counts as one failure.
    const failed = tests.filter((test) => test.result().state === "failed");
    if (module.state() === "failed" && failed.length === 0) {
      states.failed += 1;
      failures.push(module.relativeModuleId);
    }
    failures.push(...failed.map(({ fullName }) => `${module.relativeModuleId} > ${fullName}`));
    const pending = tests.filter((test) => test.result().state === "pending").length;
    if (pending > 0) failures.push(`${module.relativeModuleId}: ${pending} tests weren't run`);
    for (const test of tests) {
      const result = test.result();
      states[result.state] += 1;
      if (result.state !== "skipped") continue;
      const reason = result.note ?? "no reason given";
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  }
  const { passed, failed, skipped, pending } = states;
  return { passed, failed: failed + pending, skipped, reasons, failures };
}
