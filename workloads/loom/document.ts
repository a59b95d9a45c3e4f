import type { DocumentItem } from "../../signals/document";
import { delivery } from "./document-delivery";
import { operations } from "./document-operations";
import { views } from "./document-views";
import * as metric from "./metrics";

const test = "test/unit/loom.test.ts";
const rules = "test/rules/all.test.ts";

/** All of them have the document's own names here. */
export const documentMetrics: Readonly<Record<string, string>> = Object.fromEntries(
  metric.metrics.map(({ name }) => [name, name]),
);

/** `http_requests_total, counter: method, endpoint, status` */
const named: readonly DocumentItem[] = metric.metrics.map(({ name, type, labels, tier }) => {
  const among = Object.keys(labels).join(", ");
  return {
    kind: "metric",
    item: `${name}, ${type}${among === "" ? "" : `: ${among}`}`,
    here: `${name}${tier === "business" ? " (tier business: job app-business)" : ""}`,
    test,
  };
});

const alerts: readonly DocumentItem[] = [
  {
    kind: "alert",
    item: 'LoomDown: up{job="loom"} == 0 for 1m, critical',
    here: "LoomDown",
    test: rules,
    note:
      "also where the target has vanished, of which up == 0 says nothing; the job is called app. Of several instances, " +
      "all: that one is down is TargetDown's to say, critical as well, after the same minute",
  },
  {
    kind: "alert",
    item: 'HighErrorRate: rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05 for 2m, warning',
    here: "HighErrorRate",
    test: rules,
    note:
      "mended: as written, each 5xx series is divided by itself and the result is always 1. Both sides are summed, of at " +
      "least 30 requests",
  },
  {
    kind: "alert",
    item: "HighLatency: histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m])) > 2 for 5m, warning",
    here: "HighLatency",
    test: rules,
    note: "of all requests, not of each endpoint and instance; at least 30 of them; 2 s is a bucket's bound",
  },
  {
    kind: "alert",
    item: "HighMemoryUsage: process_resident_memory_bytes / 1024 / 1024 > 512 for 5m, warning",
    here: "HighMemoryUsage",
    test: rules,
    note: "mended: of job app alone, since Prometheus itself has a metric of this name; in bytes, 512 MiB",
  },
  { kind: "threshold", item: "error rate 5 %", here: "HighErrorRate, 0.05", test },
  { kind: "threshold", item: "p95 2 s", here: "HighLatency, 2; the latency SLO", test },
  { kind: "threshold", item: "memory 512 MB", here: "HighMemoryUsage, 536870912", test },
  { kind: "threshold", item: "down for 1 min", here: "LoomDown, for 1m", test },
  {
    kind: "alert",
    item: "LLM errors and rate limits, response time of providers, cache hit rate (named as things to watch)",
    here: "LoomLlmErrorsHigh, LoomLlmRateLimited, LoomLlmSlow, LoomCacheHitsLow",
    test: rules,
    note: "the document has no numbers: 10 %, more than 10 calls in 10 min, 30 s, 30 %",
  },
  {
    kind: "alert",
    item: "rule violations, content quality (named as things to watch)",
    here: "LoomRuleViolationsHigh, LoomSatisfactionFalling",
    test: rules,
    note: "the document has no numbers: 20 % of the checked rules; 15 % below the last six hours, on whatever scale",
  },
  {
    kind: "alert",
    item: "severity critical: service down, loss of data",
    here: "LoomDown (critical, P0)",
    test,
    note: "no metric of the document tells of lost data",
  },
  {
    kind: "alert",
    item: "severity warning: slower, resources in high use",
    here: "HighErrorRate, HighLatency, HighMemoryUsage and the LLM and business alerts (warning, P2 or P3)",
    test,
  },
  {
    kind: "alert",
    item: "severity info: changed configuration, backup done",
    here: "LoomCacheHitsLow (info, P3); Deployments among the annotations of every dashboard",
    test,
    note: "the document names no metric of backups",
  },
  {
    kind: "slo",
    item: "availability of the service (overview dashboard)",
    here: "SLO availability: 99.5 % over 14 d",
    test,
    note: "the document has no objective",
  },
  { kind: "slo", item: "p95 above 2 s is too slow", here: "SLO latency: 95 % within 2 s over 14 d", test },
  {
    kind: "other",
    item: "cost of tokens (loom_llm_tokens_total{type})",
    here: "LLM spend: tokens times price, budget of 400 US dollars a day",
    test,
    note:
      "approximate: tokens have no label with the model, so all are priced as gpt-4, the one that the document names; " +
      "the budget is ours",
  },
];

export const documentItems: readonly DocumentItem[] = [...named, ...alerts, ...delivery, ...views, ...operations];
