import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { alertExpression, ruleFiles, runbookPath, type AlertOverrides } from "../../signals/rule-files";
import { runbookPages } from "../../signals/runbooks";
import type { Alert, RuleGroup } from "../../signals/rules";

const alert: Alert = {
  name: "TooMany",
  expr: "x_total",
  threshold: 5,
  for: "5m",
  severity: "warning",
  summary: "{{ $value }} of {{ $labels.worker }}",
  description: "Too many of {{ $labels.worker }}: {{ $value | humanize }}.",
  runbook: { impact: "It hurts.", causes: ["This", "That"], steps: ["Look.", "Mend."] },
  source: "x_total: more than 5",
  fires: { series: {}, firesAt: "5m" },
  quiet: { series: {} },
};
const group: RuleGroup = {
  name: "some-group",
  dashboard: "some",
  recordings: [{ record: "a:x:sum", expr: "sum(x_total)", help: "x" }],
  alerts: [alert],
};

const rulesOf = (groups: RuleGroup[], options = {}) =>
  ruleFiles(groups, options).flatMap(({ content }) => parse(content).groups[0].rules);
const overridden = (overrides: AlertOverrides) => rulesOf([group], { overrides })[1];

describe("an alert's expression", () => {
  it("compares with the threshold, by default upwards", () => {
    expect(alertExpression(alert)).toBe("x_total > 5");
    expect(alertExpression({ ...alert, op: "<" })).toBe("x_total < 5");
  });

  it("takes the threshold of the stack", () => {
    expect(alertExpression(alert, { threshold: 0 })).toBe("x_total > 0");
  });

  it.each(["a / b", "a or b", "a - b", "a and b", "a == b"])("puts %s in parentheses", (expr) => {
    expect(alertExpression({ ...alert, expr })).toBe(`(${expr}) > 5`);
  });

  it.each(["a", 'a{b="c or d"}', "sum by (b) (a / c)", "(a or b)", "a offset 5m"])("leaves %s alone", (expr) => {
    expect(alertExpression({ ...alert, expr })).toBe(`${expr} > 5`);
  });

  it("ends in the guard", () => {
    expect(alertExpression({ ...alert, guard: "on () b > 1" })).toBe("x_total > 5\nand on () b > 1");
  });
});

describe("rule files", () => {
  it("are one for each group, named after it, recordings first", () => {
    const [file] = ruleFiles([group]);
    expect(file!.name).toBe("some-group.yaml");
    expect(parse(file!.content)).toEqual({
      groups: [
        {
          name: "some-group",
          rules: [
            { record: "a:x:sum", expr: "sum(x_total)" },
            {
              alert: "TooMany",
              expr: "x_total > 5",
              for: "5m",
              labels: { severity: "warning", team: "platform", priority: "P2" },
              annotations: { summary: alert.summary, description: alert.description },
            },
          ],
        },
      ],
    });
  });

  it("are the same bytes whatever the order of keys", () => {
    const turned = Object.fromEntries(Object.entries(alert).reverse()) as unknown as Alert;
    expect(ruleFiles([{ ...group, alerts: [turned] }])).toEqual(ruleFiles([group]));
  });

  it("carry the interval, and how long an alert keeps firing", () => {
    const [file] = ruleFiles([{ ...group, interval: "30s", alerts: [{ ...alert, keepFiringFor: "10m" }] }]);
    const [parsed] = parse(file!.content).groups;
    expect(parsed.interval).toBe("30s");
    expect(parsed.rules[1].keep_firing_for).toBe("10m");
  });

  it("link to runbook and dashboard when they are told where", () => {
    const [, rule] = rulesOf([group], { runbookBase: "https://r.example/docs", grafanaUrl: "http://g:3000" });
    expect(rule.annotations.runbook_url).toBe("https://r.example/docs/some-group.md#toomany");
    expect(rule.annotations.dashboard_url).toBe("http://g:3000/d/some");
  });

  it.each([
    ["YAML's own characters", "a: b # c - d, [e] {f} & *g !h %i @j `k`"],
    ["quotes", `it's "so" \\ \\n`],
    ["lines", "one\n\n  two\r\n\tthree\n"],
    ["templates", '{{ $labels.a }}: {{ printf "%.2f" $value }}'],
    ["other scripts and controls", "失败 ☠ \u0000 \u0085 \u2028 \ud83d\ude00"],
    ["what looks like another type", "null"],
    ["a document's end", "--- \n...\n"],
  ])("keep %s in annotations", (_what, text) => {
    const [, rule] = rulesOf([{ ...group, alerts: [{ ...alert, summary: text, description: text }] }]);
    expect(rule.annotations).toEqual({ summary: text, description: text });
  });

  it("aren't written for a group without a rule", () => {
    expect(ruleFiles([{ ...group, recordings: [] }], { overrides: { TooMany: { enabled: false } } })).toEqual([]);
  });
});

describe("overrides", () => {
  it("change threshold, duration and severity, and leave the rest", () => {
    expect(overridden({ TooMany: { threshold: 7 } })).toMatchObject({ expr: "x_total > 7", for: "5m" });
    expect(overridden({ TooMany: { for: "1h30m" } })).toMatchObject({ expr: "x_total > 5", for: "1h30m" });
    expect(overridden({ TooMany: { severity: "critical" } }).labels).toMatchObject({ severity: "critical" });
    expect(overridden({ TooMany: { enabled: true } })).toEqual(overridden({}));
  });

  it("of the severity change the priority with it, unless the alert has one of its own", () => {
    const critical = { overrides: { TooMany: { severity: "critical" } } };
    expect(rulesOf([group], critical)[1].labels).toEqual({ severity: "critical", team: "platform", priority: "P1" });
    const own: RuleGroup = { ...group, alerts: [{ ...alert, team: "ai", priority: "P0" }] };
    expect(rulesOf([own])[1].labels).toEqual({ severity: "warning", team: "ai", priority: "P0" });
    expect(rulesOf([own], critical)[1].labels).toEqual({ severity: "critical", team: "ai", priority: "P0" });
  });

  it("can take the duration away, or the alert", () => {
    expect(overridden({ TooMany: { for: "0s" } })).not.toHaveProperty("for");
    expect(overridden({ TooMany: { enabled: false } })).toBeUndefined();
  });

  it("are refused all at once when they can't be", () => {
    const overrides = { TooMny: {}, TooMany: { threshold: NaN, for: "5 minutes", severity: "bad" as never } };
    expect(() => ruleFiles([group], { overrides })).toThrow(
      expect.objectContaining({
        name: "UserError",
        faults: [
          'alerts.TooMny: there is no such alert; did you mean "TooMany"?',
          "alerts.TooMany.threshold: NaN is not a number to compare with",
          'alerts.TooMany.severity: "bad" is none of critical, warning, info',
          'alerts.TooMany.for: "5 minutes" is not a duration; write it like 30s, 5m or 1h30m',
        ],
      }),
    );
  });

  it("don't hide two alerts of one name", () => {
    expect(() => ruleFiles([group, { ...group, name: "other", recordings: [] }])).toThrow(
      "alert TooMany is defined twice",
    );
  });
});

describe("runbooks", () => {
  const [page] = runbookPages([group]);

  it("have a page for each group and the heading that alerts link to", () => {
    const [file, anchor] = runbookPath(group, alert).split("#");
    expect(page!.name).toBe(file);
    expect(page!.content.match(/^## (.*)$/m)![1]!.toLowerCase()).toBe(anchor);
  });

  it("tell everything that a person needs", () => {
    expect(page!.content).toContain("P2: react within four hours. Team: platform.");
    expect(page!.content).toContain("**Meaning.** Too many of `worker`: N.");
    expect(page!.content).toContain("**Impact.** It hurts.");
    expect(page!.content).toContain("- This\n- That");
    expect(page!.content).toContain("1. Look.\n2. Mend.");
    expect(page!.content).toContain("```promql\nx_total > 5\n```");
    expect(page!.content).toContain("x_total: more than 5.");
    expect(page!.content).toContain("**First queries**\n\n```promql\nx_total\n```");
  });

  it("ask what the alert says is to be asked", () => {
    const runbook = { ...alert.runbook, queries: ["up", "a"] };
    const [own] = runbookPages([{ ...group, alerts: [{ ...alert, team: "ai", priority: "P0", runbook }] }]);
    expect(own!.content).toContain("**First queries**\n\n```promql\nup\n```\n\n```promql\na\n```");
    expect(own!.content).toContain("P0: react at once. Team: ai.");
  });
});
