import type { PanelSpec, RowSpec } from "../../../signals/dashboard";
import { anyUpOf } from "../../../signals/expressions";
import { firingAlerts, graph, perMinute, perSecond, stat } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { endpoints } from "./variables";

/** What to look at first. */

const memoryGauge: PanelSpec = {
  title: "Memory",
  description: "Resident memory of the largest instance (process_resident_memory_bytes). Bad from 512 MiB on.",
  kind: "gauge",
  unit: "bytes",
  queries: [{ expr: `max(${metric.residentMemory.name}{job="app"})`, legend: "resident" }],
  min: 0,
  max: 1024 ** 3,
  width: 4,
  height: 4,
  alerts: ["HighMemoryUsage"],
};

export const health: RowSpec = {
  title: "Health",
  panels: [
    stat("Service up", "bool_on_off", anyUpOf("app"), "Off when no instance answers a scrape, or there is none (up).", {
      alerts: ["LoomDown"],
    }),
    stat("Request rate", "reqps", recorded.requestRate, "Requests a second (http_requests_total)."),
    stat(
      "Error rate",
      "percentunit",
      `max(${recorded.errorRatio}) or vector(0)`,
      "Share of responses with a status of 500 or more (http_requests_total, status).",
      { alerts: ["HighErrorRate"] },
    ),
    stat(
      "Response time (p95)",
      "s",
      recorded.requestP95,
      "One request in twenty takes longer (http_request_duration_seconds).",
      { alerts: ["HighLatency"] },
    ),
    memoryGauge,
    firingAlerts,
  ],
};

const llmTable: PanelSpec = {
  title: "LLM requests",
  description: "Calls in the chosen time by provider and model (loom_llm_requests_total).",
  kind: "table",
  unit: "short",
  queries: [
    {
      expr: `sum by (provider, model) (increase(${metric.llmRequests.name}[$__range]))`,
      legend: "{{provider}} {{model}}",
      instant: true,
    },
  ],
  decimals: 0,
};

export const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Requests by endpoint",
      "reqps",
      [perSecond(metric.requests, "{{endpoint}}", "endpoint", endpoints)],
      "Requests a second (http_requests_total, endpoint).",
      { stacked: true },
    ),
    graph(
      "Requests by method and status",
      "reqps",
      [
        {
          expr: `sum by (method, status) (rate(${metric.requests.name}${endpoints}[$__rate_interval]))`,
          legend: "{{method}} {{status}}",
        },
      ],
      "Requests a second (http_requests_total, method and status). 429 is refused for its rate.",
    ),
    llmTable,
    graph(
      "Sessions opened",
      "cpm",
      [perMinute(metric.sessions, "opened")],
      "Sessions that were opened, a minute (loom_sessions_total).",
    ),
    graph(
      "Custom operations",
      "cpm",
      [perMinute(metric.customRequests, "operations")],
      "The document's example of metrics of one's own: operations a minute (loom_custom_requests_total).",
    ),
  ],
};
