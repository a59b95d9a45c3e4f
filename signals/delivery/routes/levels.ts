import { priorities, usualPriority, type Priority, type Severity } from "../../rules";
import type { RouteMatcher } from "./matchers";

/**
 * The level of an alert is that of its label `priority`; without one, that of its severity; without that either it's P2,
 * the working day's.
 */
export interface LevelsOfLeaf {
  /** Of what none of `others` takes. */
  readonly own: Priority;
  /** None of them takes what another does. */
  readonly others: readonly { readonly level: Priority; readonly matchers: readonly RouteMatcher[] }[];
}

const severities = Object.keys(usualPriority) as Severity[];

/**
 * The levels that can come to a receiver. What is told as `own` is has no entry of its own: nothing is said twice.
 *
 * @param matchers of all routes on the way to it
 * @param told how a level is told there; levels that are told alike are one
 */
export function levelsOfLeaf(matchers: readonly RouteMatcher[], told: (level: Priority) => object): LevelsOfLeaf {
  const ofPriority = valuesOf(matchers, "priority");
  const ofSeverity = valuesOf(matchers, "severity");
  const possible = priorities.filter(ofPriority.can);
  // Other values than the four: an alert without a priority has an empty one.
  const unnamed = ofPriority.named === undefined || ofPriority.named.length > possible.length;
  const bySeverity = unnamed ? severities.filter(ofSeverity.can) : [];
  const own = ownLevel(possible, unnamed, ofSeverity.named === undefined ? [] : bySeverity);
  const same = (a: Priority, b: Priority) => JSON.stringify(told(a)) === JSON.stringify(told(b));
  const others = possible.filter((level) => !same(level, own));
  const first = others.filter((level, i) => others.findIndex((other) => same(other, level)) === i);
  const without = { label: "priority", values: priorities, not: true };
  return {
    own,
    others: [
      ...first.map((level) => ({
        level,
        matchers: [{ label: "priority", values: others.filter((other) => same(other, level)) }],
      })),
      ...bySeverity
        .filter((severity) => !same(usualPriority[severity], own))
        .map((severity) => ({
          level: usualPriority[severity],
          matchers: [without, { label: "severity", values: [severity] }],
        })),
    ],
  };
}

function ownLevel(possible: readonly Priority[], unnamed: boolean, bySeverity: readonly Severity[]): Priority {
  const [severity] = bySeverity;
  if (severity !== undefined && bySeverity.length === 1) return usualPriority[severity];
  return unnamed || possible.includes("P2") ? "P2" : (possible.at(-1) ?? "P2");
}

/** Which values a label can have behind all of these matchers; `named` where they are one of a list. */
function valuesOf(matchers: readonly RouteMatcher[], label: string) {
  const asked = matchers.filter((matcher) => matcher.label === label);
  const can = (value: string) => asked.every(({ values, not = false }) => values.includes(value) !== not);
  const [first] = asked.filter(({ not }) => not !== true);
  return { can, named: first && [...new Set(first.values)].filter(can) };
}
