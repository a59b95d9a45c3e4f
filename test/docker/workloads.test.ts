import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import type { Fault } from "../../signals/metrics";
import type { CommandResult } from "../lib/command";
import { quickLevels } from "../lib/levels";
import { needsDocker } from "../lib/needs";
import { freePorts, type StackPorts } from "../lib/ports";
import { Receiver } from "../lib/receiver";
import { hostAddress, interval, TestStack } from "../lib/stack";

interface Case {
  readonly workload: string;
  /** Turned on in the demo. */
  readonly fault: Fault;
  /** What it raises first; others follow. */
  readonly alert: string;
}

/** One fault for each workload; the pharmacy's are in stack.test.ts. */
const cases: readonly Case[] = [
  { workload: "azure-ai-service", fault: "rate-limit", alert: "RateLimitHit" },
  { workload: "self-rag", fault: "overload", alert: "DatabaseConnectionsHigh" },
  { workload: "loom", fault: "overload", alert: "HighMemoryUsage" },
  { workload: "smart-tg", fault: "connection-loss", alert: "RedisDisconnected" },
];

/** A rate over 5 minutes forgets a fault only then; Alertmanager tells a group's news once a minute. */
const RESOLVED_SECONDS = 300 + 60 + 30;

interface Running extends Case {
  readonly stack: TestStack;
  readonly receiver: Receiver;
  readonly up: CommandResult;
}

/** All of them at once: they mostly wait. */
describe("each workload as a stack of its own", () => {
  const docker = needsDocker();
  const running: Running[] = [];

  beforeAll(async () => {
    if (!docker) return;
    const ports: StackPorts[] = [];
    for (const _ of cases) ports.push(await freePorts());
    const starting = cases.map((each, i) => () => start(each, ports[i]!));
    // Two at a time: each waits for its first data for half a minute.
    for (let i = 0; i < cases.length; i += 2) {
      running.push(...(await Promise.all(starting.slice(i, i + 2).map((begin) => begin()))));
    }
  });
  afterAll(async () => {
    await Promise.all(running.map(({ stack }) => stack.remove()));
    await Promise.all(running.map(({ receiver }) => receiver.close()));
  });

  it("comes up, with every target, rule and metric there and every panel answered", () => {
    for (const { workload, up } of running) {
      expect(up.code, `${workload}:\n${up.output}`).toBe(0);
      const answered = Number(/^ok +panels +(\d+) queries/m.exec(up.stdout)?.[1]);
      const all = panelQueries(workload);
      console.log(`${workload}: ${answered} of ${all} panel queries answered with data`);
      expect(answered, workload).toBe(all);
    }
  });

  it("raises the alert of a fault at the receiver, and tells when it's over", async () => {
    await Promise.all(running.map(raiseAndResolve));
  }, 600_000);
});

/** How many a stack of this workload has. */
function panelQueries(name: string): number {
  const { settings, workload } = readSettings("count", {
    "sightline:workload": name,
    // With somebody who is told there's more to show.
    "sightline:alertWebhookUrl": "http://receiver.example/",
  });
  const panels = stackSignals(settings, workload).specs.dashboards.flatMap(({ rows }) =>
    rows.flatMap((row) => row.panels),
  );
  return panels.reduce((sum, { queries }) => sum + queries.length, 0);
}

async function start({ workload, ...rest }: Case, ports: StackPorts): Promise<Running> {
  const stack = new TestStack(`test-${workload}`, ports);
  await stack.clear();
  const receiver = await Receiver.start(`/hooks/${randomBytes(12).toString("hex")}`);
  const jobs = ["app", "app-business", "qdrant", "node-exporter", "postgres-exporter", "redis-exporter"];
  stack.configure({
    workload,
    prometheus: {
      scrapeIntervalSeconds: interval,
      evaluationIntervalSeconds: interval,
      jobIntervals: Object.fromEntries(jobs.map((job) => [job, interval])),
    },
    alertWebhookUrl: stack.secret("webhook-url", receiver.url(hostAddress())),
    alerts: { [rest.alert]: { for: "0s" } },
    levels: quickLevels,
  });
  return { workload, ...rest, stack, receiver, up: await stack.run("up") };
}

async function raiseAndResolve({ stack, receiver, workload, fault, alert }: Running): Promise<void> {
  const labels = { alertname: alert, stack: stack.name, workload };
  let since = Date.now();
  await turn(stack, fault, "PUT");
  const raised = await receiver.wait("firing", labels, since, 90);
  console.log(`${workload}: ${alert} arrived ${((raised.at - since) / 1000).toFixed(1)} s after ${fault} began`);
  expect(raised.annotations["dashboard_url"]).toMatch(/\/d\/[\w-]+\?viewPanel=\d+$/);
  since = Date.now();
  await turn(stack, fault, "DELETE");
  const resolved = await receiver.wait("resolved", labels, since, RESOLVED_SECONDS);
  console.log(`${workload}: told that it's over after ${((resolved.at - since) / 1000).toFixed(0)} s`);
}

async function turn({ ports }: TestStack, fault: Fault, method: "PUT" | "DELETE"): Promise<void> {
  const response = await fetch(`http://localhost:${ports.app}/faults/${fault}`, { method });
  expect(response.status).toBe(200);
}
