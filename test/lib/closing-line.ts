import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with each skip's reason and the line `N passed, N failed, N skipped`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const reasons = new Map<string, number>();
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      // A file that fails before its tests are known, or in what prepares them, counts as one failure.
      const failed = tests.some((test) => test.result().state === "failed");
      if (module.state() === "failed" && !failed) counts.failed += 1;
      for (const test of tests) {
        const result = test.result();
        counts[result.state] += 1;
        if (result.state !== "skipped") continue;
        const reason = result.note ?? "no reason given";
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    counts.failed += errors.length + counts.pending;
    for (const [reason, count] of reasons) console.log(`${count} skipped: ${reason}`);
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
