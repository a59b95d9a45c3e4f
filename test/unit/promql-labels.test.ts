import { describe, expect, it } from "vitest";
import { grafanaVariables, metricsIn, outputLabels, substituteGrafana } from "../../signals/promql";
import { known } from "../lib/promql";

describe("outputLabels", () => {
  it.each([
    ["1 + 1", []],
    ["up", ["instance", "job", "node", "stack", "workload"]],
    ["sum by (source, job) (rate(careplan_submitted_total[5m]))", ["job", "source"]],
    ["sum(up)", []],
    ["sum without (instance, stack, workload) (up)", ["job", "node"]],
    ["sum by (job) (up) or vector(0)", ["job"]],
    ["sum by (job) (up) or sum by (instance) (up)", ["instance", "job"]],
    [
      'up{job="a"} * on (job) group_left (version) build_info',
      ["instance", "job", "node", "stack", "version", "workload"],
    ],
    ["up * on (job, instance) build_info", ["instance", "job"]],
    [
      "http_requests_total / ignoring (node, status, stack, workload) http_requests_total",
      ["endpoint", "instance", "job", "method"],
    ],
    ['absent(up{job="app", instance!="x"})', ["job"]],
    [
      'http_requests_total{status="", method="GET"}',
      ["endpoint", "instance", "job", "method", "node", "stack", "workload"],
    ],
    ["histogram_quantile(0.9, sum by (le, method) (rate(http_request_duration_seconds_bucket[5m])))", ["method"]],
    ["sum by (job) (up) > 3 and on () sum(up) > 1", ["job"]],
    ['count_values("version", sum by (job) (up))', ["version"]],
    ['label_replace(sum by (job) (up), "team", "a", "", "")', ["job", "team"]],
    ["careplan:completion:ratio_1h", []],
    ["sum(", []],
  ])("%s", (expr, labels) => expect(outputLabels(expr, known)).toEqual(labels));
});

describe("metricsIn", () => {
  it.each([
    ["1", []],
    ["sum(b) / sum(a) + b", ["a", "b"]],
    ['{__name__="a"} or {"b"} or {__name__=~"c|d"}', ["a", "b", "c", "d"]],
    ['absent(up{job="x"}) or rate(x_total[5m])', ["up", "x_total"]],
    ["sum(", []],
  ])("%s", (expr, metrics) => expect(metricsIn(expr)).toEqual(metrics));
});

describe("Grafana's variables", () => {
  it.each([
    ["rate(x[$__rate_interval])", "rate(x[5m])"],
    ["increase(x[${__range}])", "increase(x[5m])"],
    ["x[$__range:$__interval]", "x[5m:5m]"],
    ["x / $__range_s", "x / 300"],
    ['x{a=~"$a", b=~"${b:regex}", c=~"[[c]]"}', 'x{a=~".*", b=~".*", c=~".*"}'],
    ['label_replace(x, "a", "$1-${2}", "b", "(.*)-(.*)$")', 'label_replace(x, "a", "$1-${2}", "b", "(.*)-(.*)$")'],
  ])("%s", (expr, expected) => expect(substituteGrafana(expr)).toBe(expected));

  it("takes values, before its own", () => {
    expect(substituteGrafana("$a $b $__interval", { a: "1", __interval: "1m" })).toBe("1 .* 1m");
  });

  it("are listed without Grafana's own", () => {
    expect(grafanaVariables('x{a="$a",b="${b:csv}",c="$a"}[$__interval] $1')).toEqual(["a", "b"]);
  });
});
