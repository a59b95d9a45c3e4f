import type { Metric } from "../../signals/metrics";
import * as business from "./metrics-business";
import * as llm from "./metrics-llm";
import * as service from "./metrics-service";

export * from "./metrics-business";
export * from "./metrics-llm";
export * from "./metrics-service";

/** The metric contract, sorted by name. */
export const metrics: readonly Metric[] = [
  ...Object.values(service),
  ...Object.values(llm),
  ...Object.values(business),
].sort((a, b) => (a.name < b.name ? -1 : 1));
