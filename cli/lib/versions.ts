/** Compares versions number by number; text around the numbers doesn't count. */
export function olderThan(version: string, minimum: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(minimum)];
  for (let i = 0; i < b.length; i++) {
    const difference = (a[i] ?? 0) - b[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * How a program's version compares with the `major` or `major.minor` that was expected: the same, a later minor version
 * of the same major one, or another, which rules, dashboards and arguments weren't written for.
 */
export function compareWith(expected: string, found: string): "same" | "later" | "other" {
  if (found === expected || found.startsWith(`${expected}.`)) return "same";
  const sameMajor = numbersOf(found)[0] === numbersOf(expected)[0];
  return sameMajor && !olderThan(found, expected) ? "later" : "other";
}

function numbersOf(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}
