import type { Slo } from "../../signals/slo";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** The document names no objectives; these are what its key queries are about. */
export const slos: readonly Slo[] = [
  {
    name: "availability",
    title: "Requests are answered",
    description: "Of all requests to the back end, 99.5 % are answered without an error of the server.",
    objective: 99.5,
    indicator: {
      kind: "events",
      bad: { metric: metric.requests, matchers: 'status_code=~"5.."' },
      total: { metric: metric.requests },
    },
    team: "platform",
    source: "HTTP error rate, a key query",
  },
  {
    name: "latency",
    title: "Requests are answered in time",
    description: "Of all requests to the back end, 95 % take less than a second.",
    objective: 95,
    indicator: { kind: "latency", histogram: { metric: metric.requestDuration }, under: limit.HTTP_SECONDS },
    team: "platform",
    source: "p95 of the response time, a key query",
  },
  {
    name: "replies",
    title: "Accounts reply in time",
    description: "Of all automatic replies, 95 % come within 10 seconds.",
    objective: 95,
    indicator: { kind: "latency", histogram: { metric: metric.replyTime }, under: limit.REPLY_SECONDS },
    team: "business",
    source: "account_response_time_seconds",
  },
];
