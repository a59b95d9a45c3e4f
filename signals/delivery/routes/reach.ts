import { matchersOf, type RouteMatcher } from "./matchers";
import { everything, within, without, type Region } from "./regions";
import { watchdogMatcher } from "./tree";
import { walkRoutes, type PlacedRoute } from "./walk";
import type { RouteSpec } from "./routing";

/** Routes that no alert can ever come to, whatever its labels. What is within them isn't told of again. */
export function reachFaults(routes: readonly RouteSpec[]): string[] {
  const lost = new Set<PlacedRoute>();
  return walkRoutes(routes).flatMap((route) => {
    const reason = route.around.some((outer) => lost.has(outer)) ? undefined : lostReason(route);
    if (reason === undefined) return [];
    lost.add(route);
    return [`sightline:${route.place}: can never match: ${reason}`];
  });
}

/** Whether some alert is told to a route's own receivers: one that comes to it, and that no route within it takes. */
export function tellsItself(route: PlacedRoute): boolean {
  const asked = within(everything, [not(watchdogMatcher), ...[...route.around, route].flatMap(ownMatchers)]);
  return asked !== undefined && rest([asked], [...takersOf(route), ...takersIn(route.spec.routes)]).length > 0;
}

/** Whether some alert is taken by none of the routes. */
export function leavesSome(routes: readonly RouteSpec[]): boolean {
  return rest([everything], takersIn(routes)).length > 0;
}

/** What stands before a route around it has been asked as well. */
function takersOf(route: PlacedRoute): PlacedRoute[] {
  return [...route.around, route].flatMap(({ before }) => before).filter(({ spec }) => !spec.continue);
}

function takersIn(routes: readonly RouteSpec[] = []): Pick<PlacedRoute, "spec">[] {
  return routes.filter((spec) => !spec.continue).map((spec) => ({ spec }));
}

function rest(regions: readonly Region[], takers: readonly Pick<PlacedRoute, "spec">[]): readonly Region[] {
  return takers.reduce((parts, taker) => without(parts, ownMatchers(taker)), regions);
}

function ownMatchers({ spec }: Pick<PlacedRoute, "spec">): RouteMatcher[] {
  return matchersOf(spec.match);
}

function lostReason(route: PlacedRoute): string | undefined {
  const own = ownMatchers(route);
  const outer = route.around.flatMap(ownMatchers);
  const asked = within(everything, [...outer, ...own]);
  if (asked === undefined) return contradiction(outer, own);
  if (within(asked, [not(watchdogMatcher)]) === undefined) return "Watchdog goes to the heartbeat only";
  const takers = takersOf(route);
  const taker = takers.find((each) => rest([asked], [each]).length === 0);
  if (taker) {
    return `sightline:${taker.place} takes all of it before; put this one first, or say "continue: true" there`;
  }
  if (rest([asked], takers).length > 0) return undefined;
  return `${takers.map(({ place }) => `sightline:${place}`).join(" and ")} take all of it before`;
}

function not(matcher: RouteMatcher): RouteMatcher {
  return { ...matcher, not: true };
}

/** The label by which it isn't possible. */
function contradiction(outer: readonly RouteMatcher[], own: readonly RouteMatcher[]): string | undefined {
  const all = [...outer, ...own];
  const label = [...new Set(all.map((each) => each.label))].find(
    (name) =>
      within(
        everything,
        all.filter((each) => each.label === name),
      ) === undefined,
  );
  const asked = all.filter((each) => each.label === label);
  // A list without values is a fault of its own.
  if (asked.length < 2) return undefined;
  const wants = asked.map(({ values }) => values.join(" or "));
  return `it asks for ${label} ${wants.at(-1)}, the routes around it for ${wants.slice(0, -1).join(" and ")}`;
}
