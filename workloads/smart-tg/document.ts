import type { DocumentItem } from "../../signals/document";
import { metrics } from "./metrics";

/** The document's 34 metrics all have their own names here. */
export const documentMetrics: Readonly<Record<string, string>> = Object.fromEntries(
  metrics.map(({ name }) => [name, name]),
);

const test = "test/unit/smart-tg.test.ts";
const rules = "test/rules/all.test.ts";
const normalised = "test/unit/smart-tg-normalise.test.ts";
const stack = "test/docker/workloads.test.ts";
/** A real Alertmanager, a real mail server, and servers that speak the others' APIs. */
const delivery = "test/docker/delivery.test.ts";

const own = "code of the application; the contract says what it must emit, and the demo plays it";

/** `http_requests_total` counter: method, endpoint, status_code */
const named: readonly DocumentItem[] = metrics.map(({ name, type, labels }) => {
  const among = Object.keys(labels).join(", ");
  return { kind: "metric", item: `${name}, ${type}${among === "" ? "" : `: ${among}`}`, here: name, test };
});

const queries: readonly DocumentItem[] = [
  {
    kind: "panel",
    item: "HTTP request rate: rate(http_requests_total[5m])",
    here: "Requests by endpoint",
    test,
    note: "summed by what the panel is about, over $__rate_interval",
  },
  {
    kind: "panel",
    item: 'HTTP error rate: rate(http_requests_total{status_code=~"5.."}[5m]) / rate(http_requests_total[5m])',
    here: "Share of failed requests",
    test,
    note: "mended: as written, each 5xx series is divided by itself and the result is always 1",
  },
  {
    kind: "panel",
    item: "p95 of the response time: histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))",
    here: "Response time",
    test,
    note: "summed by le first: the p95 of all requests and not of each label set",
  },
  { kind: "panel", item: "online accounts: accounts_online", here: "Accounts online", test },
  {
    kind: "panel",
    item: "account error rate: rate(account_errors_total[5m])",
    here: "Account errors",
    test,
    note: "a minute",
  },
  {
    kind: "panel",
    item: "P50, P95, P99 of histograms",
    note: "and on every other panel of durations",
    here: "Reply time",
    test: "test/rules/panels.test.ts",
  },
];

const collected: readonly DocumentItem[] = [
  {
    kind: "endpoint",
    item: "GET /metrics on port 8000, text format, no login",
    here: "app.port, app.metricsPath",
    test,
  },
  { kind: "interval", item: "scrape_interval 15 s", here: "prometheus.scrapeIntervalSeconds 15", test },
  {
    kind: "interval",
    item: "scrape_timeout 10 s",
    here: "scrape_timeout of every job",
    test,
    note: "10 s, or the interval where that is shorter",
  },
  {
    kind: "other",
    item: 'job_name "smart-tg-admin-backend", targets localhost:8000',
    here: "job app",
    test: stack,
    note: "the names of jobs are the same for all applications, so that the platform's rules fit; `workload` says which",
  },
  {
    kind: "other",
    item: "external labels cluster and environment",
    here: "external labels workload and stack",
    test: "test/unit/kubernetes-large.test.ts",
  },
  {
    kind: "other",
    item: "/api/v1/accounts/123 becomes /api/v1/accounts/{id}",
    here: "normalise: relabelling of `endpoint`",
    test: normalised,
    note: "a net below the application's middleware, which does it as well; several ids in a path too",
  },
  {
    kind: "other",
    item: "/api/v1/scripts/<uuid> becomes /api/v1/scripts/{uuid}",
    here: "normalise: relabelling of `endpoint`",
    test: normalised,
    note: "with hyphens or without, in capitals or not",
  },
  {
    kind: "other",
    item: "several processes: PROMETHEUS_MULTIPROC_DIR",
    here: "app.environment PROMETHEUS_MULTIPROC_DIR=/tmp/prometheus",
    test,
    note: "the application makes the folder. Without a mode, gauges get a label `pid` there: expressions add up or take the largest or smallest, so they hold; the modes livesum (database_connections) and livemostrecent (others) are better",
  },
  {
    kind: "other",
    item: "avoid labels with many values; account_id may make many series",
    here: "maxSeries of 200 accounts; alerts and panels of all accounts together, by recording rules",
    test,
  },
  {
    kind: "other",
    item: "buckets by the distribution",
    here: "buckets of each histogram, with the alerts' limits among them",
    test: "test/unit/check-contract.test.ts",
  },
  { kind: "retention", item: "Prometheus keeps what it should", here: "prometheus.retention 15d, the usual one", test },
  {
    kind: "other",
    item: "sizes of requests and responses can't always be told",
    here: "said on the panels of sizes",
    test,
  },
  {
    kind: "other",
    item: "GET /metrics answers, a request raises http_requests_total",
    here: "verify: targets, metrics",
    test: stack,
  },
  {
    kind: "other",
    item: "update_account_metrics() and the other five functions; get_metrics_output()",
    note: own,
  },
  {
    kind: "other",
    item: "the middleware and the places that set accounts_online, accounts_offline and the session metrics",
    note: own,
  },
];

const planned: readonly DocumentItem[] = [
  {
    kind: "other",
    item: "alert rules are to be made",
    here: "24 alerts in smart-tg-http, -accounts, -automation, -stores and -system",
    test: rules,
    note: "no limits in the document: Sightline's, which a stack may change",
  },
  { kind: "other", item: "Alertmanager is to be set up", here: "Alertmanager, in every stack", test: stack },
  { kind: "dashboard", item: "predefined dashboards: overview and HTTP", here: "smart-tg", test },
  { kind: "dashboard", item: "predefined dashboards: accounts and business", here: "smart-tg-accounts", test },
  { kind: "dashboard", item: "predefined dashboards: stores and machine", here: "smart-tg-system", test },
  {
    kind: "other",
    item: "Prometheus UI on port 9090",
    here: "ports.prometheus",
    test: stack,
    note: "9140 in the example",
  },
  {
    kind: "route",
    item: "alerts are told in real time",
    here: "levels: P0 and P1 after 10 s, P2 after 30 s, P3 after 5 min as a digest",
    test: delivery,
    note: "beyond that, 52 ms in 99 of 100 cases",
  },
  { kind: "route", item: "alerts by Telegram bot", here: "receivers.*.telegram", test: delivery },
  { kind: "route", item: "alerts by email", here: "receivers.*.email, smtp", test: delivery },
  {
    kind: "route",
    item: "alerts by webhook",
    here: "receivers.*.webhook, alertWebhookUrl",
    test: delivery,
    note: "alertWebhookUrl gets every alert, a receiver those that a route sends it",
  },
];

/** What the document says, and what became of it. */
export const documentItems: readonly DocumentItem[] = [...named, ...queries, ...collected, ...planned];
