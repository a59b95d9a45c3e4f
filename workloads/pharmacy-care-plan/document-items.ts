import type { DocumentItem } from "../../signals/document";
import { business } from "./business";
import { documentMetrics } from "./document";
import { errors } from "./errors";
import { metrics } from "./metrics";
import { performance } from "./performance";
import { resources } from "./resources";

const test = "test/unit/pharmacy.test.ts";
const stack = "test/docker/stack.test.ts";
const statsd = "test/docker/statsd-mapping.test.ts";
const ports = "test/unit/documents.test.ts";

const named: readonly DocumentItem[] = Object.entries(documentMetrics).map(([item, here]) => ({
  kind: "metric",
  item,
  here,
  test,
  ...(item !== here && { note: `derived or another program's: ${note(here)}` }),
}));

function note(here: string): string {
  return here.includes(":") ? "recorded under a name that follows Prometheus' convention" : "under its emitted name";
}

/** The alerts say in the document's words what they come from. */
const thresholds: readonly DocumentItem[] = [business, performance, errors, resources].flatMap(({ alerts = [] }) =>
  alerts.flatMap(({ name, source }): DocumentItem[] =>
    source === undefined ? [] : [{ kind: "threshold", item: source, here: name, test }],
  ),
);

/** The eight that the document names. */
const sent: readonly DocumentItem[] = [
  "careplan_completed",
  "careplan_failed",
  "celery_task_duration",
  "celery_task_failure",
  "celery_task_retry",
  "llm_provider_usage",
  "llm_api_latency",
  "llm_api_error",
].map((name) => ({
  kind: "metric",
  item: `StatsD ${name}`,
  here: metrics.find((metric) => metric.statsd === name)!.name,
  test: statsd,
}));

const chain: readonly DocumentItem[] = [
  {
    kind: "other",
    item: "prefork workers report by StatsD over UDP, port 9125, STATSD_HOST and STATSD_PORT",
    here: "ports.statsd, and the environment of app and workers",
    test: ports,
  },
  {
    kind: "endpoint",
    item: "statsd_exporter:9102/metrics instead of the workers' own",
    here: "job statsd-exporter",
    test: stack,
  },
  {
    kind: "other",
    item: "statsd_mapping.yml maps StatsD names to Prometheus' names",
    here: "the statsd exporter's mapping, made from the contract",
    test: statsd,
  },
  { kind: "endpoint", item: "web:8000/metrics", here: "job app", test: stack },
  {
    kind: "endpoint",
    item: "celery_worker:9090/metrics",
    note: "the document itself takes it away again: prefork children can't be scraped, StatsD takes its place",
  },
  { kind: "endpoint", item: "the application on port 8000", here: "ports.app", test: ports },
  { kind: "endpoint", item: "Grafana on port 3000", here: "ports.grafana", test: ports },
  { kind: "endpoint", item: "Prometheus on host port 9091, 9090 inside", here: "ports.prometheus", test: ports },
  {
    kind: "other",
    item: "Grafana's account admin/admin",
    here: "account admin, with a password that is made for each stack",
    test: stack,
    note: "never a password that everybody knows",
  },
  { kind: "dashboard", item: "Pharmacy Care Plan, loads by itself", here: "pharmacy-care-plan", test },
  {
    kind: "other",
    item: "Grafana's data source is made by itself: http://prometheus:9090",
    here: "provisioned data source",
    test: stack,
  },
  { kind: "other", item: "docker-compose up -d --build starts everything", here: "npm run up", test: stack },
  {
    kind: "other",
    item: "after an end-to-end run careplan_completed_total is in Grafana",
    here: "verify: metrics, panels",
    test: stack,
  },
  {
    kind: "other",
    item: "only web, celery_worker, prometheus and grafana are started, with database and Redis",
    note: "a stack is started as a whole; what isn't wanted is left out by its configuration (exporters, workers.replicas)",
  },
  {
    kind: "other",
    item: "the files of the application that count, time and send",
    note: "code of the application; the contract says what it must emit, and the demo plays it",
  },
];

/** What the document says, and what became of it. */
export const documentItems: readonly DocumentItem[] = [...named, ...thresholds, ...sent, ...chain];
