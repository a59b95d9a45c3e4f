import { describe, expect, it } from "vitest";
import { gauge, histogram } from "../../signals/metrics";
import { ruleFiles } from "../../signals/rule-files";
import type { Alert } from "../../signals/rules";
import { unitsOfSeries } from "../../signals/units/series";
import { toYaml } from "../../signals/yaml";
import { needsPromtool } from "../lib/needs";
import { promtool } from "../lib/promtool";
import { alert } from "../lib/workload";

needsPromtool();

const metrics = [
  gauge("queue_length", { help: "x", from: "app" }),
  gauge("memory_bytes", { help: "x", unit: "bytes", from: "app" }),
  gauge("spent_usd", { help: "x", unit: "usd", from: "app" }),
  histogram("order_duration_seconds", { help: "x", buckets: [1], from: "app" }),
];

/** What Prometheus makes of the texts: expression, its threshold, the value of every series, the texts. */
const cases: readonly (readonly [string, number, string, string, string])[] = [
  ["queue_length", 5, "7", "7", "> 5"],
  ["queue_length / 2", 5, "15", "7.5", "> 5"],
  ["queue_length", 20_000, "25000", "25k", "> 20k"],
  ["queue_length / (queue_length + 1)", 0.05, "3", "75%", "> 5%"],
  ["memory_bytes", 1_073_741_824, "1610612736", "1.5GiB", "> 1GiB"],
  ["spent_usd", 10, "12.5", "$12.5", "> $10"],
  ["order_duration_seconds_sum / order_duration_seconds_sum * order_duration_seconds_sum", 60, "90", "1m 30s", "> 1m"],
];

describe("value and threshold of an alert that fires", () => {
  it.each(cases)("%s > %d", (expr, threshold, series, value, words) => {
    const { guard: _guard, ...rest } = alert;
    const one: Alert = { ...rest, name: "It", expr, threshold, for: "0s", summary: "s", description: "d" };
    const [file] = ruleFiles([{ name: "it", alerts: [one] }], { unitOf: unitsOfSeries(metrics, []) });
    const names = [...new Set(expr.match(/[a-z]+_[a-z_]+/g))];
    const test = {
      input_series: names.map((name) => ({ series: name, values: `${series}x5` })),
      interval: "1m",
      alert_rule_test: [
        {
          eval_time: "2m",
          alertname: "It",
          exp_alerts: [
            {
              exp_labels: { severity: "warning", team: "platform", priority: "P2" },
              exp_annotations: { summary: "s", description: "d", value, threshold: words },
            },
          ],
        },
      ],
    };
    const content = toYaml({ rule_files: [file!.name], evaluation_interval: "1m", tests: [test] });
    const { ok, output } = promtool({ [file!.name]: file!.content, "it.test.yaml": content }, [
      "test",
      "rules",
      "it.test.yaml",
    ]);
    expect(ok, output).toBe(true);
  });
});
