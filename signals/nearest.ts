import { distance } from "fastest-levenshtein";

/**
 * The candidate that `name` was most likely meant to be, or undefined when none is near: at most two fifths of the
 * longer name may differ, or one of them has all the words of the other and more (`status` and `status_code`). Upper
 * and lower case, `-`, `_` and `.` count as the same. Of equally near ones, the first in alphabetical order.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of [...candidates].sort()) {
    const apart = difference(fold(name), fold(candidate));
    if (apart < bestDistance) [best, bestDistance] = [candidate, apart];
  }
  return best;
}

/** `; did you mean "x"?`, to be put behind a fault, or nothing when no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? "" : `; did you mean "${candidate}"?`;
}

function difference(a: string, b: string): number {
  const allowed = Math.max(1, Math.floor(Math.max(a.length, b.length) * 0.4));
  const apart = distance(a, b);
  if (apart <= allowed) return apart < Math.min(a.length, b.length) ? apart : Infinity;
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  // Further than any other that is near: the number of characters decides only among their like.
  return shorter.length > 2 && `_${longer}_`.includes(`_${shorter}_`) ? 1000 + apart : Infinity;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-.]/g, "_");
}
