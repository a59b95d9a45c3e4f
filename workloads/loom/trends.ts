import { quantileOf } from "../../signals/expressions";
import type { RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";

/**
 * Roll-ups for long ranges: one value in five minutes, of just these five minutes, so that a month is 8,640 values.
 * What stores samples for longer keeps these series alone where it can't keep all.
 */

export const requestTrend = "trend:http_requests:rate5m";
export const latencyTrend = "trend:http_request_duration_seconds:p95_rate5m";
export const tokenTrend = "trend:loom_llm_tokens:rate5m";
export const narrativeTrend = "trend:loom_narratives_generated:rate5m";

export const trends: RuleGroup = {
  name: "loom-trends",
  interval: "5m",
  dashboard: "loom",
  recordings: [
    {
      record: requestTrend,
      expr: `sum(rate(${metric.requests.name}[5m]))`,
      help: "Requests a second, every 5 minutes.",
    },
    {
      record: latencyTrend,
      expr: quantileOf(0.95, metric.requestDuration.name, "5m"),
      help: "95th percentile of the response time, in seconds, every 5 minutes.",
    },
    {
      record: tokenTrend,
      expr: `sum by (type) (rate(${metric.llmTokens.name}[5m]))`,
      help: "Tokens a second of each kind, every 5 minutes.",
    },
    {
      record: narrativeTrend,
      expr: `sum(rate(${metric.narratives.name}[5m]))`,
      help: "Narratives a second, every 5 minutes.",
    },
  ],
};
