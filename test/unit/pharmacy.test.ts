import { describe, expect, it } from "vitest";
import { catalogues, type CatalogueName } from "../../signals/catalogue";
import { checkSignals } from "../../signals/check";
import { withAlertThresholds } from "../../signals/dashboard-alerts";
import { faults } from "../../signals/metrics";
import { platformDashboards, platformRules } from "../../signals/platform";
import { metricsIn, substituteGrafana } from "../../signals/promql";
import { pharmacyCarePlan as workload } from "../../workloads/pharmacy-care-plan";
import * as metric from "../../workloads/pharmacy-care-plan/metrics";

const alerts = workload.rules.flatMap((group) => group.alerts ?? []);
const recordings = workload.rules.flatMap((group) => group.recordings ?? []);
const panels = withAlertThresholds(workload.dashboards, workload.rules, {}).flatMap((dashboard) =>
  dashboard.rows.flatMap((row) => row.panels),
);

/** Every threshold of the document's table; durations in seconds, sizes in bytes, shares of 1. */
const thresholds: readonly [alert: string, op: string, threshold: number, hold: string | undefined][] = [
  ["CareplanFailuresHigh", ">", 10, undefined],
  ["CareplanFailureRatioHigh", ">", 0.2, "2m"],
  ["CareplanCompletionLow", "<", 0.8, "5m"],
  ["CareplanTimeToCompleteSlow", ">", 300, "5m"],
  ["CareplanGenerateApiSlow", ">", 3, "5m"],
  ["CareplanStatusApiSlow", ">", 1, "5m"],
  ["CareplanSearchApiSlow", ">", 2, "5m"],
  ["CeleryTaskSlow", ">", 120, "5m"],
  ["LlmApiSlow", ">", 60, "5m"],
  ["DatabaseSlow", ">", 0.5, "5m"],
  ["RedisSlow", ">", 0.05, "5m"],
  ["Http5xxHigh", ">", 5, undefined],
  ["ValidationErrorsHigh", ">", 50, undefined],
  ["CeleryTaskFailuresHigh", ">", 5, undefined],
  ["CeleryTaskRetriesHigh", ">", 20, undefined],
  ["LlmApiErrorsHigh", ">", 3, undefined],
  ["DatabaseConnectionErrors", ">", 0, undefined],
  ["RedisConnectionErrors", ">", 0, undefined],
  ["WebCpuHigh", ">", 80, "5m"],
  ["WebMemoryHigh", ">", 1.5 * 1024 ** 3, "5m"],
  ["CeleryWorkerCpuHigh", ">", 90, "5m"],
  ["CeleryWorkerMemoryHigh", ">", 2 * 1024 ** 3, "5m"],
  ["CeleryQueueLong", ">", 100, "2m"],
  ["PostgresConnectionsHigh", ">", 0.8, "2m"],
  ["RedisMemoryHigh", ">", 512 * 1024 ** 2, "5m"],
  ["RedisClientsHigh", ">", 100, "2m"],
  ["DiskUsageHigh", ">", 85, "5m"],
];

describe("the pharmacy's document", () => {
  it("has 35 metrics, each with a series", () => {
    expect(Object.keys(workload.documentMetrics)).toHaveLength(35);
  });

  it("has 27 thresholds, each with an alert that says which it is", () => {
    const asked = alerts.filter((alert) => alert.source !== undefined);
    expect(thresholds).toHaveLength(27);
    expect(asked.map(({ name, op = ">", threshold, for: hold }) => [name, op, threshold, hold])).toEqual(thresholds);
  });

  it("has eight StatsD names; what it asks for besides has three more", () => {
    expect(workload.metrics.flatMap(({ statsd = [] }) => statsd).sort()).toEqual([
      "careplan_completed",
      "careplan_failed",
      "careplan_time_to_complete",
      "celery_task_duration",
      "celery_task_failure",
      "celery_task_retry",
      "celery_worker_cpu_percent",
      "celery_worker_memory_bytes",
      "llm_api_error",
      "llm_api_latency",
      "llm_provider_usage",
    ]);
  });

  it.each(Object.entries(workload.documentMetrics))("names %s, which a panel shows", (name, series) => {
    const showing = panels.filter(({ description }) => new RegExp(`\\b${name}\\b`).test(description));
    const asked = showing.flatMap(({ queries }) => queries.flatMap(({ expr }) => metricsIn(substituteGrafana(expr))));
    // A panel may ask for what is recorded of it.
    const behind = asked.flatMap((each) => [
      each,
      ...recordings.filter(({ record }) => record === each).flatMap(({ expr }) => metricsIn(expr)),
    ]);
    expect(behind.map((each) => each.replace(/_bucket$/, ""))).toContain(series);
  });

  it("knows derived metrics by their names there", () => {
    for (const { record, documentName } of recordings) {
      if (documentName !== undefined) expect(workload.documentMetrics[documentName]).toBe(record);
    }
  });
});

describe("the pharmacy's dashboard", () => {
  it.each(alerts.filter((alert) => alert.source !== undefined).map((alert) => [alert.name, alert] as const))(
    "draws the threshold of %s",
    (_name, { expr, threshold }) => {
      const asked = new Set(metricsIn(expr));
      const showing = panels.filter(({ queries }) =>
        queries.some((query) => metricsIn(substituteGrafana(query.expr)).some((each) => asked.has(each))),
      );
      // "More than none" is drawn at 1: at 0 everything would be red.
      const drawn = showing.flatMap((panel) => (panel.thresholds ?? []).map(({ value }) => value));
      expect(drawn).toContain(threshold === 0 ? 1 : threshold);
    },
  );

  it("draws no threshold that no alert has", () => {
    const known = new Set([...alerts.map(({ threshold }) => threshold), 1]);
    for (const { title, thresholds = [] } of panels) {
      for (const { value } of thresholds) expect(known.has(value), `${title}: ${value}`).toBe(true);
    }
  });

  it("loads by itself under its name", () => {
    expect(workload.dashboards.map(({ uid, title }) => [uid, title])).toEqual([
      ["pharmacy-care-plan", "Pharmacy Care Plan"],
    ]);
  });
});

describe("the pharmacy's contract", () => {
  it("has no fault, nor has what asks for it", () => {
    const found = checkSignals({
      workload,
      platformRules: platformRules(["app", "statsd-exporter", "prometheus"], workload),
      platformDashboards: platformDashboards(["app", "statsd-exporter", "prometheus"], workload),
      exporters: Object.keys(catalogues) as CatalogueName[],
      alertOverrides: {},
    });
    expect(found).toEqual([]);
  });

  it("has a healthy demo that stays far below every count that alerts", () => {
    const hourly = (counter: { demo?: { typical?: number } }) => 60 * (counter.demo?.typical ?? 0);
    expect(hourly(metric.failed)).toBeLessThan(10 / 3);
    expect(hourly(metric.http5xx)).toBeLessThan(5 / 3);
    expect(hourly(metric.validationError)).toBeLessThan(50 / 3);
    expect(hourly(metric.taskFailure)).toBeLessThan(5 / 3);
    expect(hourly(metric.taskRetry)).toBeLessThan(20 / 3);
    expect(hourly(metric.llmError)).toBeLessThan(3 / 3);
  });

  it("has a demo in which slow is over every limit, and healthy is far below", () => {
    const slow = alerts.filter((alert) => alert.histogram !== undefined);
    expect(slow).toHaveLength(8);
    for (const { name, histogram, threshold } of slow) {
      const { typical, during } = workload.metrics.find((each) => each.name === histogram)!.demo!;
      expect(typical! * 5, name).toBeLessThan(threshold);
      expect(during!.latency!, name).toBeGreaterThan(threshold);
    }
  });

  const own = faults.filter((fault) => !["overload", "spend", "rate-limit"].includes(fault));
  it.each(own)("has something that the fault %s changes", (fault) => {
    expect(workload.metrics.some(({ demo }) => demo?.during?.[fault] !== undefined)).toBe(true);
  });
});
