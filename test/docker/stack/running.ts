import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { seriesNames } from "../../../signals/metrics";
import { pharmacyCarePlan } from "../../../workloads/pharmacy-care-plan";
import type { Story } from "../stack.test";

export function runningTests(story: () => Story): void {
  it("says where everything is, and that it was verified", () => {
    const { first, stack } = story();
    expect(first.errors).toEqual([]);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`http://localhost:${stack.ports.app}`);
    expect(first.stdout).toMatch(/credentials +\.sightline\/test-story\/secrets\.json/);
    for (const check of ["containers", "targets", "rules", "metrics", "panels", "alert path"]) {
      expect(first.stdout).toMatch(new RegExp(`^ok +${check} `, "m"));
    }
    expect(first.stdout).not.toContain("FAILED");
  });

  it("scrapes every target, of every job", async () => {
    const targets = await story().stack.prometheus.targets();
    expect(targets.filter(({ health }) => health !== "up")).toEqual([]);
    expect(targets.map(({ labels }) => labels["job"])).toEqual(
      expect.arrayContaining(["app", "statsd-exporter", "statsd-kernel", "postgres-exporter", "redis-exporter"]),
    );
  });

  it("has every metric of the contract, and all that the application's document names", async () => {
    const { prometheus } = story().stack;
    const stored = new Map(pharmacyCarePlan.metrics.map((metric) => [metric.name, seriesNames(metric).at(-1)!]));
    const documented = Object.values(pharmacyCarePlan.documentMetrics);
    expect(documented.length).toBeGreaterThan(30);
    const names = [...new Set([...stored.values(), ...documented.map((name) => stored.get(name) ?? name)])];
    const counts = await Promise.all(names.map((name) => prometheus.series(name)));
    expect(names.filter((_, index) => counts[index] === 0)).toEqual([]);
  });

  it("evaluates every rule without an error, and no alert but the watchdog fires", async () => {
    const rules = (await story().stack.prometheus.rules()).flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(40);
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

  it("isn't touched either when the engine is asked to apply the same once more", async () => {
    const { stack } = story();
    const before = await stack.started();
    rmSync(join(stack.folder, "applied"));
    const again = await stack.up();
    expect(again.stderr).toContain("Starting the services");
    expect(await stack.started()).toEqual(before);
  });
}
