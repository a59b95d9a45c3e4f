import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectFolder } from "../../cli/lib/stack-config";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { catalogues, type CatalogueName } from "../../signals/catalogue";
import { knownSeries } from "../../signals/check";
import { metricsIn, outputLabels, substituteGrafana } from "../../signals/promql";
import { scrapeTimeoutSeconds } from "../../signals/scrape-jobs";
import { smartTg as workload } from "../../workloads/smart-tg";
import { ACCOUNTS } from "../../workloads/smart-tg/series";

const alerts = workload.rules.flatMap((group) => group.alerts ?? []);
const recordings = workload.rules.flatMap((group) => group.recordings ?? []);
const panels = workload.dashboards.flatMap((dashboard) => dashboard.rows.flatMap((row) => row.panels));

/** As the document has them: name, type, labels. */
const documented: Readonly<Record<string, string>> = {
  http_requests_total: "counter method,endpoint,status_code",
  http_request_duration_seconds: "histogram method,endpoint,status_code",
  http_request_size_bytes: "histogram method,endpoint",
  http_response_size_bytes: "histogram method,endpoint,status_code",
  accounts_total: "gauge status",
  accounts_online: "gauge",
  accounts_offline: "gauge",
  accounts_error: "gauge",
  account_messages_total: "counter account_id,type",
  account_replies_total: "counter account_id",
  account_redpackets_total: "counter account_id,status",
  account_errors_total: "counter",
  account_response_time_seconds: "histogram account_id",
  session_files_total: "gauge type",
  session_uploads_total: "counter status",
  session_access_total: "counter action",
  database_connections: "gauge",
  database_queries_total: "counter",
  database_query_duration_seconds: "histogram",
  redis_connected: "gauge",
  redis_operations_total: "counter",
  redis_operation_duration_seconds: "histogram",
  system_cpu_usage_percent: "gauge",
  system_memory_usage_bytes: "gauge",
  system_memory_usage_percent: "gauge",
  system_disk_usage_bytes: "gauge",
  system_disk_usage_percent: "gauge",
  scripts_total: "gauge",
  role_assignment_schemes_total: "gauge",
  automation_tasks_total: "gauge",
  automation_task_executions_total: "counter",
  system_errors_total: "counter",
  alerts_total: "counter",
  alerts_active: "gauge",
};

describe("smart-tg's document", () => {
  it("has 34 metrics, each declared with its type and labels", () => {
    const declared = workload.metrics.map(({ name, type, labels }) => [
      name,
      `${type} ${Object.keys(labels).join()}`.trim(),
    ]);
    expect(Object.fromEntries(declared)).toEqual(documented);
    expect(Object.keys(workload.documentMetrics)).toHaveLength(34);
  });

  it.each(Object.keys(documented))("names %s, which a panel shows and says", (name) => {
    const showing = panels.filter(({ description }) => new RegExp(`\\b${name}\\b`).test(description));
    const asked = showing.flatMap(({ queries }) => queries.flatMap(({ expr }) => behind(substituteGrafana(expr))));
    expect(asked.map((each) => each.replace(/_(bucket|sum|count)$/, ""))).toContain(name);
  });

  it("has its key queries on the dashboards, the error rate mended", () => {
    const shown = panels.flatMap(({ queries }) => queries.map(({ expr }) => expr.replace(/\s/g, "")));
    const share = recordings.find(({ record }) => record === "stack:http_requests_errors:ratio5m")!;
    expect(share.expr.replace(/\s/g, "")).toBe(
      'sum(rate(http_requests_total{status_code=~"5.."}[5m]))/sum(rate(http_requests_total[5m]))',
    );
    expect(shown).toContain(share.record);
    expect(shown).toContain("max(accounts_online)");
    expect(shown).toContain("60*sum(rate(account_errors_total[$__rate_interval]))");
    expect(shown.some((expr) => /^sumby\(endpoint\)\(rate\(http_requests_total/.test(expr))).toBe(true);
    expect(shown.some((expr) => /^histogram_quantile\(0\.95,.*http_request_duration_seconds_bucket/.test(expr))).toBe(
      true,
    );
  });

  it("has its port, path, intervals, scrape timeout, retention and multi-process directory, as a stack gets them", () => {
    const { settings } = readSettings("docs", { "sightline:workload": "smart-tg" });
    expect(settings.app).toMatchObject({
      port: 8000,
      metricsPath: "/metrics",
      environment: { PROMETHEUS_MULTIPROC_DIR: "/tmp/prometheus" },
    });
    expect(settings.prometheus).toMatchObject({
      scrapeIntervalSeconds: 15,
      evaluationIntervalSeconds: 15,
      retention: "15d",
    });
    expect(scrapeTimeoutSeconds(settings.prometheus.scrapeIntervalSeconds)).toBe(10);
    expect([settings.workers.replicas, settings.postgres.mode, settings.redis.mode]).toEqual([0, "run", "run"]);
  });
});

describe("smart-tg's example", () => {
  it("is a stack on Docker with ports of its own", () => {
    const { config } = parse(readFileSync(join(projectFolder, "Pulumi.smart-tg.yaml"), "utf8")) as {
      config: Record<string, unknown>;
    };
    const texts = Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const { settings, workload: chosen } = readSettings("smart-tg", Object.fromEntries(texts));
    expect([settings.target, chosen]).toEqual(["docker", workload]);
    expect(settings.ports).toMatchObject({
      app: 8040,
      grafana: 3040,
      prometheus: 9140,
      alertmanager: 9240,
      statsd: 9340,
    });
  });
});

describe("smart-tg's signals", () => {
  it("have no fault in a stack", () => {
    const { settings } = readSettings("docs", { "sightline:workload": "smart-tg" });
    expect(() => stackSignals(settings, workload)).not.toThrow();
  });

  it("have alerts for every team, and runbooks with steps", () => {
    expect(alerts.length).toBeGreaterThanOrEqual(15);
    expect(new Set(alerts.map(({ team }) => team))).toEqual(new Set(["platform", "infrastructure", "business"]));
    for (const { runbook, name, source } of alerts) {
      expect(runbook.steps.length, name).toBeGreaterThan(1);
      expect(source, name).toBeDefined();
    }
  });

  it("show every alert on the dashboard of its group", () => {
    for (const { alerts: own = [], dashboard } of workload.rules) {
      const { rows } = workload.dashboards.find(({ uid }) => uid === dashboard)!;
      const shown = rows.flatMap((row) => row.panels.flatMap((panel) => panel.alerts ?? []));
      for (const { name } of own) expect(shown, dashboard).toContain(name);
    }
  });
});

describe("account_id", () => {
  const having = workload.metrics.filter(({ labels }) => "account_id" in labels);

  it("is a label of four metrics, each of which says how many series it may have", () => {
    expect(having).toHaveLength(4);
    for (const { name, maxSeries } of having) expect(maxSeries! % ACCOUNTS, name).toBe(0);
  });

  it("is left in no recording, alert or panel", () => {
    const exporters = Object.keys(catalogues) as CatalogueName[];
    const known = knownSeries({ workload, platformRules: [], exporters });
    const asked = [...recordings, ...alerts].map(({ expr }) => expr);
    const drawn = panels.flatMap(({ queries }) => queries.map(({ expr }) => substituteGrafana(expr)));
    for (const expr of [...asked, ...drawn]) expect(outputLabels(expr, known), expr).not.toContain("account_id");
    for (const expr of [...asked, ...drawn]) expect(expr).not.toContain("account_id");
  });

  it("is summed away by recordings before a dashboard asks", () => {
    const names = having.flatMap(({ name }) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]);
    for (const { title, queries } of panels) {
      const asked = queries.flatMap(({ expr }) => metricsIn(substituteGrafana(expr)));
      expect(
        asked.filter((name) => names.includes(name)),
        title,
      ).toEqual([]);
    }
  });
});

/** The series that an expression asks for, and those behind what is recorded. */
function behind(expr: string): string[] {
  return metricsIn(expr).flatMap((name) => {
    const rule = recordings.find(({ record }) => record === name);
    return rule === undefined ? [name] : [name, ...behind(rule.expr)];
  });
}
