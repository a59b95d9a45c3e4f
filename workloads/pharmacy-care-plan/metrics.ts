import type { Metric } from "../../signals/metrics";
import * as web from "./metrics-web";
import * as worker from "./metrics-worker";

export * from "./metrics-web";
export * from "./metrics-worker";

/** The pharmacy's metric contract, sorted by name. */
export const metrics: readonly Metric[] = [...Object.values(web), ...Object.values(worker)].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
