import type { Metric } from "../../signals/metrics";
import * as content from "./metrics-content";
import * as external from "./metrics-external";
import * as service from "./metrics-service";

export * from "./metrics-content";
export * from "./metrics-external";
export * from "./metrics-service";

/** The contract of Self-RAG, sorted by name. The modules have other constants as well. */
export const metrics: readonly Metric[] = [
  ...Object.values(service),
  ...Object.values(external),
  ...Object.values(content),
]
  .filter((each) => typeof each === "object")
  .sort((a, b) => (a.name < b.name ? -1 : 1));
