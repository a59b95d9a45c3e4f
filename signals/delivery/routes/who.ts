import type { Delivery } from "../delivery";
import { heartbeatReceiver, nobodyReceiver, webhookReceiver } from "../receivers/config";
import { matchAll, type Labels } from "./matchers";
import { routeTree, type RouteNode, type Told } from "./tree";
import { integrations, type ReceiverSpec } from "../receivers/receivers";

/** Somebody who is told of an alert. */
export interface Recipient extends Told {
  /** Its name. */
  readonly receiver: string;
  /** How: `slack`, `pagerduty`, each once. */
  readonly integrations: readonly string[];
  /** The parts of the configuration that led there: `routes.0.routes.1`, `levels.P1`. */
  readonly path: readonly string[];
}

/** Everybody who is told of an alert with these labels, in Alertmanager's order; a label that isn't there is empty. */
export function whoGets(delivery: Delivery, labels: Labels): Recipient[] {
  return matchesIn(routeTree(delivery), labels)
    .filter(({ receiver }) => receiver !== nobodyReceiver)
    .map((match) => ({ ...match, path: pathOf(match), integrations: integrationsOf(match.receiver, delivery) }));
}

export type RouteMatch = Omit<Recipient, "integrations">;

/** As Alertmanager finds them (`Match` of its dispatch/route.go): `nobody` is among them. */
export function matchesIn(node: RouteNode, labels: Labels, around?: RouteMatch): RouteMatch[] {
  if (!matchAll(node.matchers, labels)) return [];
  const here = matchAt(node, around);
  const found: RouteMatch[] = [];
  for (const route of node.routes) {
    const matches = matchesIn(route, labels, here);
    found.push(...matches);
    if (matches.length > 0 && !route.continue) break;
  }
  return found.length > 0 ? found : [here];
}

function matchAt(node: RouteNode, around: RouteMatch | undefined): RouteMatch {
  const told = node.told ?? (around && { ...around, mutedIn: [], activeIn: [] });
  if (told === undefined) throw new Error("The first node of a tree says how often something is sent");
  const { groupBy, groupWait, groupInterval, repeatInterval, mutedIn, activeIn } = told;
  return {
    receiver: node.receiver ?? around?.receiver ?? nobodyReceiver,
    ...{ groupBy, groupWait, groupInterval, repeatInterval, mutedIn, activeIn },
    path: pathTo(node.place, around?.path ?? []),
  };
}

/** A route within a route says so by its own place. */
function pathTo(place: string | undefined, around: readonly string[]): readonly string[] {
  if (place === undefined) return around;
  return [...around.filter((outer) => !place.startsWith(`${outer}.`)), place];
}

/** The tree's first node may be a receiver's as well: then no part of the configuration led there. */
function pathOf({ path, receiver }: RouteMatch): readonly string[] {
  if (path.some((place) => !place.startsWith("levels."))) return path;
  return [receiver === webhookReceiver ? "alertWebhookUrl" : "defaultReceivers", ...path];
}

function integrationsOf(receiver: string, { receivers }: Delivery): string[] {
  if (receiver === webhookReceiver || receiver === heartbeatReceiver) return ["webhook"];
  const spec: ReceiverSpec = receivers[receiver] ?? {};
  const used = integrations.filter((name) => (spec[name] ?? []).length > 0);
  return [...new Set(used.flatMap((name) => (name === "other" ? (spec.other ?? []).map(({ kind }) => kind) : [name])))];
}
