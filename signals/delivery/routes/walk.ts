import type { RouteSpec } from "./routing";

/** A route, and where it stands. */
export interface PlacedRoute {
  readonly spec: RouteSpec;
  /** `routes.0.routes.1`. */
  readonly place: string;
  /** From the outermost one to the one around it. */
  readonly around: readonly PlacedRoute[];
  /** Those that are asked before it, beside it. */
  readonly before: readonly PlacedRoute[];
}

/** All routes, each after those around it. */
export function walkRoutes(
  specs: readonly RouteSpec[],
  place = "routes",
  around: readonly PlacedRoute[] = [],
): PlacedRoute[] {
  const before: PlacedRoute[] = [];
  return specs.flatMap((spec, i) => {
    const placed: PlacedRoute = { spec, place: `${place}.${i}`, around, before: [...before] };
    before.push(placed);
    return [placed, ...walkRoutes(spec.routes ?? [], `${placed.place}.routes`, [...around, placed])];
  });
}

/** Routes that are within themselves: a file of YAML can say so by an alias, and nobody would ever get out of them. */
export function loopFaults(
  specs: readonly RouteSpec[],
  place = "routes",
  around = new Map<object, string>(),
): string[] {
  return specs.flatMap((spec, i) => {
    const here = `${place}.${i}`;
    const loop = around.get(spec);
    if (loop !== undefined)
      return [`sightline:${here}: is the same as ${loop}, which it's within: a loop without an end`];
    return loopFaults(spec.routes ?? [], `${here}.routes`, new Map([...around, [spec, here]]));
  });
}
