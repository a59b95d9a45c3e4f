import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { graph } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import * as trend from "../trends";
import { health, traffic } from "./overview-first";
import { errors, latency, saturation } from "./overview-further";

/** For long ranges. Until the first roll-up is made, and between two, it's what is recorded for the alerts. */
const trends: RowSpec = {
  title: "Business: long-term trends",
  panels: [
    graph(
      "Trend of requests",
      "reqps",
      [{ expr: `sum(${trend.requestTrend}) or sum(${recorded.requestRate})`, legend: "requests" }],
      "Rolled up every 5 minutes, for ranges of days and weeks (http_requests_total).",
      { width: 6 },
    ),
    graph(
      "Trend of the response time (p95)",
      "s",
      [{ expr: `max(${trend.latencyTrend}) or max(${recorded.requestP95})`, legend: "p95" }],
      "Rolled up every 5 minutes, for ranges of days and weeks (http_request_duration_seconds).",
      { width: 6 },
    ),
    graph(
      "Trend of tokens",
      "cps",
      [{ expr: `sum by (type) (${trend.tokenTrend}) or sum by (type) (${recorded.tokenRate})`, legend: "{{type}}" }],
      "Tokens a second, rolled up every 5 minutes (loom_llm_tokens_total).",
      { width: 6 },
    ),
    graph(
      "Trend of narratives",
      "cps",
      [{ expr: `sum(${trend.narrativeTrend}) or sum(${recorded.narrativeRate})`, legend: "narratives" }],
      "Narratives a second, rolled up every 5 minutes (loom_narratives_generated_total).",
      { width: 6, decimals: 3 },
    ),
  ],
};

export const overview: DashboardSpec = {
  uid: "loom",
  title: "LOOM: overview",
  description: "Does LOOM answer, how fast, with how many errors, and what does it use?",
  tags: ["sightline", "loom"],
  variables: [{ name: "endpoint", label: "Endpoint", metric: metric.requests.name, labelName: "endpoint" }],
  rows: [health, traffic, errors, latency, saturation, trends],
};
