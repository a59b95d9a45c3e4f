import type { Recording } from "../../signals/rules";
import * as metric from "./metrics";

export const costPerMinute = "stack:ai_cost_usd_per_minute:increase5m";
export const costByOperation = "operation:ai_cost_usd:increase1h";
export const requestShare = "operation:ai_requests:ratio1h";

export const costRecordings: readonly Recording[] = [
  {
    record: costPerMinute,
    expr: `sum(increase(${metric.costTotal.name}[5m])) / 5`,
    help: "US dollars that a minute cost on average of the last five.",
  },
  {
    record: costByOperation,
    expr: `sum by (operation) (increase(${metric.costTotal.name}[1h]))`,
    help: "US dollars of the hour before, by operation.",
  },
];

export const requestRecordings: readonly Recording[] = [
  {
    record: requestShare,
    expr: `sum by (operation) (increase(${metric.requestsTotal.name}[1h]))
/ on () group_left ()
(sum(increase(${metric.requestsTotal.name}[1h])) > 0)`,
    help: "Share of each operation in the requests of the hour before, 0 to 1.",
  },
];
