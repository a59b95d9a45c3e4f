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
