import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { normalisation } from "../../signals/normalise";
import { metricsIn, substituteGrafana } from "../../signals/promql";
import { loom as workload } from "../../workloads/loom";
import { documentItems } from "../../workloads/loom/document";

const alerts = workload.rules.flatMap((group) => group.alerts ?? []);
const recordings = workload.rules.flatMap((group) => group.recordings ?? []);
const panels = workload.dashboards.flatMap((dashboard) => dashboard.rows.flatMap((row) => row.panels));
const settings = () => readSettings("docs", { "sightline:workload": "loom" }).settings;

/** As the document has them: name, type, labels. */
const documented: Readonly<Record<string, string>> = {
  http_requests_total: "counter method,endpoint,status",
  http_request_duration_seconds: "histogram endpoint",
  http_requests_in_progress: "gauge endpoint",
  loom_llm_requests_total: "counter provider,model",
  loom_llm_request_duration_seconds: "histogram provider",
  loom_llm_tokens_total: "counter type",
  loom_llm_errors_total: "counter provider,error_type",
  process_resident_memory_bytes: "gauge",
  process_virtual_memory_bytes: "gauge",
  loom_cache_hits_total: "counter cache_type",
  loom_cache_misses_total: "counter cache_type",
  loom_sessions_active: "gauge",
  loom_sessions_total: "counter",
  loom_narratives_generated_total: "counter genre",
  loom_narratives_words_total: "counter",
  loom_user_interactions_total: "counter interaction_type",
  loom_user_satisfaction_score: "gauge",
  loom_rules_executed_total: "counter rule_type",
  loom_rules_violations_total: "counter",
  loom_custom_requests_total: "counter",
  loom_custom_duration_seconds: "histogram",
  loom_custom_active: "gauge",
};

/** What it has below "business metrics". */
const business = Object.keys(documented).filter((name) => /^loom_(narratives|user|rules)_/.test(name));

/** The series behind an expression, through recordings. */
function behind(expr: string): string[] {
  return metricsIn(expr).flatMap((name) => {
    const rule = recordings.find(({ record }) => record === name);
    return rule === undefined ? [name] : behind(rule.expr);
  });
}

describe("loom's document", () => {
  it("has 22 metrics, each declared with its type and labels", () => {
    const declared = workload.metrics.map(({ name, type, labels }) => [
      name,
      `${type} ${Object.keys(labels).join()}`.trim(),
    ]);
    expect(Object.fromEntries(declared)).toEqual(documented);
    expect(Object.keys(workload.documentMetrics).sort()).toEqual(Object.keys(documented).sort());
  });

  it.each(Object.keys(documented))("names %s, which a panel shows and says", (name) => {
    const showing = panels.filter(({ description }) => new RegExp(`\\b${name}\\b`).test(description));
    const asked = showing.flatMap(({ queries }) => queries.flatMap(({ expr }) => behind(substituteGrafana(expr))));
    expect(asked.map((each) => each.replace(/_(bucket|sum|count)$/, ""))).toContain(name);
  });

  it("has four alerts, with its thresholds, durations and severities", () => {
    const its = alerts.filter(({ source }) => /^(LoomDown|High\w+):/.test(source!));
    expect(
      its.map(({ name, op = ">", threshold, for: hold, severity }) => [name, op, threshold, hold, severity]),
    ).toEqual([
      ["LoomDown", "<", 1, "1m", "critical"],
      ["HighErrorRate", ">", 0.05, "2m", "warning"],
      ["HighLatency", ">", 2, "5m", "warning"],
      ["HighMemoryUsage", ">", 512 * 1024 * 1024, "5m", "warning"],
    ]);
  });

  it("has what its alerts can't do as written mended", () => {
    const [down, errors, , memory] = alerts;
    expect(down!.expr).toContain('absent(up{job="app"})');
    expect(recordings.find(({ record }) => record === errors!.expr)!.expr.replace(/\s/g, "")).toBe(
      'sum(rate(http_requests_total{status=~"5.."}[5m]))/sum(rate(http_requests_total[5m]))',
    );
    expect(memory!.expr).toBe('process_resident_memory_bytes{job="app"}');
  });

  it("has four dashboards", () => {
    expect(workload.dashboards.map(({ uid }) => uid)).toEqual(["loom", "loom-llm", "loom-business", "loom-system"]);
  });

  it("has its intervals and its retention, as a stack gets them", () => {
    const { prometheus, app, workers, postgres, redis } = settings();
    expect(prometheus).toMatchObject({ scrapeIntervalSeconds: 30, evaluationIntervalSeconds: 30, retention: "15d" });
    expect(prometheus.jobIntervals).toEqual({ "node-exporter": 15, cadvisor: 15, "app-business": 60 });
    expect(app).toMatchObject({ port: 8000, healthPath: "/health", metricsPath: "/metrics" });
    expect([workers.replicas, postgres.mode, redis.mode]).toEqual([0, "none", "none"]);
  });

  it("has long-term trends, rolled up every 5 minutes", () => {
    const trends = workload.rules.find(({ interval }) => interval !== undefined)!;
    expect(trends.interval).toBe("5m");
    const rolledUp = trends.recordings!.flatMap(({ expr }) => metricsIn(expr));
    expect(rolledUp).toEqual([
      "http_requests_total",
      "http_request_duration_seconds_bucket",
      "loom_llm_tokens_total",
      "loom_narratives_generated_total",
    ]);
  });

  it("has a table in which every line says where it is and what proves it, or why it isn't", () => {
    const kinds = new Set(documentItems.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(
      "alert dashboard endpoint interval log metric other panel probe retention route slo threshold trace".split(" "),
    );
    for (const { item, here, test, note } of documentItems) {
      expect(here ?? note, item).toBeTruthy();
      expect(test !== undefined, item).toBe(here !== undefined);
      if (test !== undefined) expect(existsSync(join(__dirname, "../..", test)), test).toBe(true);
    }
  });

  it("has a table with every metric, alert, dashboard and panel by a name that is there", () => {
    const told = documentItems.map(({ here = "" }) => here).join("\n");
    for (const { name } of [...workload.metrics, ...alerts]) expect(told).toContain(name);
    const drawn = new Set(panels.map(({ title }) => title));
    const rows = new Set(workload.dashboards.flatMap((each) => each.rows.map(({ title }) => `row ${title}`)));
    const named = documentItems.filter(({ kind }) => kind === "panel").flatMap(({ here }) => here!.split("; "));
    const titles = named.filter((each) => each.startsWith("loom")).map((each) => each.replace(/^[\w-]+: /, ""));
    for (const title of titles.flatMap((each) => each.split(", "))) {
      expect(drawn.has(title) || rows.has(title), title).toBe(true);
    }
  });
});

describe("loom's signals", () => {
  it("have no fault in a stack", () => {
    expect(() => stackSignals(settings(), workload)).not.toThrow();
  });

  it("scrape the business by itself, and never ask for it by the other job", () => {
    const tiered = workload.metrics.filter(({ tier }) => tier === "business").map(({ name }) => name);
    expect(tiered.sort()).toEqual([...business].sort());
    const asked = [
      ...[...recordings, ...alerts].map(({ expr }) => expr),
      ...panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
    ].filter((expr) => business.some((name) => expr.includes(name)));
    expect(asked.length).toBeGreaterThan(5);
    for (const expr of asked) expect(expr).not.toContain('job="');
  });

  it("record what is dear to ask for: no panel makes a quantile by itself", () => {
    for (const { title, queries } of panels) {
      for (const { expr } of queries) expect(expr, title).not.toContain("histogram_quantile");
    }
  });

  it("show every alert on the dashboard of its group, and have every team", () => {
    for (const { alerts: own = [], dashboard } of workload.rules) {
      const { rows } = workload.dashboards.find(({ uid }) => uid === dashboard)!;
      const shown = rows.flatMap((row) => row.panels.flatMap((panel) => panel.alerts ?? []));
      for (const { name } of own) expect(shown, dashboard).toContain(name);
    }
    const teams = new Set(alerts.map(({ team = "platform" }) => team));
    expect(teams).toEqual(new Set(["platform", "ai", "infrastructure", "business"]));
  });

  it("say how many series a metric with open labels may have", () => {
    const closed = ["type", "cache_type"];
    for (const { name, labels, maxSeries } of workload.metrics) {
      if (Object.keys(labels).some((label) => !closed.includes(label))) expect(maxSeries, name).toBeGreaterThan(0);
    }
  });

  it.each([
    ["/api/v1/sessions/123", "/api/v1/sessions/{id}"],
    ["/api/v1/sessions/7f1c2a90-3b4d-4e5f-8a6b-0123456789ab/edit", "/api/v1/sessions/{id}/edit"],
    ["/api/v1/sessions/1/narratives/2", "/api/v1/sessions/{id}/narratives/{id}"],
    ["/api/v1/generate", "/api/v1/generate"],
  ])("store the endpoint %s as %s", (endpoint, stored) => {
    const relabelled = normalisation(workload).reduce((value, { regex, replacement }) => {
      const match = new RegExp(`^(?:${regex})$`).exec(value);
      return match === null ? value : replacement!.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
    }, endpoint);
    expect(relabelled).toBe(stored);
  });

  it("keep their objectives for less than samples are kept", () => {
    expect(workload.slos!.map(({ name, objective, window }) => [name, objective, window])).toEqual([
      ["availability", 99.5, "14d"],
      ["latency", 95, "14d"],
    ]);
  });
});
