import { describe, expect, it } from "vitest";
import { checkExpression } from "../../signals/promql";
import { faults, known } from "../lib/promql";

describe("what is right", () => {
  it.each([
    "1",
    "time() - 5m",
    "up",
    "up == 0",
    'up{job="app", instance=~"web:.*"} == 0',
    'up{stack="prod", workload="loom"}',
    "-up ^ 2",
    "up # a comment",
    "(up)",
    'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
    'sum by (endpoint) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (endpoint) (rate(http_requests_total[5m]))',
    "sum(rate(http_requests_total[5m])) by (endpoint)",
    'sum without (status) (rate(http_requests_total{status="500"}[5m])) / sum without (status) (rate(http_requests_total[5m]))',
    'rate(http_requests_total{status="500"}[5m]) / ignoring(status) group_left sum without (status) (rate(http_requests_total[5m]))',
    "rate(http_requests_total[5m]) / rate(http_requests_total[1h])",
    "http_requests_total / http_requests_total offset 1h",
    "sum by (operation) (rate(ai_errors_total[5m])) / sum by (operation) (rate(ai_requests_total[5m]))",
    "ai_errors_total / on (operation, job, instance) group_left () sum by (operation, job, instance) (ai_requests_total)",
    "sum(rate(ai_cost_total[5m])) * 60 > 10",
    "histogram_quantile(0.95, sum by (le, endpoint) (rate(http_request_duration_seconds_bucket[5m]))) > 2",
    "histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))",
    "histogram_fraction(0, 0.5, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
    'http_request_duration_seconds_bucket{le="0.5"} / ignoring(le) http_request_duration_seconds_count',
    "rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])",
    'go_gc_duration_seconds{quantile="1"}',
    "sum by (tenant_id) (documents_total) > 1000",
    "sum by (tenant_id) (documents_total) > 1000 and on (tenant_id) count by (tenant_id) (documents_total) > 1",
    'absent(up{job="app"}) or up{job="app"} == 0',
    'absent_over_time(up{job="app"}[5m])',
    "sum(increase(careplan_completed_total[1h])) or vector(0)",
    "sum by (datname) (pg_stat_activity_count) / on () group_left () max(pg_settings_max_connections)",
    "pg_stat_activity_count * on (job, instance) group_left (version) build_info",
    'build_info * on (job, instance) group_right () up{job="x"}',
    "max_over_time(sum(rate(http_requests_total[5m]))[1h:1m])",
    "avg_over_time(up[1h:])",
    "max_over_time(up[5m]) unless resets(up[5m]) > 0 unless up offset 5m",
    "topk(3, sum by (endpoint) (rate(http_requests_total[5m])))",
    "topk by (job) (3, up)",
    'sum by (v) (count_values("v", build_info))',
    "count by (__name__) (up)",
    "quantile(0.9, up)",
    "up @ end() offset 5m",
    "up @ 1609746000",
    "clamp_min(up, 0) + on () group_left () hour() > bool 1",
    'sum by (host) (label_replace(up, "host", "$1", "instance", "(.*):.*"))',
    'sum by (where) (label_join(up, "where", "/", "job", "instance"))',
    'sort_by_label(up, "instance")',
    "time() - process_start_time_seconds < 300",
    "round(increase(careplan_completed_total[1h]))",
    "careplan:completion:ratio_1h < 0.8",
    "sum by (source) (source:submissions:rate5m)",
    'ALERTS{alertname="X", alertstate="firing", job="y", stack="z"}',
    '{__name__="up"}',
    '{"up", job="a"}',
    '{__name__=~"up|build_info", job="a"}',
    'info(up, {version=~".+"})',
    "scalar(sum(up)) * 2",
    "1 - up / up offset 1h",
    "up * 0 + 1 or up",
    "predict_linear(process_resident_memory_bytes[1h], 3600)",
  ])("%s", (expr) => expect(faults(expr)).toEqual([]));
});

describe("what can't be parsed", () => {
  it.each([
    ["", "the expression is empty."],
    ["sum(up", "can't be parsed at 1:7: it ends too early."],
    ["rate(up[5m])) > 3", 'can\'t be parsed at 1:13: unexpected ")".'],
    ["up down", 'can\'t be parsed at 1:4: unexpected "down".'],
    ["sum by job (up)", 'can\'t be parsed at 1:8: something is missing before "job".'],
    ["avrg(up)", "can't be parsed at 1:5: \"avrg\" isn't a PromQL function."],
    ["up[$__rate_interval]", 'can\'t be parsed at 1:4: unexpected "$__rate_interval".'],
    ['up{job="a}', "can't be parsed at 1:11: it ends too early."],
    ["up{job=}", 'can\'t be parsed at 1:8: something is missing before "}".'],
    ["up ==", "can't be parsed at 1:6: it ends too early."],
  ])("%s", (expr, fault) => expect(faults(expr)).toEqual([fault]));

  it("says the line", () => {
    expect(checkExpression("sum(\n  up\n  down)", known, "here")).toEqual([
      'here: can\'t be parsed at 3:3: unexpected "down". In: sum( up down)',
    ]);
  });
});

describe("types", () => {
  it.each([
    ["rate(up)", "rate() needs a range: up[5m], or another one."],
    ["max_over_time(sum(up))", "max_over_time() needs a range: sum(up)[5m], or another one."],
    ["sum(up[5m])", "sum() can't take a range: up[5m]."],
    ["abs(up[5m])", "abs() can't take a range: up[5m]."],
    ["up[5m]", "it is a range of values; put rate() or another function around it."],
    ["up[5m] > 1", '">" can\'t take a range: up[5m].'],
    [
      "max_over_time(rate(up[5m])[1h])",
      "rate(up[5m])[1h] needs a colon in its range, as in [5m:], since it isn't a metric.",
    ],
    ["1 > 2", '">" between two numbers needs "bool": 1 > 2.'],
    ["up and 1", '"and" needs a vector on both sides.'],
    ["up / on (job) 2", '"/" on needs a vector on both sides.'],
    ["sum(1)", "sum() needs a vector: sum(1)."],
  ])("%s", (expr, fault) => expect(faults(expr)).toEqual([fault]));
});

it("tells all faults of an expression, each once", () => {
  expect(faults('sum by (a) (up{b="1"}) + sum by (a) (up{b="1"}) + nix')).toEqual([
    'metric "up" has no label "b", only {instance, job}.',
    'metric "up" has no label "a", only {instance, job}.',
    'metric "nix" isn\'t declared.',
  ]);
});
