import { beforeAll, describe, expect, it } from "vitest";
import { alertTests, ruleTests, type AlertTests } from "../../signals/rule-tests";
import type { AlertOverride } from "../../signals/rule-files";
import type { Alert, RuleGroup } from "../../signals/rules";
import { ruleSet, ruleSetNames } from "../lib/rule-sets";
import { checkRules, failingFiles, testRules } from "../lib/rules";
import { changedAlerts, type Change } from "../mutations/alerts";
import { uncaught, type Mutation } from "../mutations/mutation";
import { needsPromtool } from "../lib/needs";

const promtoolIsHere = needsPromtool();

const below = ({ op }: Alert) => op?.startsWith("<") ?? false;
const nudged = (alert: Alert, by: number) => alert.threshold + by * (Math.abs(alert.threshold) * 0.1 || 1);
const judged = (alert: Alert) => alert.quiet !== "always fires";

/** What is changed in an alert, where that can be: one of its proofs must notice. */
const changes: Readonly<Record<string, Change>> = {
  "if they never fired": (alert) => {
    return { ...alert, threshold: alert.op === "==" ? 1e12 : below(alert) ? -1e12 : 1e12 };
  },
  "if they always fired": (alert) => {
    // What is absent has no value to compare when it is there.
    if (!judged(alert) || alert.expr.startsWith("absent(")) return undefined;
    return { ...alert, threshold: below(alert) ? 1e12 : -1e12, op: below(alert) ? "<" : ">" };
  },
  "without their duration": (alert) => (alert.for === undefined ? undefined : { ...alert, for: undefined }),
  "without their guard": (alert) => (alert.guard === undefined ? undefined : { ...alert, guard: undefined }),
};
const level = (change: (alert: Alert) => number): Change => {
  return (alert) => (judged(alert) && alert.op !== "==" ? { ...alert, threshold: change(alert) } : undefined);
};
const stricter = level((alert) => nudged(alert, below(alert) ? 1 : -1));
const laxer = level((alert) => nudged(alert, below(alert) ? -1 : 1));

describe.each(ruleSetNames)("%s rules", (name) => {
  let groups: readonly RuleGroup[];
  let tests: AlertTests[];
  let escaped: Mutation[];

  beforeAll(() => {
    if (!promtoolIsHere) return;
    const set = ruleSet(name);
    groups = set.groups;
    tests = alertTests(groups, set.metrics);
    // All at once, since it's starting promtool that takes time.
    const kinds = { ...changes, stricter, laxer };
    escaped = uncaught(Object.entries(kinds).flatMap(([kind, change]) => changedAlerts(tests, kind, change)));
  });
  const notCaught = (kind: string) => escaped.filter((one) => one.kind === kind).map(({ what }) => what);

  it("are taken by promtool", () => {
    const { ok, output } = checkRules(groups);
    expect(ok, output).toBe(true);
  });

  it("do as their proofs say", () => {
    const { ok, output } = testRules(groups, ruleSet(name).metrics);
    expect(ok, output).toBe(true);
  });

  it("are taken with every override", () => {
    const override: AlertOverride = { threshold: 0.125, for: "1h30m", severity: "info" };
    const overrides = Object.fromEntries(tests.map(({ alert }) => [alert.name, override]));
    const { ok, output } = checkRules(groups, { overrides });
    expect(ok, output).toBe(true);
  });

  // The proofs themselves are proved.
  it.each(Object.keys(changes))("would be found out %s", (kind) => {
    expect(notCaught(kind)).toEqual([]);
  });

  it("would be found out with a slightly other threshold", () => {
    const either = new Set(notCaught("stricter"));
    expect(notCaught("laxer").filter((alert) => either.has(alert))).toEqual([]);
  });
});

it("a change that makes an alert another one is seen in promtool's output", () => {
  const [first] = ruleTests(ruleSet("platform").groups);
  const other = { ...first!, content: first!.content.replaceAll("alertname", "nothing") };
  expect([...failingFiles([first!])]).toEqual([]);
  expect([...failingFiles([other])]).toEqual([first!.name]);
});

it("every alert has a series that fires it, one that doesn't, and one for each gap", () => {
  const alerts = new Map<string, AlertTests>();
  for (const name of ruleSetNames) {
    const { groups, metrics } = ruleSet(name);
    for (const tests of alertTests(groups, metrics)) alerts.set(tests.rules.name, tests);
  }
  const all = [...alerts.values()];
  const having = (of: string) => all.filter(({ tests }) => tests.some((test) => test.of === of)).length;
  // The one that always fires has, in place of a quiet proof, the one that it still does.
  const always = all.filter(({ alert }) => !judged(alert)).length;
  const [fires, quiet, gaps] = [having("fires"), having("quiet") + always, having("gap")];
  const made = all.flatMap(({ tests }) => tests.filter(({ of }) => of === "gap")).length;
  console.log(
    `${all.length} alerts: ${fires} with a firing proof, ${quiet} with a quiet proof, ` +
      `${gaps} with gap proofs (${made} of them)`,
  );
  expect(always).toBe(1);
  expect([fires, quiet, gaps]).toEqual([all.length, all.length, all.length]);
});
