import type { DocumentItem } from "../../signals/document";

/** What the document says of running it: endpoints, checks, logs, tracing, upkeep. */

const unit = "test/unit/azure-ai-service.test.ts";
const stack = "test/docker/stack.test.ts";

const told = (item: string, here: string): DocumentItem => ({
  kind: "route",
  item: `SimpleMonitor: its alerts may be sent by ${item}`,
  here,
  test: "test/docker/delivery.test.ts",
});

export const operations: readonly DocumentItem[] = [
  { kind: "endpoint", item: "port 8000, /metrics", here: "app.port and app.metricsPath", test: unit },
  {
    kind: "other",
    item: "configuration reload through the lifecycle API (--web.enable-lifecycle)",
    here: "Prometheus takes changed files by itself, within 5 s on Docker, by its reloader on Kubernetes",
    test: "test/docker/images-kubernetes.test.ts",
    note: "The lifecycle API stays closed on Docker: whoever reaches it could also stop Prometheus.",
  },
  {
    kind: "other",
    item: "host ports 9090 (Prometheus) and 3000 (Grafana)",
    here: "ports of Pulumi.azure-ai-service.yaml",
    note: "Others by default (9110, 3010), so that stacks run side by side.",
  },
  {
    kind: "other",
    item: "Grafana with admin/admin",
    note: "Not here on purpose: the password is generated, and never in plain text.",
  },
  {
    kind: "other",
    item: "data volumes of Prometheus and Grafana",
    here: "volumes of the components",
    test: stack,
  },
  { kind: "probe", item: "checks: targets, data source, metrics endpoint", here: "npm run verify", test: stack },
  {
    kind: "other",
    item: "cost calculation is right (checklist, troubleshooting)",
    here: "panel Own count and list price of dashboard azure-ai-service-spend",
    test: "test/unit/spend.test.ts",
  },
  {
    kind: "log",
    item: "structured JSON logs with timestamp, level, message, module, cost, tokens, operation",
    note: "Later, with the log pipeline: the contract is of metrics.",
  },
  {
    kind: "other",
    item: "SimpleMonitor: a threshold that works without Prometheus",
    note: "The application's own code. Its two thresholds are here as the budget and its pace.",
  },
  told("mail", "receivers.*.email, smtp"),
  told("Slack", "receivers.*.slack"),
  told("webhook", "receivers.*.webhook, alertWebhookUrl"),
  {
    kind: "other",
    item: "checklist: the channels of alerts are tested",
    here: "npm run test-alert, and the last check of npm run verify",
    test: "test/unit/test-alert.test.ts",
    note: "It says for each way of each receiver how long the answer took, or that there was none.",
  },
  {
    kind: "other",
    item: "extension 1: number of users",
    note: "Nobody emits it. An application that does declares it in its metrics.",
  },
  { kind: "panel", item: "extension 1: distribution of request types", here: "panel Types of requests", test: unit },
  { kind: "trace", item: "extension 2: distributed tracing (Jaeger, Zipkin)", note: "Later, with tracing." },
  {
    kind: "dashboard",
    item: "extension 4: advice on cost from usage",
    here: "dashboard azure-ai-service-spend, row Business: where money can be saved",
    test: "test/unit/spend.test.ts",
  },
  {
    kind: "other",
    item: "upkeep: disk usage of Prometheus' data",
    here: "the alerts and panels of the platform",
    test: "test/rules/all.test.ts",
  },
  {
    kind: "other",
    item: "upkeep: thresholds are reviewed",
    here: "sightline:alerts of the stack",
    test: "test/unit/rule-files.test.ts",
  },
  {
    kind: "other",
    item: "upkeep: the configuration is backed up",
    here: "all of it is in the repository",
  },
  {
    kind: "other",
    item: "the monitoring's own use of resources",
    here: "dashboard sightline-stack, containers",
    test: stack,
  },
];
