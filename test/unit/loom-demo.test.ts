import { describe, expect, it } from "vitest";
import { level, sharesOf } from "../../demo/behaviour";
import { metricValues } from "../../demo/metric-values";
import { PromMeter } from "../../demo/prom-meter";
import { answer, type Routing } from "../../demo/routes";
import type { Fault, Metric } from "../../signals/metrics";
import { loom as workload } from "../../workloads/loom";
import * as metric from "../../workloads/loom/metrics";
import * as limit from "../../workloads/loom/thresholds";

type On = ReadonlySet<Fault>;

const alerts = workload.rules.flatMap((group) => group.alerts ?? []);
const of = (one: Metric) => (on: On) => level(one, on);
/** The 95th percentile of what the demo observes is about twice the median. */
const slow = (one: Metric) => (on: On) => 2 * level(one, on);
const share = (one: Metric, label: string, values: RegExp, on: On) =>
  Object.entries(sharesOf(one, on)[label]!)
    .filter(([value]) => values.test(value))
    .reduce((sum, [, part]) => sum + part, 0);

/** Which fault raises each alert, and what the alert's expression is by the demo's declared values. */
const raisedBy: Readonly<Record<string, readonly [fault: Fault, value: (on: On) => number]>> = {
  HighErrorRate: ["errors", (on) => share(metric.requests, "status", /^5/, on)],
  HighLatency: ["latency", slow(metric.requestDuration)],
  HighMemoryUsage: ["overload", of(metric.residentMemory)],
  LoomLlmErrorsHigh: ["errors", (on) => level(metric.llmErrors, on) / level(metric.llmRequests, on)],
  LoomLlmRateLimited: [
    "rate-limit",
    (on) =>
      10 *
      level(metric.llmErrors, on) *
      share(metric.llmErrors, "error_type", /^rate_limit$/, on) *
      share(metric.llmErrors, "provider", /^azure$/, on),
  ],
  LoomLlmSlow: ["latency", slow(metric.llmDuration)],
  LoomCacheHitsLow: [
    "spend",
    (on) => level(metric.cacheHits, on) / (level(metric.cacheHits, on) + level(metric.cacheMisses, on)),
  ],
  LoomRuleViolationsHigh: ["errors", (on) => level(metric.rulesViolated, on) / level(metric.rulesExecuted, on)],
  LoomSatisfactionFalling: ["latency", (on) => level(metric.satisfaction, on) / level(metric.satisfaction, new Set())],
};

describe("loom's demo", () => {
  it.each(Object.entries(raisedBy))(
    "has a fault that raises %s; healthy, it is far from it",
    (name, [fault, value]) => {
      const { op = ">", threshold } = alerts.find((alert) => alert.name === name)!;
      const over = (at: number) => (op === "<" ? threshold / at : at / threshold);
      // A gauge swings by 8 %, and traffic by 20 %.
      expect(over(value(new Set([fault])))).toBeGreaterThan(1.2);
      // A score can't be three times as good as usual.
      expect(over(value(new Set()))).toBeLessThan(name === "LoomSatisfactionFalling" ? 0.9 : 0.41);
    },
  );

  it("has a fault for every alert but the one on its own end", () => {
    expect([...Object.keys(raisedBy), "LoomDown"].sort()).toEqual(alerts.map(({ name }) => name).sort());
  });

  it("has twice the traffic that the guards ask for", () => {
    expect(5 * metric.requests.demo!.typical!).toBeGreaterThan(2 * limit.MIN_REQUESTS);
    expect(5 * metric.requestDuration.demo!.perMinute!).toBeGreaterThan(2 * limit.MIN_REQUESTS);
    expect(10 * metric.llmDuration.demo!.perMinute! * 0.7).toBeGreaterThan(2 * limit.MIN_LLM_CALLS);
    expect(15 * metric.cacheMisses.demo!.typical!).toBeGreaterThan(2 * limit.MIN_CACHE_MISSES);
    expect(15 * metric.rulesExecuted.demo!.typical!).toBeGreaterThan(2 * limit.MIN_RULES);
  });

  it("fails far less often than the objectives allow", () => {
    const healthy: On = new Set();
    const { objective } = workload.slos!.find(({ name }) => name === "availability")!;
    expect(share(metric.requests, "status", /^5/, healthy)).toBeLessThan((1 - objective / 100) / 3);
  });

  it("spends far less than the budget, and far more under its fault", () => {
    // gpt-4: 30 and 60 US dollars for a million tokens.
    const aDay = (on: On) => {
      const { step } = metric.llmTokens.demo!;
      const dollars =
        30e-6 * share(metric.llmTokens, "type", /prompt/, on) +
        60e-6 * share(metric.llmTokens, "type", /completion/, on);
      return 1440 * level(metric.llmTokens, on) * step! * dollars;
    };
    expect(aDay(new Set())).toBeLessThan(workload.spend!.dailyBudgetUsd / 3);
    expect(aDay(new Set(["spend"]))).toBeGreaterThan(5 * workload.spend!.dailyBudgetUsd);
  });
});

describe("GET /api/v1/metrics", () => {
  const meter = new PromMeter(workload.metrics);
  const routing = { metrics: () => meter.registry.metrics() } as Routing;
  const ask = () => answer({ method: "GET", path: "/api/v1/metrics", body: "", query: new URLSearchParams() }, routing);

  it("tells every metric of the contract as JSON", async () => {
    meter.set(metric.sessionsActive, {}, 25);
    meter.count(metric.llmTokens, { type: "prompt" }, 100);
    const { status, type, body, route } = await ask();
    expect([status, type, route]).toEqual([200, "application/json", "/api/v1/metrics"]);
    const { metrics } = JSON.parse(body) as { metrics: Record<string, { labels: object; value: number }[]> };
    expect(metrics["loom_sessions_active"]).toEqual([{ labels: {}, value: 25 }]);
    expect(metrics["loom_llm_tokens_total"]).toContainEqual({ labels: { type: "prompt" }, value: 100 });
    for (const { name, type: kind } of workload.metrics) {
      expect(metrics[kind === "histogram" ? `${name}_count` : name], name).toBeDefined();
    }
  });

  it("takes labels and values as the format has them", () => {
    expect(metricValues('# HELP a b\na{x="q\\"u\\\\o\\nte",y="}"} 1.5e3\nb NaN\nc{le="+Inf"} +Inf\n\n')).toEqual({
      a: [{ labels: { x: 'q"u\\o\nte', y: "}" }, value: 1500 }],
      b: [{ labels: {}, value: "NaN" }],
      c: [{ labels: { le: "+Inf" }, value: "+Inf" }],
    });
  });
});
