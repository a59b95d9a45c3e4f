import type { DocumentItem } from "../../signals/document";
import * as metric from "./metrics";
import { operations } from "./document-operations";

/** The metrics of the application's own document, in its order, and the series that stands for each. */
export const documentMetrics: Readonly<Record<string, string>> = {
  ai_cost_total: metric.costTotal.name,
  ai_cost_current: metric.costCurrent.name,
  ai_tokens_total: metric.tokensTotal.name,
  ai_tokens_current: metric.tokensCurrent.name,
  ai_requests_total: metric.requestsTotal.name,
  ai_request_duration_seconds: metric.requestDuration.name,
  ai_errors_total: metric.errorsTotal.name,
  ai_rate_limit_hits_total: metric.rateLimitHits.name,
};

const unit = "test/unit/azure-ai-service.test.ts";
const proofs = "test/rules/all.test.ts";
const spend = "test/unit/spend.test.ts";

const labels: Readonly<Record<string, string>> = {
  ai_cost_total: "by operation, in US dollars",
  ai_tokens_total: "by token_type (prompt, completion)",
  ai_requests_total: "by operation and status (success, rate_limit, error)",
  ai_request_duration_seconds: "histogram, by operation",
  ai_errors_total: "by error_type and operation",
  ai_rate_limit_hits_total: "by operation",
};

/** Everything that the document names, and where it is here. */
export const documentItems: readonly DocumentItem[] = [
  ...Object.entries(documentMetrics).map(([item, here]) => ({
    kind: "metric" as const,
    item,
    here: `metric ${here}`,
    test: unit,
    note: labels[item] ?? "gauge, of the newest request",
  })),
  {
    kind: "alert",
    item: "HighAICost, warning",
    here: "alert HighAICost",
    test: proofs,
    note: "As written it compares dollars a second; here it is dollars a minute, as its text says.",
  },
  {
    kind: "threshold",
    item: "cost over 10 USD a minute, over 5 min, for 5 min",
    here: "HighAICost: threshold 10, for 5m",
    test: unit,
  },
  { kind: "alert", item: "RateLimitHit, warning", here: "alert RateLimitHit", test: proofs },
  {
    kind: "threshold",
    item: "any rate limit hit in 5 min, for 1 min",
    here: "RateLimitHit: threshold 0, for 1m",
    test: unit,
    note: "A counter that is born with its first hit counts as well, which a rate misses.",
  },
  {
    kind: "alert",
    item: "HighErrorRate, critical",
    here: "alert HighErrorRate",
    test: proofs,
    note: "As written its two sides have different labels and nothing matches; here both are summed by operation.",
  },
  {
    kind: "threshold",
    item: "errors over requests above 0.1, over 5 min, for 5 min",
    here: "HighErrorRate: threshold 0.1, for 5m, at least 10 requests",
    test: unit,
  },
  { kind: "dashboard", item: "AI Service Monitoring", here: "dashboard azure-ai-service", test: unit },
  { kind: "panel", item: "Cost Overview: Total Cost", here: "panel Cost Overview", test: unit },
  {
    kind: "panel",
    item: "Token Usage: Prompt Tokens, Completion Tokens",
    here: "panel Token Usage",
    test: unit,
  },
  { kind: "interval", item: "global scrape interval 15 s", here: "prometheus.scrapeIntervalSeconds", test: unit },
  {
    kind: "interval",
    item: "global evaluation interval 15 s",
    here: "prometheus.evaluationIntervalSeconds",
    test: unit,
  },
  { kind: "interval", item: "scrape of job ai-service every 10 s", here: "prometheus.jobIntervals, app", test: unit },
  { kind: "retention", item: "200 h", here: "prometheus.retention", test: unit },
  {
    kind: "slo",
    item: "extension 3: SLA of availability",
    here: "SLO availability: 99 % over 7 days",
    test: unit,
    note: "The document gives no number.",
  },
  {
    kind: "slo",
    item: "extension 3: SLA of response time",
    here: "SLO latency: 95 % within 10 s, over 7 days",
    test: unit,
    note: "The document gives no number.",
  },
  {
    kind: "threshold",
    item: "SimpleMonitor: alert_threshold 100 USD in all",
    here: "spend: budget of 100 USD a day, alert LlmDailyBudgetExceeded",
    test: spend,
    note: "A total since the start only grows, so it's the spend of 24 hours here. What works without Prometheus is the application's own code.",
  },
  {
    kind: "threshold",
    item: "SimpleMonitor: the last 100 costs over 10 % of it, looked at every 60 s",
    here: "alerts LlmBudgetBurnFast and LlmBudgetBurnSlow",
    test: spend,
    note: "Recent spend as a pace over one and six hours, evaluated once a minute.",
  },
  ...operations,
];
