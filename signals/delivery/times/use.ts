import { didYouMean } from "../../nearest";
import { priorities } from "../../rules";
import type { Delivery } from "../delivery";
import { matchersOf } from "../routes/matchers";
import { everything, within } from "../routes/regions";
import { activeInBoth } from "../routes/tree";
import { walkRoutes, type PlacedRoute } from "../routes/walk";
import type { LevelSpec, RouteSpec } from "../routes/routing";

type Placed = readonly [place: string, named: Named];
type Named = Pick<RouteSpec & LevelSpec, "mutedIn" | "activeIn">;

/** Names of time intervals that aren't, that nobody asks for, and that together leave no time at all. */
export function intervalUseFaults({ routing }: Delivery): string[] {
  const routes = walkRoutes(routing.routes);
  const known = Object.keys(routing.timeIntervals);
  const places: Placed[] = [
    ...routes.map(({ place, spec }): Placed => [place, spec]),
    ...priorities.map((priority): Placed => [`levels.${priority}`, routing.levels[priority]]),
  ];
  const used = new Set(places.flatMap(([, { mutedIn = [], activeIn = [] }]) => [...mutedIn, ...activeIn]));
  return [
    ...places.flatMap(([place, { mutedIn = [], activeIn = [] }]) =>
      Object.entries({ mutedIn, activeIn }).flatMap(([key, names]) =>
        names.flatMap((name, i) =>
          known.includes(name)
            ? []
            : [`${place}.${key}.${i}: there is no time interval "${name}"${didYouMean(name, known)}`],
        ),
      ),
    ),
    ...known.filter((name) => !used.has(name)).map((name) => `timeIntervals.${name}: no route and no level names it`),
    ...neverFaults(places, routes),
  ].map((fault) => `sightline:${fault}`);
}

/** Of a route by itself, of a level by itself, and of what comes together. */
function neverFaults(places: readonly Placed[], routes: readonly PlacedRoute[]): string[] {
  const alone = places.filter(([, named]) => never([named])).map(([place]) => place);
  const inRoutes = routes
    .filter(({ spec }) => spec.mutedIn !== undefined || spec.activeIn !== undefined)
    .flatMap((route) => {
      const on = [...route.around, route].map(({ place, spec }): Placed => [place, spec]);
      if (on.some(([place]) => alone.includes(place))) return [];
      const levels = places.filter(([place]) => canHave(route, place) && !alone.includes(place));
      const own = togetherFaults(on);
      return own.length > 0 ? own : levels.flatMap((level) => togetherFaults([...on, level]));
    });
  return [
    ...alone.map((place) => `${place}: nothing is ever sent: all of its activeIn are in its mutedIn`),
    ...inRoutes,
  ];
}

/** The last of them is where it's told. */
function togetherFaults(all: readonly Placed[]): string[] {
  const others = all.map(([place]) => place);
  const last = others.pop();
  if (others.length === 0) return [];
  const beside = others.map((place) => `sightline:${place}`).join(" and ");
  const named = all.map(([, each]) => each);
  if (never(named)) return [`${last}: nothing is ever sent with ${beside}: all of activeIn is in mutedIn`];
  if (!mixed(named.map(({ activeIn = [] }) => activeIn))) return [];
  return [`${last}.activeIn: not the times of ${beside}, and Alertmanager can't ask for both at once`];
}

/** Whether alerts of a level can come to a route. */
function canHave({ around, spec }: PlacedRoute, place: string): boolean {
  const priority = { label: "priority", values: [place.replace("levels.", "")] };
  const matchers = [...around.map((outer) => outer.spec), spec].flatMap(({ match }) => matchersOf(match));
  return place.startsWith("levels.") && within(everything, [...matchers, priority]) !== undefined;
}

function never(all: readonly Named[]): boolean {
  const active = all.map(({ activeIn = [] }) => activeIn).reduce(activeInBoth, []);
  const muted = new Set(all.flatMap(({ mutedIn = [] }) => mutedIn));
  return active.length > 0 && active.every((name) => muted.has(name));
}

/** Two lists of which neither has all of the other's. */
function mixed(lists: readonly (readonly string[])[]): boolean {
  const named = lists.filter((list) => list.length > 0);
  const hasAll = (a: readonly string[], b: readonly string[]) => b.every((name) => a.includes(name));
  return named.some((a) => named.some((b) => !hasAll(a, b) && !hasAll(b, a)));
}
