import type { Slo } from "../../signals/slo";
import * as metric from "./metrics";
import * as limit from "./thresholds";

const source = "extension 3: availability and response time as service levels, without numbers";

/** A week, which 200 hours of retention have room for. */
const window = "7d";

export const slos: readonly Slo[] = [
  {
    name: "availability",
    title: "Requests are answered",
    description: "A request to the model ends with an answer, and isn't refused for the rate.",
    objective: limit.AVAILABILITY_PERCENT,
    window,
    indicator: {
      kind: "events",
      bad: { metric: metric.requestsTotal, matchers: 'status!="success"' },
      total: { metric: metric.requestsTotal },
    },
    team: "ai",
    source,
  },
  {
    name: "latency",
    title: "Answers come in time",
    description: `A request to the model takes at most ${limit.FAST_SECONDS} seconds.`,
    objective: limit.FAST_PERCENT,
    window,
    indicator: { kind: "latency", histogram: { metric: metric.requestDuration }, under: limit.FAST_SECONDS },
    team: "ai",
    source,
  },
];
