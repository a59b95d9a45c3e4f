import type { RowSpec } from "../../../signals/dashboard";
import { graph } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { endpoints } from "./variables";

/** Where it hurts. */

export const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Share of errors",
      "percentunit",
      [{ expr: `max(${recorded.errorRatio}) or vector(0)`, legend: "5xx" }],
      "Responses of 500 or more over all, of 5 minutes (http_requests_total, status).",
      { alerts: ["HighErrorRate"], width: 12 },
    ),
    graph(
      "Errors by endpoint and status",
      "cpm",
      [
        {
          expr: `60 * sum by (endpoint, status) (rate(${metric.requests.name}{endpoint=~"$endpoint", status=~"4..|5.."}[$__rate_interval]))`,
          legend: "{{endpoint}} {{status}}",
        },
      ],
      "Responses of 400 or more a minute (http_requests_total). 4xx are the client's, 5xx are ours.",
      { width: 12 },
    ),
  ],
};

export const latency: RowSpec = {
  title: "Latency",
  panels: [
    graph(
      "Response time",
      "s",
      [
        { expr: recorded.requestMedian, legend: "median" },
        { expr: recorded.requestP95, legend: "p95" },
        { expr: recorded.requestP99, legend: "p99" },
      ],
      "Of all endpoints, over 5 minutes (http_request_duration_seconds).",
      { alerts: ["HighLatency"] },
    ),
    graph(
      "Response time by endpoint (p95)",
      "s",
      [{ expr: `${recorded.endpointP95}${endpoints}`, legend: "{{endpoint}}" }],
      "Which endpoint is slow (http_request_duration_seconds, endpoint).",
    ),
    graph(
      "Custom operations: mean duration",
      "s",
      [
        {
          expr: `rate(${metric.customDuration.name}_sum[$__rate_interval]) / rate(${metric.customDuration.name}_count[$__rate_interval])`,
          legend: "{{instance}}",
        },
      ],
      "Mean duration of the document's example (loom_custom_duration_seconds).",
    ),
  ],
};

export const saturation: RowSpec = {
  title: "Saturation",
  panels: [
    graph(
      "Resident memory",
      "bytes",
      [{ expr: `${metric.residentMemory.name}{job="app"}`, legend: "{{instance}}" }],
      "Of each instance (process_resident_memory_bytes). A steady rise is a leak.",
      { alerts: ["HighMemoryUsage"], width: 6 },
    ),
    graph(
      "Virtual memory",
      "bytes",
      [{ expr: `${metric.virtualMemory.name}{job="app"}`, legend: "{{instance}}" }],
      "What each instance has reserved (process_virtual_memory_bytes); much of it is never used.",
      { width: 6 },
    ),
    graph(
      "Requests in progress",
      "short",
      [{ expr: `sum by (endpoint) (${metric.inProgress.name}${endpoints})`, legend: "{{endpoint}}" }],
      "Requests that are being answered (http_requests_in_progress). They pile up before the response time rises.",
      { width: 6 },
    ),
    graph(
      "Open sessions",
      "short",
      [
        { expr: `sum(${metric.sessionsActive.name})`, legend: "sessions" },
        { expr: `sum(${metric.customActive.name})`, legend: "custom operations" },
      ],
      "Sessions that are open (loom_sessions_active), and operations of the document's example (loom_custom_active).",
      { width: 6 },
    ),
  ],
};
