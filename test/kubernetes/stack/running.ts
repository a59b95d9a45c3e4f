import { expect, it } from "vitest";
import { seriesNames } from "../../../signals/metrics";
import { pharmacyCarePlan } from "../../../workloads/pharmacy-care-plan";
import type { Story } from "../stack.test";

export function runningTests(story: () => Story): void {
  it("says how everything is reached, and that it was verified", () => {
    const { first, stack } = story();
    expect(first.errors).toEqual([]);
    expect(first.stdout).toContain(`--namespace ${stack.namespace} port-forward service/prometheus`);
    for (const check of ["pods", "targets", "rules", "metrics", "panels", "alert path"]) {
      expect(first.stdout).toMatch(new RegExp(`^ok +${check} `, "m"));
    }
    expect(first.stdout).not.toContain("FAILED");
  });

  it("has every pod ready, in a namespace that enforces what it needs and no more", async () => {
    const { stack } = story();
    const pods = await stack.pods();
    expect(pods.filter(({ ready }) => !ready)).toEqual([]);
    const { items } = await stack.json<{ items: { metadata: { name: string; labels: Record<string, string> } }[] }>(
      ...["get", "namespaces", "--selector", `sightline.stack=${stack.name}`],
    );
    const level = new Map(
      items.map(({ metadata }) => [metadata.name, metadata.labels["pod-security.kubernetes.io/enforce"]]),
    );
    const table = pods.map(({ name, namespace }) => `${level.get(namespace)} ${name}`).sort();
    console.log(`pods by the level that their namespace enforces:\n${table.join("\n")}`);
    const apart = pods.filter(({ namespace }) => level.get(namespace) !== "restricted");
    expect([...new Set(apart.map(({ role }) => role))]).toEqual(["node-exporter"]);
  });

  it("has two Prometheus and three Alertmanagers that know each other", async () => {
    const { stack } = story();
    const roles = (await stack.pods()).map(({ role }) => role);
    expect(roles.filter((role) => role === "prometheus")).toHaveLength(2);
    expect(roles.filter((role) => role === "alertmanager")).toHaveLength(3);
    const members = await (await stack.prometheus()).query("alertmanager_cluster_members");
    expect(members.map(({ value }) => value[1])).toEqual(["3", "3", "3"]);
  });

  it("scrapes every target, of every job", async () => {
    const targets = await (await story().stack.prometheus()).targets();
    expect(targets.filter(({ health }) => health !== "up")).toEqual([]);
    const jobs = [...new Set(targets.map(({ labels }) => labels["job"]))].sort();
    // Where images can be pulled, there are two more; else one stands in for Grafana.
    const others = ["grafana", "kube-state-metrics", "viewer"];
    expect(jobs.filter((job) => !others.includes(String(job)))).toEqual([
      "alertmanager",
      "app",
      "blackbox",
      "blackbox-exporter",
      "cadvisor",
      "node-exporter",
      "postgres-exporter",
      "prometheus",
      "prometheus-operator",
      "redis-exporter",
      "statsd-exporter",
      "statsd-kernel",
      "worker",
    ]);
  });

  it("says of every target that runs on a node which one, so that NodeDown can mute it", async () => {
    const { stack } = story();
    const { items } = await stack.json<{ items: { metadata: { name: string } }[] }>("get", "nodes");
    const names = items.map(({ metadata }) => metadata.name);
    const targets = await (await stack.prometheus()).targets();
    const elsewhere = targets.filter(({ labels }) => !names.includes(labels["node"] ?? ""));
    // What is probed may be anywhere, and what tells of others has their labels.
    const apart = ["blackbox", "kube-state-metrics"];
    expect(elsewhere.map(({ labels }) => labels["job"]).filter((job) => !apart.includes(String(job)))).toEqual([]);
  });

  it("has every metric of the contract", async () => {
    const prometheus = await story().stack.prometheus();
    const names = pharmacyCarePlan.metrics.map((metric) => seriesNames(metric).at(-1) as string);
    const counts = await Promise.all(names.map((name) => prometheus.series(name)));
    expect(names.filter((_, index) => counts[index] === 0)).toEqual([]);
  });

  it("evaluates every rule without an error, and no alert but the watchdog fires", async () => {
    const groups = await (await story().stack.prometheus()).rules();
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(60);
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
    expect(rules.filter(({ state }) => state === "firing").map(({ name }) => name)).toEqual(["Watchdog"]);
  });

  it("is verified by itself", async () => {
    const { code, stdout, errors } = await story().stack.run("verify");
    expect(errors).toEqual([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +panels +\d+ queries answered with data$/m);
  });

  it("isn't touched by a second up", async () => {
    const { stack } = story();
    const before = await stack.started();
    const second = await stack.up();
    expect(second.stderr).toContain("Nothing to change");
    expect(await stack.started()).toEqual(before);
  });
}
