import type { DashboardSpec, PanelSpec } from "../../signals/dashboard";
import { increaseOf, shareOf } from "../../signals/expressions";
import { bars, durations, graph, perMinute, stat } from "../../signals/panels";
import * as metric from "./metrics";
import * as recorded from "./recordings";

const picked = '{operation=~"$operation"}';
const errorRatio = shareOf(`${metric.errorsTotal.name}${picked}`, `${metric.requestsTotal.name}${picked}`, "5m", [
  "operation",
]);
const hits = increaseOf(`${metric.rateLimitHits.name}${picked}`, "5m", ["operation"]);

const health: readonly PanelSpec[] = [
  stat("Application up", "bool_on_off", 'min(up{job="app"})', "Whether the application answers a scrape.", {
    thresholds: [{ value: 1, severity: "critical", below: true }],
  }),
  stat(
    "Error rate",
    "percentunit",
    `(sum(rate(${metric.errorsTotal.name}[5m])) or vector(0)) / sum(rate(${metric.requestsTotal.name}[5m]))`,
    "Share of the last 5 minutes' requests that failed (ai_errors_total over ai_requests_total).",
    { alerts: ["HighErrorRate"] },
  ),
  stat(
    "Rate limit hits",
    "short",
    increaseOf(metric.rateLimitHits.name, "5m"),
    "Requests of the last 5 minutes that were refused for the rate (ai_rate_limit_hits_total).",
    { alerts: ["RateLimitHit"], decimals: 0 },
  ),
  stat("Cost of a minute", "currencyUSD", recorded.costPerMinute, "Average of the last 5 (ai_cost_total).", {
    alerts: ["HighAICost"],
    decimals: 3,
  }),
  stat("Newest request: cost", "currencyUSD", `max(${metric.costCurrent.name})`, "Of a single one (ai_cost_current).", {
    decimals: 4,
  }),
  stat("Newest request: tokens", "short", `max(${metric.tokensCurrent.name})`, "Of a single one (ai_tokens_current).", {
    decimals: 0,
  }),
];

const traffic: readonly PanelSpec[] = [
  graph(
    "Requests by status",
    "cpm",
    [perMinute(metric.requestsTotal, "{{status}}", "status", picked)],
    "Requests to the model a minute, by how they ended (ai_requests_total).",
    { stacked: true },
  ),
  graph(
    "Token Usage",
    "short",
    [
      { expr: `sum(${metric.tokensTotal.name}{token_type="prompt"})`, legend: "Prompt Tokens" },
      { expr: `sum(${metric.tokensTotal.name}{token_type="completion"})`, legend: "Completion Tokens" },
    ],
    "Tokens since the application's start (ai_tokens_total). A fall to 0 is a restart.",
  ),
  bars(
    "Types of requests",
    "percentunit",
    [
      {
        expr: `${recorded.requestShare}${picked}`,
        legend: "{{operation}}",
        instant: true,
      },
    ],
    "Share of each operation in the requests of the hour before (ai_requests_total).",
    { max: 1 },
  ),
];

const failures: readonly PanelSpec[] = [
  graph(
    "Error rate by operation",
    "percentunit",
    [{ expr: errorRatio, legend: "{{operation}}" }],
    "Share of requests that failed (ai_errors_total over ai_requests_total). Refusals for the rate aren't among them.",
    { alerts: ["HighErrorRate"] },
  ),
  graph(
    "Errors by type",
    "cpm",
    [perMinute(metric.errorsTotal, "{{error_type}}", "error_type", picked)],
    "Failed requests a minute, by the exception (ai_errors_total).",
    { stacked: true },
  ),
  graph(
    "Rate limit hits of 5 minutes",
    "short",
    [{ expr: hits, legend: "{{operation}}" }],
    "Requests that the provider refused for the rate (ai_rate_limit_hits_total). Any is told of.",
    { alerts: ["RateLimitHit"], decimals: 0 },
  ),
];

const latency: readonly PanelSpec[] = [
  durations(
    "Request duration",
    metric.requestDuration,
    "$__rate_interval",
    "From the call to the whole answer (ai_request_duration_seconds).",
    { width: 12 },
    picked,
  ),
  graph(
    "Request duration by operation (p95)",
    "s",
    [
      {
        expr: `histogram_quantile(0.95, sum by (le, operation) (rate(${metric.requestDuration.name}_bucket${picked}[$__rate_interval])))`,
        legend: "{{operation}}",
      },
    ],
    "What one in twenty requests takes at least (ai_request_duration_seconds).",
    { width: 12 },
  ),
];

const business: readonly PanelSpec[] = [
  graph(
    "Cost Overview",
    "currencyUSD",
    [{ expr: `sum(${metric.costTotal.name})`, legend: "Total Cost" }],
    "Dollars since the application's start (ai_cost_total). A fall to 0 is a restart.",
    { decimals: 2 },
  ),
  graph(
    "Cost a minute",
    "currencyUSD",
    [{ expr: recorded.costPerMinute, legend: "dollars" }],
    "Average of the 5 minutes before, over all operations (ai_cost_total).",
    { alerts: ["HighAICost"] },
  ),
  graph(
    "Cost of the hour by operation",
    "currencyUSD",
    [{ expr: `${recorded.costByOperation}${picked}`, legend: "{{operation}}" }],
    "Dollars of the hour before (ai_cost_total).",
    { stacked: true },
  ),
];

export const dashboard: DashboardSpec = {
  uid: "azure-ai-service",
  title: "AI Service Monitoring",
  description: "Cost, tokens, errors, rate limits and latency of the calls to Azure OpenAI.",
  tags: ["sightline", "azure-ai-service"],
  variables: [{ name: "operation", label: "Operation", metric: metric.requestsTotal.name, labelName: "operation" }],
  rows: [
    { title: "Health", panels: health },
    { title: "Traffic", panels: traffic },
    { title: "Errors", panels: failures },
    { title: "Latency", panels: latency },
    { title: "Business: cost", panels: business },
  ],
};
