import type { Priority } from "../../rules";
import type { Delivery, HeartbeatSpec } from "../delivery";
import { levelsOfLeaf } from "./levels";
import { heartbeatReceiver, nobodyReceiver, webhookReceiver } from "../receivers/config";
import { matchersOf, type RouteMatcher } from "./matchers";
import type { Levels, LevelSpec, RouteSpec } from "./routing";

/**
 * A node of Alertmanager's tree of routes. An alert goes into the first child that matches, and on to the next while
 * they continue; where none matches, the node itself has it.
 */
export interface RouteNode {
  /** What of the configuration it comes from. Default: as the node around it. */
  readonly place?: string;
  readonly matchers: readonly RouteMatcher[];
  /** Whether the nodes after it are asked as well. */
  readonly continue: boolean;
  /** Default: that of the node around it. */
  readonly receiver?: string;
  /** Default: times and groups of the node around it, and no intervals. */
  readonly told?: Told;
  readonly routes: readonly RouteNode[];
}

/** How often, and when, something is sent. */
export type Told = Required<LevelSpec>;

/** Where a route stands. */
interface Around extends Pick<Told, "mutedIn" | "activeIn"> {
  readonly receivers: readonly string[];
  /** Of all routes on the way, and what those before them took. */
  readonly matchers: readonly RouteMatcher[];
  readonly levels: Levels;
}

/** A receiver, with a child for each level that is told otherwise. */
type Leaf = Pick<RouteNode, "place" | "routes"> & Required<Pick<RouteNode, "receiver" | "told">>;

export const watchdogMatcher: RouteMatcher = { label: "alertname", values: ["Watchdog"] };

/**
 * The tree that Alertmanager is given, and that `whoGets` asks. A route that continues doesn't take an alert, so what
 * comes after it is told as well. Alertmanager by itself would then forget the receivers of the route around it: where one
 * continues, they are the last children.
 */
export function routeTree({ routing, webhookUrl, heartbeat }: Delivery): RouteNode {
  const { receivers, levels } = routing;
  const top: Around = { receivers, matchers: [], mutedIn: [], activeIn: [], levels };
  const plain: Around = { ...top, levels: unmuted(levels) };
  const every = webhookUrl === undefined ? [] : [{ ...leaf(webhookReceiver, plain), place: "alertWebhookUrl" }];
  const leaves = unique(receivers).map((name) => ({ ...leaf(name, top), place: "defaultReceivers" }));
  const routes = routeNodes(routing.routes, "routes", top);
  const first = watchdogNode(heartbeat);
  // Alertmanager's root can't be muted.
  const muted = leaves.some(({ told }) => told.mutedIn.length + told.activeIn.length > 0);
  const inside =
    routes.length === 0
      ? insideOf([first], [...every, ...leaves], muted)
      : insideOf([first, ...every.map((one) => nodeOf(one, true)), ...routes], leaves, muted);
  return { matchers: [], continue: false, receiver: nobodyReceiver, told: toldOf("P2", plain), ...inside };
}

/** What asks for one label only, and keeps what it gets, leaves the others none of those values. */
function routeNodes(specs: readonly RouteSpec[], place: string, around: Around): RouteNode[] {
  const taken: RouteMatcher[] = [];
  return specs.map((spec, i) => {
    const node = routeNode(spec, `${place}.${i}`, { ...around, matchers: [...around.matchers, ...taken] });
    const [only] = node.matchers;
    if (only !== undefined && node.matchers.length === 1 && !node.continue) taken.push({ ...only, not: true });
    return node;
  });
}

function routeNode(spec: RouteSpec, place: string, around: Around): RouteNode {
  const matchers = matchersOf(spec.match);
  const here: Around = {
    receivers: spec.receivers ?? around.receivers,
    matchers: [...around.matchers, ...matchers],
    mutedIn: unique([...around.mutedIn, ...(spec.mutedIn ?? [])]),
    activeIn: activeInBoth(around.activeIn, spec.activeIn ?? []),
    levels: around.levels,
  };
  const routes = routeNodes(spec.routes ?? [], `${place}.routes`, here);
  const leaves = unique(here.receivers).map((name) => leaf(name, here));
  return { matchers, continue: spec.continue ?? false, ...insideOf(routes, leaves), place };
}

/** Routes first, then the receivers: one alone needs no node of its own, if nothing can come between. */
function insideOf(
  routes: readonly RouteNode[],
  leaves: readonly Leaf[],
  apart = false,
): Omit<RouteNode, "matchers" | "continue"> {
  const [only, ...others] = leaves;
  if (only === undefined) return { receiver: nobodyReceiver, routes };
  if (others.length === 0 && !apart && !routes.some((route) => route.continue)) {
    return { receiver: only.receiver, told: only.told, routes: [...routes, ...only.routes] };
  }
  return { routes: [...routes, ...leaves.map((one, i) => nodeOf(one, i < leaves.length - 1))] };
}

function nodeOf(one: Leaf, more: boolean): RouteNode {
  return { ...one, matchers: [], continue: more };
}

function leaf(receiver: string, around: Around): Leaf {
  const { own, others } = levelsOfLeaf(around.matchers, (level) => toldOf(level, around));
  const routes = others.map(({ level, matchers }) => ({
    place: `levels.${level}`,
    matchers,
    continue: false,
    told: toldOf(level, around),
    routes: [],
  }));
  return { receiver, told: toldOf(own, around), routes };
}

function toldOf(level: Priority, { levels, mutedIn, activeIn }: Around): Told {
  const spec = levels[level];
  return {
    groupBy: spec.groupBy,
    groupWait: spec.groupWait,
    groupInterval: spec.groupInterval,
    repeatInterval: spec.repeatInterval,
    mutedIn: unique([...mutedIn, ...(spec.mutedIn ?? [])]),
    activeIn: activeInBoth(activeIn, spec.activeIn ?? []),
  };
}

/**
 * Only where both say so. Alertmanager sends in any of those that it's given, so of two lists of which neither has all of
 * the other's, there's no right one (`times/use.ts` finds them).
 */
export function activeInBoth(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0 || b.length === 0) return unique([...a, ...b]);
  if (b.every((name) => a.includes(name))) return unique(b);
  return a.every((name) => b.includes(name)) ? a : unique([...a, ...b]);
}

/**
 * Watchdog is for no people. Alertmanager repeats only what was told longer than `repeat_interval` before, which a beat
 * of exactly one interval before isn't yet: every second one would be missing.
 */
function watchdogNode(heartbeat: HeartbeatSpec | undefined): RouteNode {
  const node = { place: "heartbeat", matchers: [watchdogMatcher], continue: false, routes: [] };
  if (heartbeat === undefined) return { ...node, place: "Watchdog", receiver: nobodyReceiver };
  const told: Told = {
    groupBy: ["alertname", "stack"],
    groupWait: "0s",
    groupInterval: `${heartbeat.intervalSeconds}s`,
    repeatInterval: `${Math.round(heartbeat.intervalSeconds * 750)}ms`,
    mutedIn: [],
    activeIn: [],
  };
  return { ...node, receiver: heartbeatReceiver, told };
}

/** Every alert is posted there, at whatever time. */
function unmuted(levels: Levels): Levels {
  const without = ({ mutedIn: _, activeIn: __, ...level }: LevelSpec): LevelSpec => level;
  return { P0: without(levels.P0), P1: without(levels.P1), P2: without(levels.P2), P3: without(levels.P3) };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
