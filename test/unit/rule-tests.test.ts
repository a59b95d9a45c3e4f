import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { durationSeconds } from "../../signals/durations";
import { ruleTests, sampleCount } from "../../signals/rule-tests";
import type { Alert, RuleGroup } from "../../signals/rules";

const alert: Alert = {
  name: "Down",
  expr: "up",
  op: "==",
  threshold: 0,
  for: "2m",
  severity: "critical",
  summary: "s",
  description: "d",
  runbook: { impact: "i", causes: ["c"], steps: ["s"] },
  fires: { series: { 'up{job="a"}': "1x5 0x9" }, firesAt: "8m", labels: { job: "a" } },
  quiet: { series: { 'up{job="a"}': "1x30" } },
};
const group = (change: Partial<Alert> = {}): RuleGroup => ({ name: "g", alerts: [{ ...alert, ...change }] });

describe("rule tests", () => {
  it("say when an alert fires, that it didn't before, and when it's quiet", () => {
    const [file, ...others] = ruleTests([group()]);
    expect(others).toEqual([]);
    expect(file!.name).toBe("g.test.yaml");
    const { tests, ...head } = parse(file!.content);
    expect(head).toEqual({ rule_files: ["g.yaml"], evaluation_interval: "1m" });
    const fired = (seconds: number) => `count_over_time(ALERTS{alertname="Down", alertstate="firing"}[${seconds}s])`;
    expect(tests).toEqual([
      {
        name: "Down fires at 8m",
        interval: "1m",
        input_series: [{ series: 'up{job="a"}', values: "1x5 0x9" }],
        promql_expr_test: [
          { expr: fired(421), eval_time: "420s", exp_samples: [] },
          {
            expr: 'ALERTS{alertname="Down", alertstate="firing"}',
            eval_time: "8m",
            exp_samples: [
              { labels: 'ALERTS{alertname="Down", alertstate="firing", job="a", severity="critical"}', value: 1 },
            ],
          },
        ],
      },
      {
        name: "Down is quiet: just under the threshold",
        interval: "1m",
        input_series: [{ series: 'up{job="a"}', values: "1x30" }],
        promql_expr_test: [{ expr: fired(1081), eval_time: "1080s", exp_samples: [] }],
      },
    ]);
  });

  it("name further proofs, and check them for as long as they say", () => {
    const quietWhen = { gone: { series: {}, until: "3m" } };
    const [, , last] = parse(ruleTests([group({ quietWhen })])[0]!.content).tests;
    expect(last.name).toBe("Down is quiet: gone");
    expect(last.promql_expr_test[0].eval_time).toBe("3m");
  });

  it("keep proofs of another interval in a file of their own", () => {
    const quietWhen = { often: { series: {}, interval: "15s" } };
    const files = ruleTests([group({ quietWhen })]);
    expect(files.map(({ name }) => name)).toEqual(["g.test.yaml", "g.15s.test.yaml"]);
    expect(parse(files[1]!.content).evaluation_interval).toBe("15s");
  });

  it("have nothing quiet for an alert that always fires, and nothing before the first evaluation", () => {
    const always = { fires: { series: {}, firesAt: "0s" }, quiet: "always fires" } as const;
    const { tests } = parse(ruleTests([group(always)])[0]!.content);
    expect(tests).toHaveLength(1);
    expect(tests[0].promql_expr_test).toHaveLength(1);
  });

  it("refuse what proves nothing", () => {
    const faulty = group({ quiet: { series: { up: "1x5" } }, fires: { ...alert.fires, firesAt: "90s" } });
    expect(() => ruleTests([faulty])).toThrow(
      expect.objectContaining({
        faults: [
          "Down: firesAt 90s is not on an evaluation, which is every 1m",
          "Down: quiet, just under the threshold: up has 6 values of 12.5",
        ],
      }),
    );
  });
});

describe("promtool's notation", () => {
  it.each([
    ["1", 1],
    ["1 2 _ 4", 4],
    ["1x4", 5],
    ["_x4", 4],
    ["0+10x9 stale _x3 5", 15],
    ["1-1x2", 3],
    [" 1x1   2 ", 3],
  ])("%s lasts for %d values", (values, count) => {
    expect(sampleCount(values)).toBe(count);
  });
});

describe("durations", () => {
  it.each([
    ["30s", 30],
    ["1h30m", 5400],
    ["1d", 86_400],
    ["250ms", 0.25],
    ["0s", 0],
  ])("%s is %d seconds", (duration, seconds) => {
    expect(durationSeconds(duration)).toBe(seconds);
  });

  it.each(["", "5", "5 m", "m", "1x", "-1m", "1.5h"])("%j is none", (duration) => {
    expect(() => durationSeconds(duration)).toThrow("is not a duration");
  });
});
