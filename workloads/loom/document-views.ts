import type { DocumentItem } from "../../signals/document";

const test = "test/unit/loom.test.ts";
const lint = "test/unit/dashboards-lint.test.ts";

/** The dashboards that the document names, and what it wants to see on each. */
export const views: readonly DocumentItem[] = [
  { kind: "dashboard", item: "overview (loom-overview.json)", here: "loom, LOOM: overview", test },
  {
    kind: "panel",
    item: 'Stat: up{job="loom"}',
    here: "loom: Service up",
    test,
    note: "off as well where the target has vanished",
  },
  {
    kind: "panel",
    item: "Graph: rate(http_requests_total[5m])",
    here: "loom: Requests by endpoint, Requests by method and status, Request rate",
    test,
  },
  {
    kind: "panel",
    item: "Graph: histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))",
    here: "loom: Response time, Response time by endpoint (p95)",
    test,
    note: "read from a recording rule",
  },
  { kind: "panel", item: "Gauge: process_resident_memory_bytes", here: "loom: Memory, Resident memory", test },
  {
    kind: "panel",
    item: "Table: loom_llm_requests_total",
    here: "loom: LLM requests",
    test,
    note: "its increase in the chosen time: the counter itself only tells how long the process runs",
  },
  { kind: "panel", item: "overview: availability of the service", here: "loom: Service up; the SLOs' dashboard", test },
  { kind: "panel", item: "overview: request rate and latency", here: "loom: row Traffic, row Latency", test },
  { kind: "panel", item: "overview: error rate", here: "loom: Error rate, Share of errors", test },
  { kind: "panel", item: "overview: use of resources", here: "loom: row Saturation", test },

  { kind: "dashboard", item: "LLM performance", here: "loom-llm, LOOM: LLM performance", test },
  { kind: "panel", item: "LLM: requests by provider", here: "loom-llm: Calls by provider and model", test },
  { kind: "panel", item: "LLM: use of tokens", here: "loom-llm: Tokens by type, Tokens per call", test },
  {
    kind: "panel",
    item: "LLM: response time",
    here: "loom-llm: Duration of a call by provider (p95), Mean duration of a call by provider",
    test,
  },
  {
    kind: "panel",
    item: "LLM: error rate and rate limits",
    here: "loom-llm: Error rate by provider, Errors by type, Rate limits by provider",
    test,
  },

  { kind: "dashboard", item: "business insight", here: "loom-business, LOOM: business insight", test },
  {
    kind: "panel",
    item: "business: generated narratives",
    here: "loom-business: Narratives by genre, Narratives in the chosen time, Words",
    test,
  },
  {
    kind: "panel",
    item: "business: engagement of users",
    here: "loom-business: Interactions by type, Interactions of a narrative; loom: Open sessions, Sessions opened",
    test,
  },
  {
    kind: "panel",
    item: "business: execution of rules",
    here: "loom-business: Rules checked by type, Violations, Share of violated rules",
    test,
  },
  {
    kind: "panel",
    item: "business: quality of the content",
    here: "loom-business: Satisfaction score, Satisfaction against the usual, Share of violated rules",
    test,
  },

  { kind: "dashboard", item: "system health", here: "loom-system, LOOM: system health", test },
  { kind: "panel", item: "system: resources of containers", here: "loom-system: row Saturation: containers", test },
  {
    kind: "panel",
    item: "system: health of the nodes",
    here: "loom-system: row Health, CPU of a node, Load per processor, Memory of a node",
    test,
  },
  {
    kind: "panel",
    item: "system: network connections",
    here: "loom-system: Received by container, Sent by container, Time of a probe, Targets that don't answer",
    test,
    note:
      "traffic and reachability. Open connections aren't counted: the node exporter runs in a network of its own and " +
      "would tell of that only",
  },
  {
    kind: "panel",
    item: "system: use of storage",
    here: "loom-system: Disk space, Files, Disk reads and writes, Disk busy, Fullest disk",
    test,
  },
  {
    kind: "other",
    item: "import of a dashboard by hand, data source by hand",
    here: "dashboards and the data source are provisioned",
    test: lint,
  },
];
