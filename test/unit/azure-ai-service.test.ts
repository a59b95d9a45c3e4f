import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { eventsPerMinute, labelSets, level, shareOf, sharesOf } from "../../demo/behaviour";
import type { Fault } from "../../signals/metrics";
import { metricsIn, substituteGrafana } from "../../signals/promql";
import { withSpend } from "../../signals/spend/complete";
import { azureAiService as workload } from "../../workloads/azure-ai-service";
import { documentItems } from "../../workloads/azure-ai-service/document";
import * as metric from "../../workloads/azure-ai-service/metrics";

const stack = readSettings("azure", { "sightline:workload": workload.name });
const whole = withSpend(workload);
const alerts = workload.rules.flatMap((group) => group.alerts ?? []);
const recordings = workload.rules.flatMap((group) => group.recordings ?? []);
const panels = workload.dashboards.flatMap((dashboard) => dashboard.rows.flatMap((row) => row.panels));

describe("the AI service's document", () => {
  it("has 8 metrics, each with a series", () => {
    expect(Object.keys(workload.documentMetrics)).toHaveLength(8);
    expect(Object.values(workload.documentMetrics)).toEqual(Object.keys(workload.documentMetrics));
  });

  it("has the labels of its calls", () => {
    const labels = Object.fromEntries(workload.metrics.map((each) => [each.name, Object.keys(each.labels)]));
    expect(labels).toEqual({
      ai_cost_total: ["operation"],
      ai_cost_current: [],
      ai_tokens_total: ["token_type"],
      ai_tokens_current: [],
      ai_requests_total: ["operation", "status"],
      ai_request_duration_seconds: ["operation"],
      ai_errors_total: ["error_type", "operation"],
      ai_rate_limit_hits_total: ["operation"],
    });
  });

  it("has three alerts with their thresholds", () => {
    expect(alerts.map(({ name, threshold, for: hold, severity }) => [name, threshold, hold, severity])).toEqual([
      ["HighAICost", 10, "5m", "warning"],
      ["RateLimitHit", 0, "1m", "warning"],
      ["HighErrorRate", 0.1, "5m", "critical"],
    ]);
    expect(alerts.every(({ source }) => source !== undefined)).toBe(true);
  });

  it.each(Object.entries(workload.documentMetrics))("names %s, which a panel shows", (name, series) => {
    const showing = panels.filter(({ description }) => new RegExp(`\\b${name}\\b`).test(description));
    const asked = showing.flatMap(({ queries }) => queries.flatMap(({ expr }) => metricsIn(substituteGrafana(expr))));
    const behind = asked.flatMap((each) => [
      each,
      ...recordings.filter(({ record }) => record === each).flatMap(({ expr }) => metricsIn(expr)),
    ]);
    expect(behind.map((each) => each.replace(/_bucket$/, ""))).toContain(series);
  });

  it("has the dashboard with its two panels", () => {
    expect(workload.dashboards.map(({ title }) => title)).toEqual(["AI Service Monitoring"]);
    const drawn = Object.fromEntries(panels.map(({ title, queries }) => [title, queries.map(({ legend }) => legend)]));
    expect(drawn["Cost Overview"]).toEqual(["Total Cost"]);
    expect(drawn["Token Usage"]).toEqual(["Prompt Tokens", "Completion Tokens"]);
    expect(drawn["Types of requests"]).toEqual(["{{operation}}"]);
  });

  it("has its intervals, its retention and its port, and nothing beside the application", () => {
    const { app, prometheus, postgres, redis, workers } = stack.settings;
    expect(app).toMatchObject({ port: 8000, metricsPath: "/metrics" });
    expect(prometheus).toMatchObject({
      retention: "200h",
      scrapeIntervalSeconds: 15,
      evaluationIntervalSeconds: 15,
      jobIntervals: { app: 10 },
    });
    expect([postgres.mode, redis.mode, workers.replicas]).toEqual(["none", "none", 0]);
  });

  it("has objectives of availability and response time, within the retention", () => {
    expect(workload.slos!.map(({ name, window }) => [name, window])).toEqual([
      ["availability", "7d"],
      ["latency", "7d"],
    ]);
  });

  it("is told of item by item: where each is, or why it isn't", () => {
    for (const { item, here, note } of documentItems) expect(here ?? note, item).toBeTruthy();
    expect(new Set(documentItems.map(({ kind, item }) => `${kind} ${item}`)).size).toBe(documentItems.length);
    const tests = new Set(documentItems.flatMap(({ test }) => (test === undefined ? [] : [test])));
    expect([...tests].filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe("its stack", () => {
  it("has no fault, and leaves nothing out", () => {
    const signals = stackSignals(stack.settings, stack.workload);
    expect(signals.leftOut).toEqual([]);
    const uids = signals.dashboards.map(({ uid }) => uid);
    expect(uids).toEqual(expect.arrayContaining(["azure-ai-service", "azure-ai-service-spend"]));
  });

  it("has an example that runs beside others", () => {
    const { config } = parse(readFileSync("Pulumi.azure-ai-service.yaml", "utf8")) as {
      config: Record<string, unknown>;
    };
    expect(config["sightline:workload"]).toBe(workload.name);
    const raw = Object.entries(config).map(([key, value]): [string, string] => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const { settings } = readSettings("azure-ai-service", Object.fromEntries(raw));
    expect(settings.ports).toMatchObject({ app: 8010, grafana: 3010, prometheus: 9110, alertmanager: 9210 });
  });
});

describe("its demo", () => {
  const none = new Set<Fault>();
  const during = (fault: Fault) => new Set<Fault>([fault]);
  const costPerMinute = (on: ReadonlySet<Fault>) =>
    eventsPerMinute(metric.costTotal, on) * metric.costTotal.demo!.step!;
  const hits = (on: ReadonlySet<Fault>) => eventsPerMinute(metric.rateLimitHits, on);
  const errorRatio = (on: ReadonlySet<Fault>) =>
    eventsPerMinute(metric.errorsTotal, on) / eventsPerMinute(metric.requestsTotal, on);
  const { dailyBudgetUsd } = workload.spend!;
  /** What an alert judges, as the demo has it after a while. */
  const judged: Readonly<Record<string, [fault: Fault, value: (on: ReadonlySet<Fault>) => number, limit: number]>> = {
    HighAICost: ["spend", costPerMinute, 10],
    RateLimitHit: ["rate-limit", hits, 0],
    HighErrorRate: ["errors", errorRatio, 0.1],
    LlmBudgetBurnFast: ["spend", (on) => (1440 * costPerMinute(on)) / dailyBudgetUsd, 4],
    LlmBudgetBurnSlow: ["spend", (on) => (1440 * costPerMinute(on)) / dailyBudgetUsd, 1.5],
    LlmDailyBudgetExceeded: ["spend", (on) => 1440 * costPerMinute(on), dailyBudgetUsd],
    LlmMonthlyForecastHigh: ["spend", (on) => 30 * 1440 * costPerMinute(on), 30 * dailyBudgetUsd],
  };

  it.each(Object.keys(judged))("is far below %s, and far over it with its fault", (name) => {
    const [fault, value, limit] = judged[name]!;
    expect(value(none)).toBeLessThanOrEqual(limit / 3);
    expect(value(during(fault))).toBeGreaterThan(limit);
  });

  it("has a fault for each of the workload's own alerts and of its spend", () => {
    expect(whole.rules.flatMap(({ alerts = [] }) => alerts.map(({ name }) => name)).sort()).toEqual(
      Object.keys(judged).sort(),
    );
  });

  it("breaks its objectives with its faults, and keeps them without", () => {
    const bad = (on: ReadonlySet<Fault>) =>
      labelSets(metric.requestsTotal)
        .filter(({ status }) => status !== "success")
        .reduce((sum, labels) => sum + shareOf(sharesOf(metric.requestsTotal, on), labels), 0);
    // Fourteen times the error budget over an hour is the fastest of the alerts.
    expect(bad(none)).toBeLessThan(0.01 / 3);
    expect(bad(during("errors"))).toBeGreaterThan(14.4 * 0.01);
    expect(bad(during("rate-limit"))).toBeGreaterThan(14.4 * 0.01);
    expect(level(metric.requestDuration, none) * 5).toBeLessThan(10);
    expect(level(metric.requestDuration, during("latency"))).toBeGreaterThan(20);
  });

  it("counts dollars as its tokens cost by the price list", () => {
    const { typical, step, shares } = metric.tokensTotal.demo!;
    const { prompt, completion } = shares!["token_type"]!;
    const list = typical! * step! * (prompt! * 2.5e-6 + completion! * 10e-6);
    expect(list).toBeCloseTo(costPerMinute(none), 6);
  });
});
