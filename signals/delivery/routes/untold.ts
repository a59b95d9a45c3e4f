import type { AlertLabels } from "../alert-labels";
import type { Delivery } from "../delivery";
import { nobodyReceiver } from "../receivers/config";
import type { Labels } from "./matchers";
import { leavesSome, tellsItself } from "./reach";
import { routeTree } from "./tree";
import { walkRoutes, type PlacedRoute } from "./walk";
import { matchesIn, type RouteMatch } from "./who";

/** Receivers that no alert can come to. */
export function unusedReceiverFaults({ receivers, routing }: Delivery): string[] {
  const routes = walkRoutes(routing.routes);
  const told = [
    ...(leavesSome(routing.routes) ? routing.receivers : []),
    ...routes.filter(tellsItself).flatMap((route) => receiversOf(route) ?? routing.receivers),
  ];
  const places = [
    { place: "defaultReceivers", named: routing.receivers },
    ...routes.map(({ place, spec }) => ({ place, named: spec.receivers ?? [] })),
  ];
  return Object.keys(receivers)
    .filter((name) => !told.includes(name))
    .map((name) => {
      const where = places.filter(({ named }) => named.includes(name)).map(({ place }) => `sightline:${place}`);
      return where.length === 0
        ? `sightline:receivers.${name}: no route sends anything there; name it in routes or defaultReceivers`
        : `sightline:receivers.${name}: nothing ever comes there: it's named in ${where.join(" and ")}, of which other routes take everything`;
    });
}

/** Its own, or those of the route around it; undefined where they are `defaultReceivers`. */
function receiversOf({ spec, around }: PlacedRoute): readonly string[] | undefined {
  return [...around.map((outer) => outer.spec), spec].reverse().find(({ receivers }) => receivers)?.receivers;
}

/** Alerts of the stack that nobody would be told of, and those that somebody would be told of twice. */
export function untoldFaults(delivery: Delivery, alerts: readonly AlertLabels[]): string[] {
  const { receivers, routing, webhookUrl } = delivery;
  // Without receivers, everything is only shown: that's as good as said.
  if (Object.keys(receivers).length === 0) return [];
  const tree = routeTree(delivery);
  const routes = new Map(walkRoutes(routing.routes).map((route) => [route.place, route]));
  const stacks = [...routes.values()].flatMap(({ spec }) => spec.match?.labels?.["stack"] ?? []);
  const [untold, twice] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const alert of alerts.filter(({ alertname }) => alertname !== "Watchdog")) {
    const matches = matchesIn(tree, alert);
    // Where the stack's name isn't known, it may be one that is asked for.
    const possible =
      alert["stack"] === undefined ? stacks.flatMap((stack) => matchesIn(tree, { ...alert, stack })) : [];
    const kind = ["team", "severity", "priority"].flatMap((label) => (alert[label] ? `${label} ${alert[label]}` : []));
    const lost = [...matches, ...possible].every((match) => match.receiver === nobodyReceiver && !meant(match, routes));
    if (lost && webhookUrl === undefined) add(untold, kind.join(", "), alert.alertname);
    for (const again of repeated(matches)) add(twice, again, alert.alertname);
  }
  return [
    ...[...untold].map(
      ([kind, names]) =>
        `sightline:routes: nobody is told of ${listed(names)} (${kind}); add a route for them, or sightline:defaultReceivers`,
    ),
    ...[...twice].map(([again, names]) => `${again} are told of ${listed(names)} twice`),
  ];
}

/** The place of the route that says on purpose that nobody is told of an alert; undefined where none does. */
export function toldNobodyBy(delivery: Delivery, labels: Labels): string | undefined {
  const routes = new Map(walkRoutes(delivery.routing.routes).map((route) => [route.place, route]));
  const by = matchesIn(routeTree(delivery), labels).find((match) => meant(match, routes));
  return by && `sightline:${placeOf(by.path)}`;
}

/** Whether a route on the way says that nobody is to be told. */
function meant({ path }: RouteMatch, routes: ReadonlyMap<string, PlacedRoute>): boolean {
  const route = path.map((place) => routes.get(place)).find((each) => each !== undefined);
  return route !== undefined && receiversOf(route)?.length === 0;
}

/** Where intervals part them, each may be told at its own time. */
function repeated(matches: readonly RouteMatch[]): string[] {
  const always = matches.filter(({ mutedIn, activeIn }) => mutedIn.length + activeIn.length === 0);
  return always.flatMap((match, i) => {
    const before = always.slice(0, i).find(({ receiver }) => receiver === match.receiver);
    if (before === undefined || match.receiver === nobodyReceiver) return [];
    const [first, second] = [before, match].map(({ path }) => `sightline:${placeOf(path)}`);
    return [`${second}: those of "${match.receiver}", who are told by ${first} already,`];
  });
}

function placeOf(path: readonly string[]): string {
  return path.filter((place) => !place.startsWith("levels.")).at(-1) ?? "defaultReceivers";
}

function add(groups: Map<string, string[]>, key: string, name: string): void {
  groups.set(key, [...(groups.get(key) ?? []), name]);
}

function listed(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 0 ? `${names.slice(0, 3).join(", ")} and ${more} more` : names.join(", ");
}
