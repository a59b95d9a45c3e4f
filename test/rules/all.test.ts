import { describe, expect, it } from "vitest";
import { platformRules } from "../../signals/platform";
import { ruleFiles, type AlertOverride } from "../../signals/rule-files";
import type { Alert, RuleGroup } from "../../signals/rules";
import { workloads } from "../../workloads";
import { promtool, promtoolMissing } from "../lib/promtool";
import { promtoolFiles, testRules } from "../lib/rules";

const sets: Record<string, readonly RuleGroup[]> = {
  platform: platformRules(["app", "statsd-exporter", "prometheus"]),
  ...Object.fromEntries(Object.values(workloads).map(({ name, rules }) => [name, rules])),
};

/** Names of the alerts that some of the tests failed for. */
function failing(output: string): Set<string> {
  return new Set([...output.matchAll(/ALERTS\{alertname=\\"(\w+)\\"/g)].map((match) => match[1]!));
}

/** The proofs of the groups as they are, against alerts that were changed; the alerts that were found out. */
function foundOut(groups: readonly RuleGroup[], change: (alert: Alert) => Alert): Set<string> {
  const { files, tests } = promtoolFiles(groups);
  const changed = groups.map((group) => ({ ...group, alerts: group.alerts?.map(change) }));
  const rules = Object.fromEntries(ruleFiles(changed).map(({ name, content }) => [name, content]));
  return failing(promtool({ ...files, ...rules }, ["test", "rules", ...tests]).output);
}

describe.skipIf(promtoolMissing).each(Object.keys(sets))("%s rules", (name) => {
  const groups = sets[name]!;
  const alerts = groups.flatMap((group) => group.alerts ?? []);
  const names = (some: readonly Alert[]) => new Set(some.map((alert) => alert.name));

  it("are taken by promtool", () => {
    const { files, rules } = promtoolFiles(groups);
    const { ok, output } = promtool(files, ["check", "rules", "--lint=all", "--lint-fatal", ...rules]);
    expect(ok, output).toBe(true);
  });

  it("do as their proofs say", () => {
    const { ok, output } = testRules(groups);
    expect(ok, output).toBe(true);
  });

  it("are taken with every override", () => {
    const override: AlertOverride = { threshold: 0.125, for: "1h30m", severity: "info" };
    const overrides = Object.fromEntries(alerts.map((alert) => [alert.name, override]));
    const files = Object.fromEntries(ruleFiles(groups, { overrides }).map(({ name, content }) => [name, content]));
    const { ok, output } = promtool(files, ["check", "rules", ...Object.keys(files)]);
    expect(ok, output).toBe(true);
  });

  // The proofs themselves are proved: whatever is changed in an alert, one of its proofs must notice.
  const judged = alerts.filter((alert) => alert.quiet !== "always fires");
  const below = (alert: Alert) => alert.op?.startsWith("<") ?? false;
  const levels = judged.filter((alert) => alert.op !== "==");

  it("would be found out if they never fired", () => {
    const never = (alert: Alert) => ({ ...alert, threshold: alert.op === "==" ? 1e12 : below(alert) ? -1e12 : 1e12 });
    expect(foundOut(groups, never)).toEqual(names(alerts));
  });

  it("would be found out if they always fired", () => {
    const always = (alert: Alert) =>
      ({ ...alert, threshold: below(alert) ? 1e12 : -1e12, op: below(alert) ? "<" : ">" }) as Alert;
    // What is absent has no value to compare when it is there.
    const comparable = judged.filter((alert) => !alert.expr.startsWith("absent("));
    expect(foundOut(groups, always)).toEqual(names(comparable));
  });

  it("would be found out with a slightly other threshold", () => {
    const nudge = (alert: Alert, by: number) => alert.threshold + by * (Math.abs(alert.threshold) * 0.1 || 1);
    const stricter = (alert: Alert) => ({ ...alert, threshold: nudge(alert, below(alert) ? 1 : -1) });
    const laxer = (alert: Alert) => ({ ...alert, threshold: nudge(alert, below(alert) ? -1 : 1) });
    const either = new Set([...foundOut(groups, stricter), ...foundOut(groups, laxer)]);
    expect([...names(levels)].filter((alert) => !either.has(alert))).toEqual([]);
  });

  it("would be found out without their duration", () => {
    const held = alerts.filter((alert) => alert.for !== undefined);
    expect(foundOut(groups, (alert) => ({ ...alert, for: undefined }))).toEqual(names(held));
  });

  it("would be found out without their guard", () => {
    const guarded = alerts.filter((alert) => alert.guard !== undefined);
    expect(foundOut(groups, (alert) => ({ ...alert, guard: undefined }))).toEqual(names(guarded));
  });
});
