import type { Slo } from "../../signals/slo";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/**
 * The document names no objectives; these are what a pharmacy would notice first. The application counts its requests
 * only where it measures how long they take: the three API calls are what a share of server errors is of.
 */
export const slos: readonly Slo[] = [
  {
    name: "availability",
    title: "Requests are answered",
    description: "Of all API requests, 99.9 % are answered without an error of the server.",
    objective: 99.9,
    indicator: {
      kind: "events",
      bad: { metric: metric.http5xx },
      total: [{ metric: metric.generateApi }, { metric: metric.statusApi }, { metric: metric.searchApi }],
    },
    source: "http_5xx_total: more than 5 in 1 h",
  },
  {
    name: "latency",
    title: "Care plans are taken in time",
    description: "Of all requests to write a care plan, 95 % are taken within 3 seconds.",
    objective: 95,
    indicator: { kind: "latency", histogram: { metric: metric.generateApi }, under: limit.GENERATE_API_SECONDS },
    source: "api_generate_careplan_duration_seconds: p95 over 3 s",
  },
  {
    name: "completion",
    title: "Care plans are written in time",
    description: "Of all care plans, 95 % are written within 5 minutes.",
    objective: 95,
    indicator: { kind: "latency", histogram: { metric: metric.timeToComplete }, under: limit.TIME_TO_COMPLETE_SECONDS },
    team: "ai",
    source: "careplan_time_to_complete_p95: over 5 min",
  },
];
