import { didYouMean } from "../../nearest";
import { priorities, teams, usualPriority } from "../../rules";
import type { AlertLabels } from "../alert-labels";
import type { Delivery } from "../delivery";
import { matchersOf } from "./matchers";
import { namedAlertFaults } from "./named-alerts";
import { walkRoutes, type PlacedRoute } from "./walk";

/** What's wrong with the names and values that routes ask for. Each fault begins with its place. */
export function routeFaults({ receivers, routing }: Delivery, alerts: readonly AlertLabels[]): string[] {
  const names = Object.keys(receivers);
  return [
    ...receiverNameFaults("defaultReceivers", routing.receivers, names),
    ...walkRoutes(routing.routes).flatMap((route) => [
      ...receiverNameFaults(`${route.place}.receivers`, route.spec.receivers ?? [], names),
      ...matchFaults(route, alerts),
      ...namedAlertFaults(route, alerts),
    ]),
  ].map((fault) => `sightline:${fault}`);
}

function receiverNameFaults(place: string, named: readonly string[], known: readonly string[]): string[] {
  const unknown = (name: string) =>
    known.length === 0
      ? "; there are no receivers"
      : didYouMean(name, known) || `; known: ${[...known].sort().join(", ")}`;
  return named.flatMap((name, i) => [
    ...(known.includes(name) ? [] : [`${place}.${i}: there is no receiver "${name}"${unknown(name)}`]),
    ...(named.indexOf(name) < i ? [`${place}.${i}: "${name}" is named twice`] : []),
  ]);
}

function matchFaults({ spec, place }: PlacedRoute, alerts: readonly AlertLabels[]): string[] {
  return matchersOf(spec.match).flatMap((matcher) => {
    const where = `${place}.match.${Object.hasOwn(spec.match?.labels ?? {}, matcher.label) ? "labels." : ""}${matcher.label}`;
    if (matcher.values.length === 0) return [`${where}: names no value, so nothing can match`];
    return valueFaults(matcher.label, matcher.values, alerts).map((fault) => `${where}: ${fault}`);
  });
}

/** Labels of which all values are known. */
const closed: Readonly<Record<string, readonly string[]>> = {
  severity: Object.keys(usualPriority),
  priority: priorities,
  team: teams,
};

/** Values of a label that no alert has, as far as they are known. */
export function valueFaults(label: string, values: readonly string[], alerts: readonly AlertLabels[]): string[] {
  const own = closed[label];
  if (own === undefined && label !== "alertname") return [];
  const known = [...new Set([...(own ?? []), ...alerts.flatMap((alert) => alert[label] ?? [])])];
  return values
    .filter((value) => !known.includes(value))
    .map((value) => {
      if (label === "alertname") return `no alert of this stack is named "${value}"${didYouMean(value, known)}`;
      return `there is no ${label} "${value}"${didYouMean(value, known) || `; known: ${known.join(", ")}`}`;
    });
}
