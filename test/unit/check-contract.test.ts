import { describe, expect, it } from "vitest";
import { checkSignals } from "../../signals/check";
import type { DashboardSpec, PanelSpec } from "../../signals/dashboard";
import { counter, gauge, histogram, type Metric } from "../../signals/metrics";
import type { Workload } from "../../signals/workload";
import { workload } from "../lib/workload";

function check(changed: Partial<Workload>): string[] {
  return checkSignals({ workload: { ...workload, ...changed }, platformRules: [], exporters: ["prometheus"] });
}

function withMetrics(...metrics: readonly Metric[]): string[] {
  return check({ metrics: [...workload.metrics, ...metrics] });
}

const app = { help: "Help.", from: "app" } as const;

describe("metrics", () => {
  it.each<[Metric, string]>([
    [counter("a-b_total", app), 'metric "a-b_total": the name may have only letters, digits and "_", no digit first'],
    [counter("a:b_total", app), 'metric "a:b_total": a colon is for recording rules only'],
    [counter("orders", app), 'metric "orders": a counter\'s name ends in "_total"'],
    [gauge("things_count", app), 'metric "things_count": "_count" at the end is for the series of histograms'],
    [gauge("up", app), 'metric "up": an exporter of the stack emits this name already'],
    [
      gauge("prometheus_build_info", app),
      'metric "prometheus_build_info": an exporter of the stack emits this name already',
    ],
    [gauge("queue_length", app), 'metric "queue_length" is declared twice'],
    [gauge("age", { ...app, unit: "seconds" }), 'metric "age": its unit is seconds, so its name ends in "_seconds"'],
    [
      counter("sent_total", { ...app, unit: "bytes" }),
      'metric "sent_total": its unit is bytes, so its name ends in "_bytes_total"',
    ],
    [
      gauge("load_percent", { ...app, unit: "ratio" }),
      'metric "load_percent": its name says percent, its unit is ratio',
    ],
    [gauge("memory_bytes", app), 'metric "memory_bytes": its name says bytes, its unit is none'],
    [
      histogram("size_bytes", { ...app, buckets: [1] }),
      'metric "size_bytes": its name says bytes, its unit is seconds',
    ],
    [histogram("a_seconds", { ...app, buckets: [] }), 'metric "a_seconds": a histogram needs buckets'],
    [histogram("a_seconds", { ...app, buckets: [2, 1] }), 'metric "a_seconds": buckets must ascend'],
    [
      histogram("a_seconds", { ...app, buckets: [1, Infinity] }),
      'metric "a_seconds": buckets must be finite numbers; +Inf is added by itself',
    ],
    [gauge("a", { ...app, labels: { job: ["x"] } }), 'metric "a": label "job" is reserved; call it something else'],
    [gauge("a", { ...app, labels: { node: ["x"] } }), 'metric "a": label "node" is reserved; call it something else'],
    [gauge("a", { ...app, labels: { le: ["x"] } }), 'metric "a": label "le" is reserved; call it something else'],
    [
      gauge("a", { ...app, labels: { "a-b": ["x"] } }),
      'metric "a": label "a-b" may have only letters, digits and "_", no digit first, no "__" first',
    ],
    [
      gauge("a", { ...app, labels: { __a: ["x"] } }),
      'metric "a": label "__a" may have only letters, digits and "_", no digit first, no "__" first',
    ],
    [gauge("a", { ...app, labels: { b: [] } }), 'metric "a": label "b" needs at least one typical value'],
    [gauge("a", { ...app, help: "" }), 'metric "a": help is missing'],
    [gauge("a", { help: "A.", from: "worker" }), "metric a: comes from a worker and needs a StatsD name (statsd)"],
    [
      gauge("a", { help: "A.", from: "worker", statsd: "failed" }),
      "metric a: StatsD name failed is taken by orders_failed_total",
    ],
  ])("$name", (metric, fault) => expect(withMetrics(metric)).toEqual([fault]));

  it("may be what every process emits", () => {
    expect(withMetrics(gauge("process_resident_memory_bytes", { ...app, unit: "bytes" }))).toEqual([]);
  });

  it("may be a gauge of a total, as some applications name it", () => {
    expect(withMetrics(gauge("accounts_total", app))).toEqual([]);
  });
});

it("knows what the application's document asks for", () => {
  expect(check({ documentMetrics: { a: "order_failed_total", b: "order_duration_seconds", c: "up" } })).toEqual([
    'documentMetrics "a": "order_failed_total" isn\'t declared; did you mean "orders_failed_total"?',
  ]);
  expect(check({ name: "Shop" })).toEqual(['workload "Shop": the name is lower case with hyphens']);
});

describe("dashboards", () => {
  const dashboard = workload.dashboards[0]!;
  const panel = dashboard.rows[0]!.panels[0]!;
  const where = 'dashboard "Web shop"';

  const withDashboard = (changed: Partial<DashboardSpec>) => check({ dashboards: [{ ...dashboard, ...changed }] });
  const withPanels = (...changed: Partial<PanelSpec>[]) =>
    withDashboard({ rows: [{ title: "Row", panels: changed.map((each) => ({ ...panel, ...each })) }] });
  const withQuery = (expr: string, legend = "") => withPanels({ queries: [{ expr, legend }] });

  it.each<[string, string[], string[]]>([
    ["uid twice", check({ dashboards: [dashboard, dashboard] }), ['dashboard uid "web-shop" is used twice']],
    ["panel twice", withPanels({}, {}), [`${where}: panel "Failures" is there twice`]],
    ["no description", withPanels({ description: "" }), [`${where}, panel "Failures": description is missing`]],
    ["no query", withPanels({ queries: [] }), [`${where}, panel "Failures": it has no query`]],
    ["too wide", withPanels({ width: 25 }), [`${where}, panel "Failures": width 25 isn't between 1 and 24 columns`]],
    [
      "refresh",
      withDashboard({ refresh: "often" }),
      [`${where}: refresh "often" isn't a duration such as "30s" or "1h30m"`],
    ],
    [
      "variable's label",
      withDashboard({ variables: [{ ...dashboard.variables[0]!, labelName: "sauce" }] }),
      [
        `${where}, variable "source": metric "orders_failed_total" has no label "sauce", ` +
          'only {instance, job, source}; did you mean "source"? In: count by (sauce) (orders_failed_total)',
      ],
    ],
    [
      "undefined variable",
      withQuery('queue_length{job=~"$sources"}'),
      [
        `${where}, panel "Failures": variable "$sources" isn't defined; did you mean "source"? ` +
          'In: queue_length{job=~"$sources"}',
      ],
    ],
    [
      "undeclared metric",
      withQuery("sum(rate(queue_lengths[$__rate_interval]))"),
      [
        `${where}, panel "Failures": metric "queue_lengths" isn't declared; did you mean "queue_length"? ` +
          "In: sum(rate(queue_lengths[5m]))",
      ],
    ],
    [
      "legend",
      withQuery("sum by (source) (orders_failed_total)", "{{ sauce }} {{source}}"),
      [
        `${where}, panel "Failures": the legend uses {{sauce}}, but the query's labels are {source}; did you mean "source"?`,
      ],
    ],
  ])("%s", (_what, faults, expected) => expect(faults).toEqual(expected));
});
