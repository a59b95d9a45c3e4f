import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { anyUpOf, increaseOf } from "../../../signals/expressions";
import { graph, perMinute, perSecond, stat } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";

/** Requests of the endpoints and methods that are chosen above. */
const chosen = '{endpoint=~"$endpoint", method=~"$method"}';
const quantile = (q: number, by = "") =>
  `histogram_quantile(${q}, sum by (le${by}) (rate(${metric.requestDuration.name}_bucket${chosen}[$__rate_interval])))`;
const sizes = (name: string) =>
  `sum(rate(${name}_sum${chosen}[$__rate_interval])) / sum(rate(${name}_count${chosen}[$__rate_interval]))`;

const health: RowSpec = {
  title: "Health",
  panels: [
    stat("Back end up", "bool_on_off", anyUpOf("app"), "Whether the admin back end answers a scrape.", {
      alerts: ["SmartTgDown"],
    }),
    stat(
      "Error share",
      "percentunit",
      recorded.requestErrorShare,
      "Requests of 5 minutes that were answered with 500 or more (http_requests_total).",
      { alerts: ["HttpErrorShareHigh"] },
    ),
    stat(
      "Response time (p95)",
      "s",
      `histogram_quantile(0.95, sum by (le) (rate(${metric.requestDuration.name}_bucket[5m])))`,
      "How long one request in twenty takes at least (http_request_duration_seconds).",
      { alerts: ["HttpLatencyHigh"] },
    ),
    stat("Accounts online", "short", `max(${metric.online.name})`, "Logged in to Telegram (accounts_online).", {
      alerts: ["AllAccountsOffline"],
    }),
    stat(
      "Redis connected",
      "short",
      `min(${metric.redisConnected.name})`,
      "1 while the application is connected to Redis, else 0 (redis_connected).",
      { alerts: ["RedisDisconnected"], decimals: 0 },
    ),
    stat(
      "Own alerts",
      "short",
      `max(${metric.ownAlertsActive.name})`,
      "Alerts that the application itself raised and nobody has closed (alerts_active).",
      { alerts: ["OwnAlertsActive"], decimals: 0 },
    ),
  ],
};

const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Requests by endpoint",
      "reqps",
      [perSecond(metric.requests, "{{endpoint}}", "endpoint", chosen)],
      "HTTP requests a second (http_requests_total); ids in endpoints are replaced.",
      { stacked: true, width: 12 },
    ),
    graph(
      "Requests by method",
      "reqps",
      [perSecond(metric.requests, "{{method}}", "method", chosen)],
      "HTTP requests a second (http_requests_total).",
      { stacked: true, width: 12 },
    ),
    graph(
      "Size of a request",
      "bytes",
      [{ expr: sizes(metric.requestSize.name), legend: "average" }],
      "Average body (http_request_size_bytes). The application can't always tell it exactly.",
      { width: 12 },
    ),
    graph(
      "Size of a response",
      "bytes",
      [{ expr: sizes(metric.responseSize.name), legend: "average" }],
      "Average body (http_response_size_bytes). The application can't always tell it exactly.",
      { width: 12 },
    ),
  ],
};

const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Share of failed requests",
      "percentunit",
      [{ expr: recorded.requestErrorShare, legend: "500 and more" }],
      "Over all endpoints and 5 minutes (http_requests_total by status_code).",
      { alerts: ["HttpErrorShareHigh"] },
    ),
    graph(
      "Share of refused requests",
      "percentunit",
      [{ expr: recorded.requestRefusedShare, legend: "400 to 499" }],
      "Over all endpoints and 5 minutes (http_requests_total by status_code). Mostly what the client did wrong.",
      { alerts: ["HttpClientErrorShareHigh"] },
    ),
    graph(
      "Failed requests by endpoint",
      "cpm",
      [
        perMinute(
          metric.requests,
          "{{endpoint}}",
          "endpoint",
          '{endpoint=~"$endpoint", method=~"$method", status_code=~"5.."}',
        ),
      ],
      "Answers of 500 or more a minute (http_requests_total): which endpoint is it?",
      { stacked: true },
    ),
    graph(
      "Requests by status code",
      "cpm",
      [perMinute(metric.requests, "{{status_code}}", "status_code", chosen)],
      "Answers a minute (http_requests_total).",
      { stacked: true },
    ),
    graph(
      "System errors of the last hour",
      "short",
      [{ expr: increaseOf(metric.systemErrors.name, "1h"), legend: "errors" }],
      "Errors that the application noted of itself (system_errors_total).",
      { alerts: ["SystemErrorsHigh"], decimals: 0 },
    ),
    graph(
      "Alerts raised by the application",
      "short",
      [
        { expr: recorded.ownAlertsHourly, legend: "raised in the last hour" },
        { expr: `max(${metric.ownAlertsActive.name})`, legend: "active" },
      ],
      "The application's own alerts, not those of Prometheus (alerts_total, alerts_active).",
      { alerts: ["OwnAlertsActive"], decimals: 0 },
    ),
  ],
};

const latency: RowSpec = {
  title: "Latency",
  panels: [
    graph(
      "Response time",
      "s",
      [
        { expr: quantile(0.5), legend: "median" },
        { expr: quantile(0.95), legend: "p95" },
        { expr: quantile(0.99), legend: "p99" },
      ],
      "Of the endpoints that are chosen (http_request_duration_seconds).",
      { alerts: ["HttpLatencyHigh"], width: 12 },
    ),
    graph(
      "Response time by endpoint (p95)",
      "s",
      [{ expr: quantile(0.95, ", endpoint"), legend: "{{endpoint}}" }],
      "Which endpoint is slow (http_request_duration_seconds)?",
      { alerts: ["HttpLatencyHigh"], width: 12 },
    ),
  ],
};

export const overview: DashboardSpec = {
  uid: "smart-tg",
  title: "Smart TG",
  description: "The admin back end: does it answer, how often does it fail, and how long does it take?",
  tags: ["sightline", "smart-tg"],
  variables: [
    { name: "endpoint", label: "Endpoint", metric: metric.requests.name, labelName: "endpoint" },
    { name: "method", label: "Method", metric: metric.requests.name, labelName: "method" },
  ],
  rows: [health, traffic, errors, latency],
};
