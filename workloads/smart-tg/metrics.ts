import type { Metric } from "../../signals/metrics";
import * as accounts from "./metrics-accounts";
import * as http from "./metrics-http";
import * as system from "./metrics-system";

export * from "./metrics-accounts";
export * from "./metrics-http";
export * from "./metrics-system";

/**
 * The metric contract, sorted by name. All of it comes from the web application.
 *
 * Served by several processes (`PROMETHEUS_MULTIPROC_DIR`), Python's client gives every gauge a label `pid`, unless the
 * gauge's mode says how to join them: connections are to be added up (`livesum`), all others are the same in every process
 * (`livemostrecent`). The expressions here add up, or take the largest or smallest, and so are right with `pid` as well.
 * But without a "live" mode a process that has ended leaves its last values behind: 18 accounts online, for ever.
 */
export const metrics: readonly Metric[] = [http, accounts, system]
  .flatMap((file): Metric[] => Object.values(file))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
