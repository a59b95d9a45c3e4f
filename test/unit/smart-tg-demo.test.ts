import { describe, expect, it } from "vitest";
import { level, sharesOf } from "../../demo/behaviour";
import type { Fault, Metric } from "../../signals/metrics";
import { smartTg as workload } from "../../workloads/smart-tg";
import * as metric from "../../workloads/smart-tg/metrics";
import { FAILED } from "../../workloads/smart-tg/series";

type On = ReadonlySet<Fault>;

const alerts = workload.rules.flatMap((group) => group.alerts ?? []);

/** Which share of a metric's events has one of these values of a label. */
const share = (of: Metric, label: string, values: RegExp) => (on: On) => {
  const shares = Object.entries(sharesOf(of, on)[label]!);
  return shares.filter(([value]) => values.test(value)).reduce((sum, [, part]) => sum + part, 0);
};
const is = (of: Metric) => (on: On) => level(of, on);
const hourly = (of: Metric) => (on: On) => 60 * level(of, on);
/** The 95th percentile of what the demo observes is about twice the median. */
const slow = (of: Metric) => (on: On) => 2 * level(of, on);
const offlineShare = (on: On) => {
  const [online, offline, inError] = [metric.online, metric.offline, metric.inError].map((one) => level(one, on));
  return offline! / (online! + offline! + inError!);
};

/** Which fault raises each alert, and what the alert's expression is by the demo's declared values. */
const raisedBy: Readonly<Record<string, readonly [fault: Fault, value: (on: On) => number]>> = {
  HttpErrorShareHigh: ["errors", share(metric.requests, "status_code", /^5/)],
  HttpClientErrorShareHigh: ["errors", share(metric.requests, "status_code", /^4/)],
  HttpLatencyHigh: ["latency", slow(metric.requestDuration)],
  SystemErrorsHigh: ["errors", hourly(metric.systemErrors)],
  OwnAlertsActive: ["errors", is(metric.ownAlertsActive)],
  AllAccountsOffline: ["connection-loss", is(metric.online)],
  AccountsOfflineShareHigh: ["connection-loss", offlineShare],
  AccountsInError: ["errors", is(metric.inError)],
  AccountErrorsHigh: ["rate-limit", is(metric.accountErrors)],
  AccountRepliesStalled: ["queue-jam", (on) => level(metric.replies, on) / level(metric.messages, on)],
  AccountRepliesSlow: ["latency", slow(metric.replyTime)],
  RedpacketFailureShareHigh: ["rate-limit", share(metric.redpackets, "status", new RegExp(FAILED))],
  AutomationTasksStalled: ["worker-stop", hourly(metric.executions)],
  SessionUploadsFailing: [
    "errors",
    (on) => hourly(metric.sessionUploads)(on) * share(metric.sessionUploads, "status", new RegExp(FAILED))(on),
  ],
  SessionAccessUnusual: ["overload", (on) => hourly(metric.sessionAccess)(on) / level(metric.sessionFiles, on)],
  DatabaseConnectionsHigh: ["overload", is(metric.databaseConnections)],
  DatabaseQueriesSlow: ["latency", slow(metric.databaseDuration)],
  RedisDisconnected: ["connection-loss", is(metric.redisConnected)],
  RedisOperationsSlow: ["latency", slow(metric.redisDuration)],
  SystemCpuHigh: ["overload", is(metric.cpu)],
  SystemMemoryHigh: ["overload", is(metric.memory)],
  SystemDiskHigh: ["overload", is(metric.disk)],
  SystemDiskFull: ["overload", is(metric.disk)],
};

describe("smart-tg's demo", () => {
  it.each(Object.entries(raisedBy))(
    "has a fault that raises %s; healthy, it is far from it",
    (name, [fault, value]) => {
      const { op = ">", threshold } = alerts.find((alert) => alert.name === name)!;
      const over = (at: number) => (op === "<" ? threshold / at : at / threshold);
      // A gauge swings by 8 %, and traffic by 20 %.
      expect(over(value(new Set([fault])))).toBeGreaterThan(threshold >= 80 ? 1.02 : 1.08);
      const healthy = over(value(new Set()));
      // Connected is 1 and no more.
      expect(healthy).toBeLessThanOrEqual(name === "RedisDisconnected" ? 1 : 0.4);
    },
  );

  it("has a fault for every alert but the one on its own end", () => {
    expect([...Object.keys(raisedBy), "SmartTgDown"].sort()).toEqual(alerts.map(({ name }) => name).sort());
  });

  it("uploads no session file while they are opened too often, and goes on with what guards ask for", () => {
    expect(level(metric.sessionUploads, new Set(["overload"]))).toBe(0);
    for (const { demo } of [metric.messages, metric.redpackets, metric.automationTasks]) {
      expect(demo!.during).toBeUndefined();
    }
  });

  it("has enough traffic for the guards", () => {
    for (const { demo } of [metric.requestDuration, metric.databaseDuration, metric.redisDuration]) {
      expect(5 * demo!.perMinute!).toBeGreaterThan(2 * 50);
    }
    expect(10 * metric.replyTime.demo!.perMinute!).toBeGreaterThan(2 * 20);
    expect(15 * metric.messages.demo!.typical!).toBeGreaterThan(2 * 200);
    expect(15 * metric.redpackets.demo!.typical!).toBeGreaterThan(2 * 10);
  });
});
