import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { level, shareOf, sharesOf } from "../../demo/behaviour";
import { catalogues, type CatalogueName } from "../../signals/catalogue";
import { checkSignals } from "../../signals/check";
import { rowOrder } from "../../signals/dashboard";
import { faults, type Fault, type Metric } from "../../signals/metrics";
import { metricsIn, substituteGrafana } from "../../signals/promql";
import { usualPriority } from "../../signals/rules";
import { selfRag as workload } from "../../workloads/self-rag";
import { documentItems } from "../../workloads/self-rag/document";
import * as metric from "../../workloads/self-rag/metrics";

const groups = workload.rules;
const alerts = groups.flatMap((group) => group.alerts ?? []);
const recordings = groups.flatMap((group) => group.recordings ?? []);
const panelsOf = (uid: string) =>
  workload.dashboards.find((each) => each.uid === uid)!.rows.flatMap((row) => row.panels);
const panels = workload.dashboards.flatMap(({ uid }) => panelsOf(uid));

/** The document's tables, as they are written there. */
const tables: readonly [name: string, type: Metric["type"], labels: readonly string[]][] = [
  ["http_requests_total", "counter", ["method", "endpoint", "status_code"]],
  ["http_request_duration_seconds", "histogram", ["method", "endpoint"]],
  ["rag_operations_total", "counter", ["operation_type", "status"]],
  ["retrieval_operations_total", "counter", ["retriever_type", "kb_id"]],
  ["document_ingestion_total", "counter", ["status", "chunker_type"]],
  ["active_api_keys", "gauge", ["tenant_id"]],
  ["knowledge_bases_total", "gauge", ["tenant_id"]],
  ["documents_total", "gauge", ["tenant_id", "kb_id"]],
  ["chunks_total", "gauge", ["tenant_id", "kb_id", "status"]],
  ["llm_calls_total", "counter", ["provider", "model", "status"]],
  ["llm_call_duration_seconds", "histogram", ["provider", "model"]],
  ["embedding_calls_total", "counter", ["provider", "model", "status"]],
  ["embedding_call_duration_seconds", "histogram", ["provider", "model"]],
  ["vector_store_operations_total", "counter", ["operation", "collection"]],
  ["vector_store_operation_duration_seconds", "histogram", ["operation", "collection"]],
  ["process_cpu_seconds_total", "counter", []],
  ["process_resident_memory_bytes", "gauge", []],
  ["process_open_fds", "gauge", []],
  ["database_connections_active", "gauge", []],
  ["database_connections_idle", "gauge", []],
  ["cache_hits_total", "counter", []],
  ["cache_misses_total", "counter", []],
];

/** Every alert of the document, in its order within each group here. */
const asked: readonly [alert: string, op: string, threshold: number, hold: string, severity: string, team: string][] = [
  ["ServiceDown", "<", 1, "1m", "critical", "platform"],
  ["HighErrorRate", ">", 0.05, "2m", "warning", "platform"],
  ["HighLatency", ">", 5, "5m", "warning", "platform"],
  ["DatabaseConnectionsHigh", ">", 18, "2m", "warning", "platform"],
  ["LLMCallFailureRate", ">", 0.1, "5m", "warning", "ai"],
  ["RetrievalOperationAnomalies", ">", 10, "5m", "warning", "ai"],
  ["VectorStoreOperationFailures", ">", 0.1, "3m", "warning", "platform"],
  ["DocumentIngestionFailures", ">", 0.05, "5m", "warning", "platform"],
  ["DiskSpaceHigh", ">", 0.8, "5m", "warning", "infrastructure"],
  ["MemoryUsageHigh", ">", 0.9, "5m", "critical", "infrastructure"],
  ["TenantQuotaExceeded", ">", 1000, "1m", "info", "business"],
];

describe("the document of Self-RAG", () => {
  it("has 22 metrics, declared with its types and labels", () => {
    expect(Object.keys(workload.documentMetrics)).toEqual(tables.map(([name]) => name));
    for (const [name, type, labels] of tables) {
      const declared = workload.metrics.find((each) => each.name === name)!;
      const own = Object.keys(declared.labels);
      // The one that its own alert asks for, and its table leaves out.
      const expected = name === "vector_store_operations_total" ? [...labels, "status"] : labels;
      expect([declared.type, own], name).toEqual([type, expected]);
    }
  });

  it("has 11 alerts, each with its threshold, duration, severity and team", () => {
    expect(
      alerts.map(({ name, op = ">", threshold, for: hold, severity, team }) => [
        name,
        op,
        threshold,
        hold,
        severity,
        team,
      ]),
    ).toEqual(asked);
    for (const alert of alerts) expect(alert.source, alert.name).toContain(alert.name);
  });

  it("calls nothing but the whole service's absence P0", () => {
    const priority = ({ severity, priority = usualPriority[severity] }: (typeof alerts)[number]) => priority;
    expect(alerts.filter((alert) => priority(alert) === "P0").map(({ name }) => name)).toEqual(["ServiceDown"]);
    expect(new Set(alerts.map(priority))).toEqual(new Set(["P0", "P1", "P2", "P3"]));
  });

  it("has three objectives", () => {
    expect(workload.slos!.map(({ name, objective, indicator }) => [name, objective, indicator.kind])).toEqual([
      ["availability", 99.9, "time"],
      ["latency", 95, "latency"],
      ["errors", 99.9, "events"],
    ]);
    expect(workload.slos![1]!.indicator).toMatchObject({ under: 2 });
    expect(metric.requestDuration.buckets).toContain(2);
  });

  it("has two dashboards with four panels each", () => {
    const titles = (uid: string) => panelsOf(uid).map(({ title }) => title);
    expect(workload.dashboards.map(({ title }) => title)).toEqual([
      "RAG Pipeline - System Overview",
      "RAG Pipeline - Business Metrics",
      "RAG Pipeline - Capacity",
    ]);
    expect(titles("self-rag")).toEqual(
      expect.arrayContaining(["Service Status", "Request Rate", "Response Time", "Error Rate"]),
    );
    expect(titles("self-rag-business")).toEqual(
      expect.arrayContaining([
        "Active Tenants",
        "Document Ingestion Rate",
        "Retrieval Operations",
        "LLM Call Success Rate",
      ]),
    );
  });

  it.each(Object.entries(workload.documentMetrics))("names %s, which a panel shows", (name, series) => {
    const showing = panels.filter(({ description }) => new RegExp(`\\b${name}\\b`).test(description));
    const shown = showing.flatMap(({ queries }) => queries.flatMap(({ expr }) => metricsIn(substituteGrafana(expr))));
    expect(shown.map((each) => each.replace(/_bucket$/, ""))).toContain(series);
  });
});

describe("the document's table", () => {
  const items = (kind: string) => documentItems.filter((item) => item.kind === kind);

  it("has every metric, alert, threshold, dashboard, objective, endpoint and probe", () => {
    expect(items("metric").map(({ here }) => here)).toEqual(tables.map(([name]) => name));
    const names = alerts.map(({ name }) => name).sort();
    expect(
      items("alert")
        .map(({ here }) => here)
        .sort(),
    ).toEqual(names);
    expect(items("threshold").map(({ here }) => here)).toEqual(expect.arrayContaining(names));
    expect(items("slo")).toHaveLength(3);
    expect(items("dashboard")).toHaveLength(2);
    expect(items("probe")).toHaveLength(7);
    for (const kind of ["interval", "endpoint", "route", "log", "trace"]) expect(items(kind)).not.toEqual([]);
  });

  it("says of each thing where it is and what proves it, or why it isn't here", () => {
    for (const { item, here, test, note } of documentItems) {
      expect(note !== undefined || (here !== undefined && test !== undefined), item).toBe(true);
      if (test !== undefined) expect(existsSync(test), `${item}: ${test}`).toBe(true);
    }
    const texts = documentItems.map(({ kind, item }) => `${kind} ${item}`);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("names only panels and dashboards that there are", () => {
    const titles = [...panels, ...workload.dashboards].map(({ title }) => title);
    for (const { here } of [...items("panel"), ...items("dashboard")]) expect(titles).toContain(here);
    const records = recordings.map(({ record }) => record);
    for (const { here = "" } of documentItems.filter(({ here }) => here?.startsWith("instance:"))) {
      expect(records).toContain(here);
    }
  });
});

describe("the signals of Self-RAG", () => {
  it("have no fault", () => {
    const exporters = Object.keys(catalogues) as CatalogueName[];
    expect(checkSignals({ workload, platformRules: [], exporters })).toEqual([]);
  });

  it("have rows in their order", () => {
    for (const { title, rows } of workload.dashboards) {
      const places = rows.map((row) => rowOrder.indexOf(row.title.split(":")[0] as (typeof rowOrder)[number]));
      expect(places, title).toEqual([...places].sort((a, b) => a - b));
      expect(places, title).not.toContain(-1);
    }
  });

  it.each(alerts.map(({ name }) => name))("show %s on the dashboard that it links to", (name) => {
    const group = groups.find((each) => each.alerts?.some((alert) => alert.name === name))!;
    expect(panelsOf(group.dashboard!).filter((panel) => panel.alerts?.includes(name))).not.toEqual([]);
  });

  it("look at a week through what is recorded once a minute", () => {
    for (const { title, queries } of panels) {
      for (const { expr } of queries) expect(expr, title).not.toMatch(/\[\d+[dw]/);
    }
    expect(groups.find(({ name }) => name === "self-rag-capacity")!.interval).toBe("1m");
    for (const { record } of recordings.filter(({ record }) => !/_(avg|max|predict)\d+d$/.test(record))) {
      expect(recordings.map((each) => each.record)).toContain(`${record}_avg7d`);
    }
  });

  it("know a path by its pattern, with one id or two", () => {
    const { regex, replacement } = workload.normalise![0]!;
    const once = (path: string) => path.replace(new RegExp(`^(?:${regex})$`), replacement);
    const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    expect(once(`/v1/knowledge-bases/${id}/documents`)).toBe("/v1/knowledge-bases/{id}/documents");
    expect(once(once(`/v1/knowledge-bases/${id}/documents/${id}`))).toBe("/v1/knowledge-bases/{id}/documents/{id}");
    expect(once("/v1/retrieve")).toBe("/v1/retrieve");
  });
});

/** How much of a metric has some label values, under some faults: of a counter a second, of a gauge now. */
function some(of: Metric, labels: Record<string, string>, on: ReadonlySet<Fault>): number {
  const shares = sharesOf(of, on);
  const named = Object.fromEntries(Object.entries(shares).filter(([name]) => name in labels));
  const amount = level(of, on) * shareOf(named, labels);
  return of.type === "counter" ? amount / 60 : amount;
}

const part = (of: Metric, labels: readonly Record<string, string>[]) => (on: ReadonlySet<Fault>) =>
  labels.reduce((sum, each) => sum + some(of, each, on), 0) / some(of, {}, on);

/** What each alert compares with its threshold, as the demo's declarations make it. The others watch the machine. */
const demoValues: Readonly<Record<string, (on: ReadonlySet<Fault>) => number>> = {
  HighErrorRate: part(metric.requests, [{ status_code: "500" }, { status_code: "503" }]),
  // The median: of a hundred or of twenty, the slowest takes longer.
  HighLatency: (on) => level(metric.requestDuration, on),
  RetrievalOperationAnomalies: (on) => level(metric.requestDuration, on),
  DatabaseConnectionsHigh: (on) => level(metric.activeConnections, on),
  LLMCallFailureRate: part(metric.llmCalls, [{ status: "error" }]),
  VectorStoreOperationFailures: (on) => some(metric.vectorOperations, { status: "error" }, on),
  DocumentIngestionFailures: (on) => some(metric.ingestions, { status: "failed" }, on),
  TenantQuotaExceeded: (on) => some(metric.documents, { tenant_id: "acme" }, on),
};
const notTheDemos = ["ServiceDown", "DiskSpaceHigh", "MemoryUsageHigh"];

describe("the demo of Self-RAG", () => {
  const judged = alerts.filter(({ name }) => !notTheDemos.includes(name));

  it("is judged for every alert on what the application tells", () => {
    expect(judged.map(({ name }) => name).sort()).toEqual(Object.keys(demoValues).sort());
  });

  it.each(judged.map(({ name, threshold }) => [name, threshold] as const))(
    "keeps %s quiet, and has a fault that raises it",
    (name, threshold) => {
      const value = demoValues[name]!;
      expect(value(new Set())).toBeLessThanOrEqual(threshold / 3);
      // Levels move by 7.5 %.
      expect(faults.filter((fault) => value(new Set([fault])) * 0.925 > threshold)).not.toEqual([]);
    },
  );

  it("keeps its objectives: a fifth of the errors that are allowed", () => {
    expect(demoValues["HighErrorRate"]!(new Set())).toBeLessThanOrEqual(0.001 / 5 + 1e-12);
    // Of a hundred, one takes 2.7 times as long as the median.
    expect(level(metric.requestDuration, new Set()) * 2.7).toBeLessThan(2);
  });

  it("has shares that add up to one", () => {
    for (const { name, demo } of workload.metrics) {
      for (const shares of [demo?.shares ?? {}, ...Object.values(demo?.sharesDuring ?? {})]) {
        for (const [label, values] of Object.entries(shares)) {
          const sum = Object.values(values).reduce((total, value) => total + value, 0);
          expect(sum, `${name}, ${label}`).toBeCloseTo(1, 9);
        }
      }
    }
  });

  it("behaves in some way for every metric", () => {
    for (const { name, demo } of workload.metrics) expect(demo?.typical, name).toBeGreaterThan(0);
  });
});
