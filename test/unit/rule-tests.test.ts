import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { durationSeconds } from "../../signals/durations";
import { expandValues, writeValues } from "../../signals/proof-values";
import { alertTests, ruleTests } from "../../signals/rule-tests";
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
const testsOf = (change: Partial<Alert>) => parse(ruleTests([group(change)])[0]!.content).tests;

describe("rule tests", () => {
  it("say when an alert fires, that it didn't before, and when it's quiet", () => {
    const [file, ...others] = ruleTests([group()]);
    expect(others).toEqual([]);
    expect(file!.name).toBe("g.Down.test.yaml");
    const { tests, ...head } = parse(file!.content);
    expect(head).toEqual({ rule_files: ["g.Down.yaml"], evaluation_interval: "1m" });
    const fired = (seconds: number, name: string) =>
      `count_over_time(ALERTS{alertname="Down", alertstate="firing"}[${seconds}s]) # Down ${name}`;
    const labels =
      'ALERTS{alertname="Down", alertstate="firing", job="a", priority="P1", severity="critical", team="platform"}';
    expect(tests.slice(0, 2)).toEqual([
      {
        name: "Down fires at 8m",
        interval: "1m",
        input_series: [{ series: 'up{job="a"}', values: "1x5 0x9" }],
        promql_expr_test: [
          { expr: fired(421, "fires at 8m"), eval_time: "420s", exp_samples: [] },
          {
            expr: 'ALERTS{alertname="Down", alertstate="firing"} # Down fires at 8m',
            eval_time: "8m",
            exp_samples: [{ labels, value: 1 }],
          },
        ],
      },
      {
        name: "Down is quiet: just under the threshold",
        interval: "1m",
        input_series: [{ series: 'up{job="a"}', values: "1x30" }],
        promql_expr_test: [
          { expr: fired(1081, "is quiet: just under the threshold"), eval_time: "1080s", exp_samples: [] },
        ],
      },
    ]);
  });

  it("say until when it fires, where that is known", () => {
    const [{ promql_expr_test: tests }] = testsOf({ fires: { ...alert.fires, firesUntil: "12m" } });
    expect(tests.slice(1).map((test: { eval_time: string }) => test.eval_time)).toEqual(["8m", "12m", "780s"]);
    expect(tests.map((test: { exp_samples: object[] }) => test.exp_samples.length)).toEqual([0, 1, 1, 0]);
  });

  it("name further proofs, and check them for as long as they say", () => {
    const quietWhen = { gone: { series: {}, until: "3m" } };
    const third = testsOf({ quietWhen })[2];
    expect(third.name).toBe("Down is quiet: gone");
    expect(third.promql_expr_test[0].eval_time).toBe("3m");
  });

  it("have each gap, by its name", () => {
    const names = (change: Partial<Alert>) => testsOf(change).map(({ name }: { name: string }) => name);
    expect(names({}).slice(2)).toEqual(["Down is quiet: target gone", "Down is quiet: first sample"]);
    expect(names({ gaps: { "target gone": "fires" } }).slice(2)).toEqual([
      "Down fires: target gone",
      "Down is quiet: after first sample",
    ]);
  });

  it("expect an alert that shall fire in a gap to do so at its end", () => {
    const [, , gone, first] = testsOf({ gaps: { "target gone": "fires" } });
    expect(gone.promql_expr_test).toEqual([
      {
        expr: 'count(ALERTS{alertname="Down", alertstate="firing"}) > bool 0 # Down fires: target gone',
        eval_time: "1800s",
        exp_samples: [{ labels: "{}", value: 1 }],
      },
    ]);
    // Before its first sample it was gone too, and told so: only what comes after counts.
    expect(first.promql_expr_test[0].expr).toContain("[720s]");
    expect(first.promql_expr_test[0].eval_time).toBe("1800s");
  });

  it("keep proofs of another interval in a file of their own", () => {
    const quietWhen = { often: { series: {}, interval: "15s" } };
    const files = ruleTests([group({ quietWhen })]);
    expect(files.map(({ name }) => name)).toEqual(["g.Down.test.yaml", "g.Down.15s.test.yaml"]);
    expect(parse(files[1]!.content).evaluation_interval).toBe("15s");
  });

  it("bring the recordings that an alert asks for, and no others", () => {
    const recording = (record: string, expr: string) => ({ record, expr, help: "h" });
    const first = {
      ...group({ expr: "b:x:sum" }),
      recordings: [recording("b:x:sum", "a:x:sum"), recording("c:x:sum", "x")],
    };
    const other = { name: "other", recordings: [recording("a:x:sum", "x")] };
    const [tests] = alertTests([other, first]);
    expect(tests!.rules.recordings!.map(({ record }) => record)).toEqual(["a:x:sum", "b:x:sum"]);
    expect(tests!.rules.alerts!.map(({ name }) => name)).toEqual(["Down"]);
  });

  it("have nothing quiet for an alert that always fires, but that it still does, and nothing before the first evaluation", () => {
    const always = { fires: { series: {}, firesAt: "0s" }, quiet: "always fires" } as const;
    const tests = testsOf(always);
    expect(tests.map(({ name }: { name: string }) => name)).toEqual(["Down fires at 0s", "Down fires: target gone"]);
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
  it.each<[string, (number | "stale" | undefined)[], string?]>([
    ["1", [1]],
    ["1 2 _ 4", [1, 2, undefined, 4], "1 2 _x1 4"],
    ["1x3", [1, 1, 1, 1]],
    ["_x3", [undefined, undefined, undefined]],
    ["0+10x2 stale _x1 5", [0, 10, 20, "stale", undefined, 5]],
    ["1-1x2", [1, 0, -1]],
    ["-5-1.5x2", [-5, -6.5, -8]],
    [" 1x1   2 ", [1, 1, 2], "1x1 2"],
    ["NaNx1 Inf -Inf", [NaN, NaN, Infinity, -Infinity], "NaN NaN Inf -Inf"],
    ["1e3+5e-1x2", [1000, 1000.5, 1001], "1000+0.5x2"],
    ["7 8 0+1x3", [7, 8, 0, 1, 2, 3]],
  ])("%s is read, and written as short", (text, values, written = text) => {
    expect(expandValues(text)).toEqual(values);
    expect(writeValues(values)).toBe(written);
  });

  it.each(["1x", "{{schema:1}}", "a", "1+x3", "1 x3"])("%s is none", (text) => {
    expect(() => expandValues(text)).toThrow("can't be read as values");
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
