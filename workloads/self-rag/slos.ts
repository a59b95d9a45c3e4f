import type { Slo } from "../../signals/slo";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** What the document promises: its three objectives. */
export const slos: readonly Slo[] = [
  {
    name: "availability",
    title: "The API is there",
    description: "The share of time in which the API answers. 0.1 % of 30 days are 43 minutes.",
    objective: 99.9,
    indicator: { kind: "time", job: "app" },
    team: "platform",
    source: "availability 99.9 %, by up",
  },
  {
    name: "latency",
    title: "Requests are answered within 2 s",
    description: "The share of requests that are answered within 2 seconds, whatever the answer.",
    objective: 95,
    indicator: {
      kind: "latency",
      histogram: { metric: metric.requestDuration },
      under: limit.OBJECTIVE_SECONDS,
    },
    team: "platform",
    source: "latency: 95 % of requests under 2 s",
  },
  {
    name: "errors",
    title: "Requests don't fail",
    description: "The share of requests that aren't answered with 5xx.",
    objective: 99.9,
    indicator: {
      kind: "events",
      bad: { metric: metric.requests, matchers: 'status_code=~"5.."' },
      total: { metric: metric.requests },
    },
    team: "platform",
    source: "error rate under 0.1 %, by 5xx over all requests",
  },
];
