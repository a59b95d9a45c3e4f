import type { AlertLabels } from "../alert-labels";
import { matchersOf, type RouteMatcher } from "./matchers";
import type { PlacedRoute } from "./walk";

/** Labels that a rule gives its alerts: where one is known, no alert of that rule has another. */
const fixed = ["severity", "team", "priority"];

/**
 * Alerts that a route asks for by name, but with labels that none of that name has. What is wrong with the routes around
 * it isn't told again.
 */
export function namedAlertFaults({ spec, place, around }: PlacedRoute, alerts: readonly AlertLabels[]): string[] {
  const own = matchersOf(spec.match);
  const outer = around.flatMap((route) => matchersOf(route.spec.match));
  const asked = (matchers: readonly RouteMatcher[]) => matchers.filter(({ label }) => fixed.includes(label));
  const reasons = (matchers: readonly RouteMatcher[], labels: readonly RouteMatcher[]) =>
    namesOf(matchers).map((name) => whyNot(name, alerts, asked(labels)));
  const all = [...outer, ...own];
  // Each of its own names is meant; of those around it, one is enough.
  const [ownReasons, outerReasons] = [reasons(own, all), reasons(outer, all)];
  const lost = ownReasons.length > 0 ? ownReasons : outerReasons.every(Boolean) ? outerReasons : [];
  const before = reasons(outer, outer);
  if (before.length > 0 && before.every(Boolean)) return [];
  return lost.flatMap((reason) => (reason === undefined ? [] : [`${place}.match: can never match: ${reason}`]));
}

function namesOf(matchers: readonly RouteMatcher[]): readonly string[] {
  return [...new Set(matchers.filter(({ label }) => label === "alertname").flatMap(({ values }) => values))];
}

/** Of a name that isn't known, nothing is: that is told elsewhere. */
function whyNot(name: string, alerts: readonly AlertLabels[], asked: readonly RouteMatcher[]): string | undefined {
  const named = alerts.filter(({ alertname }) => alertname === name);
  const fits = (alert: AlertLabels, { label, values }: RouteMatcher) =>
    alert[label] === undefined || values.includes(alert[label]);
  if (named.length === 0 || named.some((alert) => asked.every((matcher) => fits(alert, matcher)))) return undefined;
  const never = asked.find((matcher) => named.every((alert) => !fits(alert, matcher)));
  if (never === undefined) {
    const pairs = asked.map(({ label, values }) => `${label} ${values.join(" or ")}`);
    return `no ${name} has ${pairs.join(" and ")} together`;
  }
  const has = [...new Set(named.map((alert) => alert[never.label]))];
  return `it asks for ${never.label} ${never.values.join(" or ")}, and ${name} has ${has.join(" or ")}`;
}
