import { matcherText } from "./matchers";
import type { RouteNode, Told } from "./tree";

const timings = {
  group_by: "groupBy",
  group_wait: "groupWait",
  group_interval: "groupInterval",
  repeat_interval: "repeatInterval",
} as const satisfies Record<string, keyof Told>;

/** Alertmanager's `route`. What a node inherits from the one around it isn't said again; intervals aren't inherited. */
export function routeConfig(node: RouteNode, around?: Told): object {
  const told = node.told ?? around;
  const own = told === undefined ? [] : Object.entries(timings).filter(([, key]) => !same(told[key], around?.[key]));
  const lists = {
    mute_time_intervals: node.told?.mutedIn,
    active_time_intervals: node.told?.activeIn,
    routes: node.routes.map((route) => routeConfig(route, told)),
  };
  return {
    ...(node.receiver !== undefined && { receiver: node.receiver }),
    ...(node.matchers.length > 0 && { matchers: node.matchers.map(matcherText) }),
    ...(node.continue && { continue: true }),
    ...Object.fromEntries(own.map(([name, key]) => [name, told?.[key]])),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined && list.length > 0)),
  };
}

function same(a: Told[keyof Told], b: Told[keyof Told] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
