import type { DocumentItem } from "../../signals/document";

const test = "test/unit/loom.test.ts";
const stack = "test/docker/stack.test.ts";
const monitors = "test/unit/kubernetes-selectors.test.ts";

const storage = "a later issue: long-term storage. prometheus.remoteWrite sends every sample to what stores it";
const traces = "a later issue: traces";
const logs = "a later issue: logs";
const own = "code of the application; the contract says what it must emit, and the demo plays it";

/** What surrounds metrics, alerts and dashboards in the document. */
export const operations: readonly DocumentItem[] = [
  { kind: "interval", item: "scrape_interval 30 s", here: "prometheus.scrapeIntervalSeconds 30", test },
  { kind: "interval", item: "evaluation_interval 30 s", here: "prometheus.evaluationIntervalSeconds 30", test },
  { kind: "interval", item: "the application: 30 s", here: "job app, 30 s", test },
  { kind: "interval", item: "the system: 15 s", here: "prometheus.jobIntervals: node-exporter 15, cadvisor 15", test },
  { kind: "interval", item: "the business: 1 min", here: "prometheus.jobIntervals: app-business 60", test },
  {
    kind: "interval",
    item: "long-term trends: 5 min",
    here: "rule group loom-trends, interval 5m: requests, latency, tokens, narratives",
    test,
  },
  { kind: "retention", item: "raw samples 15 d", here: 'prometheus.retention "15d"', test },
  {
    kind: "retention",
    item: "blocks of 2 h",
    here: "Prometheus' own default (storage.tsdb.min-block-duration)",
    test,
    note: "no flag is set, so a block is cut every 2 h; older ones are put together, as Prometheus does by itself",
  },
  { kind: "retention", item: "long term: 1 y, Thanos or Cortex", note: storage },
  {
    kind: "retention",
    item: "down-sampling to 5 min for 30 d",
    note: `${storage}; loom-trends already rolls up to 5 min`,
  },
  { kind: "retention", item: "down-sampling to 1 h for 1 y", note: storage },
  { kind: "endpoint", item: "GET /health on port 8000", here: "app.healthPath, app.port", test },
  {
    kind: "probe",
    item: "/health is checked by hand",
    here: "probed by the blackbox exporter: ProbeFailed",
    test: stack,
  },
  { kind: "endpoint", item: "GET /metrics", here: "app.metricsPath", test },
  { kind: "endpoint", item: "GET /api/v1/metrics", here: "the demo answers with every series as JSON", test },
  {
    kind: "endpoint",
    item: "Prometheus on 9090, Grafana on 3000",
    here: "ports.prometheus, ports.grafana",
    test: stack,
  },
  { kind: "other", item: "Grafana's login admin/admin", note: "not taken over: the password is generated" },
  {
    kind: "other",
    item: "jobs loom, prometheus, node-exporter",
    here: "jobs app, app-business, prometheus, node-exporter",
    test,
    note: "a job's name is the same for every workload; external_labels tell the workload",
  },
  {
    kind: "other",
    item: "ServiceMonitor: port metrics, 30 s, /metrics, label release",
    here: "a ServiceMonitor for everything with a Service",
    test: monitors,
    note: "its labels are those that the stack's Prometheus selects by, made from one value",
  },
  {
    kind: "other",
    item: "PodMonitor (optional)",
    here: "a PodMonitor for what has no Service",
    test: monitors,
    note: "never both for one process: every sample would be there twice",
  },
  {
    kind: "other",
    item: 'VerticalPodAutoscaler, updateMode "Auto"',
    here: "app.verticalScaling: Auto, in the stack file",
    test: "test/unit/kubernetes-large.test.ts",
    note: "Kubernetes only, and Docker refuses it, so it is no default of the workload; Pulumi.loom.yaml shows how",
  },
  { kind: "trace", item: "OpenTelemetry to Jaeger, sampling ratio 0.1", note: traces },
  { kind: "log", item: "Loki, labels app and namespace", note: logs },
  { kind: "log", item: "Fluentd (24224) to Elasticsearch, index loom; Kibana", note: logs },
  {
    kind: "other",
    item: "names: _total, _seconds, _bytes, namespace first",
    here: "the check of the contract",
    test: "test/unit/check-contract.test.ts",
  },
  {
    kind: "other",
    item: "labels must not explode: no user_id",
    here: "maxSeries of each metric; ids in an endpoint are made one by relabelling",
    test,
  },
  {
    kind: "other",
    item: "recording rules for complex queries",
    here: "loom-service, loom-llm, loom-business: what alerts and panels ask for is recorded",
    test,
  },
  {
    kind: "other",
    item: "subqueries to reduce data",
    note: "none is needed: recording rules do that, and at every evaluation once",
  },
  {
    kind: "other",
    item: "Prometheus' own performance, use of its storage",
    here: "dashboard sightline-stack",
    test: "test/rules/panels.test.ts",
  },
  {
    kind: "other",
    item: "tests of alert rules by a POST to Prometheus",
    here: "promtool, from the proofs beside each alert",
    test: "test/rules/all.test.ts",
    note: "Prometheus takes no alerts by POST; Alertmanager does: npm run test-alert -- severity=warning",
  },
  { kind: "other", item: "plug-ins of one's own (BaseMonitorPlugin)", note: own },
  {
    kind: "other",
    item: "prometheus_client: Counter, Histogram, Gauge of one's own",
    here: "loom_custom_*",
    test,
    note: own,
  },
  {
    kind: "other",
    item: "network policy loom-network-policy",
    here: "a network policy for each service",
    test: "test/unit/kubernetes-network-policy.test.ts",
  },
];
