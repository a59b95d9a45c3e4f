import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { importRules } from "../../signals/imported/rules";
import type { AddedFile } from "../../signals/imported/file";
import type { RuleGroup } from "../../signals/rules";

const known = new Map([
  ["up", []],
  ["http_requests_total", ["method", "status"]],
  ["http_request_duration_seconds_bucket", []],
]);
const own: RuleGroup[] = [
  {
    name: "queue-own",
    recordings: [{ record: "job:up:sum", expr: "sum by (job) (up)", help: "Targets." }],
    alerts: [{ name: "TargetDown" } as NonNullable<RuleGroup["alerts"]>[number]],
  },
];

const file = (content: string, more: Partial<AddedFile> = {}): AddedFile => ({
  path: "./monitoring/queue.rules.yaml",
  content,
  allowUndeclared: false,
  ...more,
});
const read = (content: string, more: Partial<AddedFile> = {}) => importRules([file(content, more)], known, own);
const rules = (...each: string[]) =>
  `groups:\n  - name: Web\n    rules:\n${each.map((one) => `      - ${one}\n`).join("")}`;

describe("a rule file of the user's own", () => {
  it("is written as ours are: a file a group, with what alerts are routed by", () => {
    const text = `groups:
  - name: Web Errors
    interval: 30s
    rules:
      - record: status:requests:rate5m
        expr: sum by (status) (rate(http_requests_total[5m]))
      - alert: HighErrors
        expr: status:requests:rate5m{status="500"} > 1
        for: 5m
        labels: { severity: critical, team: ai, page: "yes" }
        annotations: { summary: Errors, runbook_url: "https://wiki.example/errors" }
      - { alert: Down, expr: up == 0 }
`;
    const { faults, ruleFiles } = read(text);
    expect(faults).toEqual([]);
    expect(ruleFiles.map(({ name }) => name)).toEqual(["queue-web-errors.yaml"]);
    expect(parse(ruleFiles[0]!.content)).toEqual({
      groups: [
        {
          name: "queue-web-errors",
          interval: "30s",
          rules: [
            { record: "status:requests:rate5m", expr: "sum by (status) (rate(http_requests_total[5m]))" },
            {
              alert: "HighErrors",
              expr: 'status:requests:rate5m{status="500"} > 1',
              for: "5m",
              labels: { severity: "critical", team: "ai", priority: "P1", page: "yes" },
              annotations: { summary: "Errors", runbook_url: "https://wiki.example/errors" },
            },
            { alert: "Down", expr: "up == 0", labels: { severity: "warning", team: "platform", priority: "P2" } },
          ],
        },
      ],
    });
  });

  it("has the labels of its groups, unless a rule says otherwise", () => {
    const text = `groups:
  - name: Paid
    labels: { severity: critical, team: payments }
    rules:
      - { alert: A, expr: up == 0 }
      - { alert: B, expr: up == 0, labels: { severity: info } }
`;
    const [group] = (parse(read(text).ruleFiles[0]!.content) as { groups: { rules: object[] }[] }).groups;
    expect(group!.rules).toEqual([
      { alert: "A", expr: "up == 0", labels: { priority: "P1" } },
      { alert: "B", expr: "up == 0", labels: { severity: "info", priority: "P3" } },
    ]);
  });

  it("is noted where a severity says nothing of how soon, and no priority does", () => {
    const text = rules(
      "{ alert: A, expr: up == 0, labels: { severity: page } }",
      "{ alert: B, expr: up == 0, labels: { severity: page, priority: P0 } }",
      "{ alert: C, expr: up == 0, labels: { severity: critcal } }",
      "{ alert: D, expr: up == 0, labels: { severity: info } }",
    );
    const why = "which is none of critical, warning, info, so it's told as P2";
    expect(read(text)).toMatchObject({
      faults: [],
      notes: [
        `sightline:ruleFiles: ./monitoring/queue.rules.yaml: alert "A" (line 4) has the severity "page", ${why}; a label priority (P0 to P3) would say how soon`,
        `sightline:ruleFiles: ./monitoring/queue.rules.yaml: alert "C" (line 6) has the severity "critcal", ${why}; did you mean "critical"?`,
      ],
    });
  });

  it("says by which labels its alerts may be told apart", () => {
    const labels = (text: string) => [...new Set(read(text, { allowUndeclared: true }).alertLabels)];
    expect(labels(rules("{ alert: A, expr: sum by (method) (http_requests_total) > 0 }"))).toEqual(["method"]);
    expect(labels(rules("{ alert: A, expr: sum by (tenant) (jobs) > 0, labels: { site: a } }"))).toEqual(
      expect.arrayContaining(["site", "tenant"]),
    );
    const text = rules("{ alert: A, expr: disk_used > 9, annotations: { summary: 'Full: {{ $labels.mountpoint }}' } }");
    expect(labels(text)).toEqual(expect.arrayContaining(["mountpoint", "status", "persistentvolumeclaim"]));
    expect(labels(rules("{ record: job:up:min, expr: min by (job) (up) }"))).toEqual([]);
  });

  it("may be the operator's PrometheusRule, and a group that is named as the file", () => {
    const text = "kind: PrometheusRule\nspec:\n  groups: [{ name: queue, rules: [{ alert: Down, expr: up == 0 }] }]\n";
    expect(read(text).ruleFiles.map(({ name }) => name)).toEqual(["queue.yaml"]);
  });

  it.each<[string, string, string[]]>([
    [
      "isn't YAML",
      "groups: [",
      ["line 1: Flow sequence in block collection must be sufficiently indented and end with a ]"],
    ],
    ["is empty", "", ['line 1: "groups": expected array; it\'s missing']],
    [
      "has keys that Prometheus doesn't know",
      rules("{ alert: A, expr: up == 0, anotations: {} }"),
      ['line 4: a rule has a key "anotations"; did you mean "annotations"?'],
    ],
    [
      "has a rule that is none, one that is both, and a duration that isn't one",
      rules("{ expr: up }", "{ alert: A, record: b, expr: up }", "{ alert: B, expr: up == 0, for: 5 minutes }"),
      [
        'line 4: a rule has neither "alert" nor "record"; one was expected',
        'line 5: a rule has both "alert" and "record"; one was expected',
        'line 6: alert "B": for "5 minutes" isn\'t a duration such as "30s" or "1h30m"',
      ],
    ],
    [
      "takes the stack's names",
      rules("{ alert: TargetDown, expr: up == 0 }", "{ record: job:up:sum, expr: sum by (job) (up) }").replace(
        "Web",
        "own",
      ),
      [
        'line 2: the stack has a rule group "queue-own" already',
        'line 4: the stack has an alert "TargetDown" already',
        'line 5: the stack has a recording rule "job:up:sum" already',
      ],
    ],
  ])("that %s is a fault", (_, text, expected) => {
    const { faults } = read(text);
    if (expected.length === 0) expect(faults.length).toBeGreaterThan(0);
    else
      expect(faults).toEqual(expected.map((fault) => `sightline:ruleFiles: ./monitoring/queue.rules.yaml: ${fault}`));
  });

  it("that asks for labels which aren't there is a fault, with the alert and its line", () => {
    const text = rules(`{ alert: A, expr: 'http_requests_total{statuscode="500"} > 0' }`, "{ alert: B, expr: sum( }");
    expect(read(text).faults).toEqual([
      'sightline:ruleFiles: ./monitoring/queue.rules.yaml: alert "A" (line 4): metric "http_requests_total" has no label "statuscode", only {instance, job, method, status}; did you mean "status"? In: http_requests_total{statuscode="500"} > 0',
      expect.stringContaining('alert "B" (line 5): can\'t be parsed at 1:5: it ends too early'),
    ]);
  });

  describe("with metrics that nobody declared", () => {
    const text = rules(
      "{ alert: A, expr: http_request_total > 0 }",
      "{ record: old, expr: sum by (shard) (legacy_queue) }",
      "{ alert: B, expr: 'old{shard=\"1\"} > 0 or http_request_total > 5' }",
    );
    const where = "sightline:ruleFiles: ./monitoring/queue.rules.yaml:";

    it("tells all of them, each once", () => {
      expect(read(text).faults).toEqual([
        `${where} metric "http_request_total" isn't declared; did you mean "http_requests_total"? asked for by alert "A" (line 4), alert "B" (line 6). To take it as it is: allowUndeclared`,
        `${where} metric "legacy_queue" isn't declared; asked for by recording rule "old" (line 5). To take it as it is: allowUndeclared`,
      ]);
    });

    it("is taken where the stack says so: some, or all", () => {
      expect(read(text, { allowUndeclared: ["legacy_queue"] }).faults).toHaveLength(1);
      expect(read(text, { allowUndeclared: ["legacy_queue", "http_request_total"] }).faults).toEqual([]);
      expect(read(text, { allowUndeclared: true }).faults).toEqual([]);
    });

    it("is told of a choice that isn't one any more", () => {
      const { faults } = read(rules("{ alert: A, expr: up == 0 }"), { allowUndeclared: ["up", "gone"] });
      expect(faults).toEqual([
        `${where} allowUndeclared names up, which is declared.`,
        `${where} allowUndeclared names gone, which it doesn't ask for.`,
      ]);
    });
  });

  it("can't have the alerts of another", () => {
    const text = rules("{ alert: A, expr: up == 0 }");
    const { faults } = importRules([file(text), file(text, { path: "other.yml" })], known, own);
    expect(faults).toEqual([
      'sightline:ruleFiles: other.yml: line 4: ./monitoring/queue.rules.yaml has an alert "A" already',
    ]);
  });
});
