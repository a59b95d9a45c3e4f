import type { Slo } from "../../signals/slo";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** Kept over 14 days: samples are there for 15. */
export const slos: readonly Slo[] = [
  {
    name: "availability",
    title: "Requests are answered",
    description: "Of all requests, 99.5 % are answered without a status of 500 or more.",
    objective: 99.5,
    window: "14d",
    indicator: {
      kind: "events",
      bad: { metric: metric.requests, matchers: 'status=~"5.."' },
      total: { metric: metric.requests },
    },
    source: "overview dashboard: availability of the service, error rate",
  },
  {
    name: "latency",
    title: "Requests are answered in time",
    description: "Of all requests, 95 % are answered within 2 seconds.",
    objective: 95,
    window: "14d",
    indicator: { kind: "latency", histogram: { metric: metric.requestDuration }, under: limit.REQUEST_SECONDS },
    source: "HighLatency: 95th percentile above 2 s",
  },
];
