import { expect, it } from "vitest";
import { ruleFiles } from "../../signals/rule-files";
import type { Alert } from "../../signals/rules";
import { promtool } from "../lib/promtool";
import { needsPromtool } from "../lib/needs";

needsPromtool();

const texts = {
  "YAML's own characters": "a: b # c - d, [e] {f} & *g !h %i @j `k`",
  quotes: `it's "so" \\ \\n`,
  lines: "one\n\n  two\r\n\tthree\n",
  "only white space": " \t ",
  "other scripts and controls": "失败 ☠ \u0085 \u2028 \ud83d\ude00",
  "another type": "null",
  "YAML 1.1's other type": "yes",
  "a number of base 60": "12:30:45",
  "the end of a document": "--- \n...\n",
};

const alerts = Object.values(texts).map((summary, i): Alert => ({
  name: `Hostile${i}`,
  expr: "vector(1)",
  threshold: 0,
  severity: "info",
  summary,
  description: summary,
  runbook: { impact: "", causes: [], steps: [] },
  fires: { series: {}, firesAt: "0s" },
  quiet: "always fires",
}));

it("Prometheus reads annotations as they were written", () => {
  const [file] = ruleFiles([{ name: "hostile", alerts }]);
  const test = {
    alert_rule_test: alerts.map(({ name, summary, description }) => ({
      eval_time: "1m",
      alertname: name,
      exp_alerts: [
        {
          exp_labels: { severity: "info", team: "platform", priority: "P3" },
          exp_annotations: { summary, description },
        },
      ],
    })),
  };
  const tests = JSON.stringify({ rule_files: [file!.name], evaluation_interval: "1m", tests: [test] });
  const { ok, output } = promtool({ [file!.name]: file!.content, "t.yaml": tests }, ["test", "rules", "t.yaml"]);
  expect(ok, output).toBe(true);
});
