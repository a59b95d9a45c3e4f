import type { RouteMatcher } from "./matchers";

/** A set of alerts: by label, the values that it may have, or those that it may not. Other labels may be anything. */
export type Region = ReadonlyMap<string, Values>;

interface Values {
  readonly values: ReadonlySet<string>;
  readonly not: boolean;
}

export const everything: Region = new Map();

/** More than so many parts, and nobody can follow the routes either: what isn't known to be impossible may be. */
const mostParts = 2000;

/** Those of a region that have this as well; undefined when there can be none. */
export function within(region: Region, matchers: readonly RouteMatcher[]): Region | undefined {
  const narrowed = new Map(region);
  for (const { label, values, not = false } of matchers) {
    const both = intersection(narrowed.get(label), { values: new Set(values), not });
    if (!both.not && both.values.size === 0) return undefined;
    narrowed.set(label, both);
  }
  return narrowed;
}

/** What's left of some regions when everything that matches is gone: parts that don't overlap. */
export function without(regions: readonly Region[], matchers: readonly RouteMatcher[]): readonly Region[] {
  if (regions.length > mostParts) return regions;
  return regions.flatMap((region) => {
    if (within(region, matchers) === undefined) return [region];
    const parts: Region[] = [];
    let rest: Region = region;
    for (const matcher of matchers) {
      const outside = within(rest, [{ ...matcher, not: !(matcher.not ?? false) }]);
      if (outside) parts.push(outside);
      rest = within(rest, [matcher]) ?? rest;
    }
    return parts;
  });
}

function intersection(a: Values | undefined, b: Values): Values {
  if (a === undefined) return b;
  const [x, y] = [[...a.values], [...b.values]];
  if (a.not && b.not) return { not: true, values: new Set([...x, ...y]) };
  if (a.not) return { not: false, values: new Set(y.filter((value) => !a.values.has(value))) };
  return { not: false, values: new Set(x.filter((value) => b.values.has(value) !== b.not)) };
}
