/** What became of the tests of one vitest process. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why tests were skipped, and how many for that reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Names of what failed. */
  readonly failures: readonly string[];
}

/** Each failure by its name, each skip's reason, and the line `N passed, N failed, N skipped`. */
export function closingLines(all: readonly Counts[]): string[] {
  const sum = (of: "passed" | "failed" | "skipped") => all.reduce((total, counts) => total + counts[of], 0);
  const reasons = new Map<string, number>();
  for (const [reason, count] of all.flatMap((counts) => Object.entries(counts.reasons)))
    reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  return [
    ...all.flatMap(({ failures }) => failures.map((name) => `failed: ${name}`)),
    ...[...reasons].map(([reason, count]) => `${count} skipped: ${reason}`),
    `${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`,
  ];
}
