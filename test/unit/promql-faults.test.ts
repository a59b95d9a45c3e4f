import { describe, expect, it } from "vitest";
import { faults } from "../lib/promql";

describe("what nobody declared", () => {
  it.each([
    ["http_request_total", 'metric "http_request_total" isn\'t declared; did you mean "http_requests_total"?'],
    [
      "rate(careplan_complete_total[5m])",
      'metric "careplan_complete_total" isn\'t declared; did you mean "careplan_completed_total"?',
    ],
    ["kafka_lag", 'metric "kafka_lag" isn\'t declared.'],
    // Nothing more is said of what is unknown anyway.
    ["sum by (x) (kafka_lag) / kafka_lag", 'metric "kafka_lag" isn\'t declared.'],
    [
      "rate(http_request_duration_seconds[5m])",
      'metric "http_request_duration_seconds" is a histogram: its series are http_request_duration_seconds_bucket, ' +
        "http_request_duration_seconds_count and http_request_duration_seconds_sum.",
    ],
    [
      'vector_store_operations_total{status="error"}',
      'metric "vector_store_operations_total" has no label "status", only {instance, job, operation}.',
    ],
    [
      'http_requests_total{status_code=~"5.."}',
      'metric "http_requests_total" has no label "status_code", only {endpoint, instance, job, method, status}; ' +
        'did you mean "status"?',
    ],
    [
      "sum by (tenant) (documents_total)",
      'metric "documents_total" has no label "tenant", only {instance, job, kb_id, tenant_id}; did you mean "tenant_id"?',
    ],
    ["sum without (stat) (up)", 'metric "up" has no label "stat", only {instance, job}.'],
    ["topk by (path) (3, up)", 'metric "up" has no label "path", only {instance, job}.'],
    ['{__name__=~"up|down"}', 'metric "down" isn\'t declared.'],
    [
      '{job="app"}',
      '{job="app"} doesn\'t say which metric, so it can\'t be checked; name it, or list several as {__name__=~"a|b"}.',
    ],
    [
      'count({__name__=~"ai_.+"})',
      "{__name__=~\"ai_.+\"} doesn't say which metric, so it can't be checked; name it, or list several as " +
        '{__name__=~"a|b"}.',
    ],
    // A recording rule has the labels of its expression, not those of a target.
    ['source:submissions:rate5m{job="app"}', 'metric "source:submissions:rate5m" has no label "job", only {source}.'],
    [
      'ALERTS{alertsate="firing"}',
      'metric "ALERTS" has no label "alertsate", only {alertname, alertstate, instance, job}; did you mean "alertstate"?',
    ],
    ['up{le="1"}', 'metric "up" has no label "le", only {instance, job}.'],
    ["up / on (host) up", 'metric "up" has no label "host", only {instance, job}.'],
    ["up / ignoring (host) up", 'metric "up" has no label "host", only {instance, job}.'],
    [
      "up * on (job) group_left (release) build_info",
      'metric "build_info" has no label "release", only {instance, job, version}.',
    ],
    ['label_replace(up, "x", "$1", "hostname", "(.*)")', 'metric "up" has no label "hostname", only {instance, job}.'],
    ['label_join(up, "x", "/", "job", "pod")', 'metric "up" has no label "pod", only {instance, job}.'],
    ['sort_by_label(up, "pod")', 'metric "up" has no label "pod", only {instance, job}.'],
  ])("%s", (expr, fault) => expect(faults(expr)).toEqual([fault]));
});

describe("labels that an aggregation took away", () => {
  it.each([
    [
      "sum by (operation) (sum by (error_type) (ai_errors_total))",
      'sum by (error_type) (ai_errors_total) has no label "operation", only {error_type}.',
    ],
    ["sum(up) * on (job) group_left () up", 'sum(up) has no label "job", only {}.'],
    ["sum by (stack) (sum by (job) (up))", 'sum by (job) (up) has no label "stack", only {job}.'],
    [
      "histogram_quantile(0.95, sum by (endpoint) (rate(http_request_duration_seconds_bucket[5m])))",
      'histogram_quantile() needs the label "le" of http_request_duration_seconds_bucket, which was aggregated away; ' +
        'add it to the "by".',
    ],
    [
      "histogram_quantile(0.95, rate(http_request_duration_seconds_sum[5m]))",
      "histogram_quantile() needs the buckets of a histogram, and http_request_duration_seconds_sum has none.",
    ],
    [
      "sum by (le) (histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m])))",
      'histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m])) has no label "le", only {endpoint, ' +
        "instance, job, method}.",
    ],
    ['sum by (instance) (absent(up{job="app"}))', 'absent(up{job="app"}) has no label "instance", only {job}.'],
  ])("%s", (expr, fault) => expect(faults(expr)).toEqual([fault]));
});

describe("vectors that can never match", () => {
  const hint = "; aggregate both sides by the same labels, or say on (...) or ignoring (...).";
  it.each([
    [
      "ai_errors_total / ai_requests_total",
      'the two sides of "/" can never match: the left has {error_type, instance, job, operation}, ' +
        `the right {instance, job, operation, status}${hint}`,
    ],
    [
      "sum by (error_type) (rate(ai_errors_total[5m])) / sum by (operation) (rate(ai_requests_total[5m]))",
      `the two sides of "/" can never match: the left has {error_type}, the right {operation}${hint}`,
    ],
    ["sum by (job) (up) - sum(up)", `the two sides of "-" can never match: the left has {job}, the right {}${hint}`],
    [
      "up > sum by (job) (up)",
      `the two sides of ">" can never match: the left has {instance, job}, the right {job}${hint}`,
    ],
    [
      "sum by (endpoint) (http_requests_total) and sum(http_requests_total) > 5",
      `the two sides of "and" can never match: the left has {endpoint}, the right {}${hint}`,
    ],
    [
      "documents_total unless vector(1)",
      'the two sides of "unless" can never match: the left has {instance, job, kb_id, tenant_id}, ' +
        `the right {}${hint}`,
    ],
    [
      "http_requests_total / ignoring (status) sum(http_requests_total)",
      'the two sides of "/" can never match: the left has {endpoint, instance, job, method}, ' + `the right {}${hint}`,
    ],
    [
      'up{job="a"} / on (job) up{job="b"}',
      'the two sides of "/" can never match: the left has job="a", the right job="b".',
    ],
  ])("%s", (expr, fault) => expect(faults(expr)).toEqual([fault]));
});

describe("ratios that are always 1", () => {
  const why =
    " is divided by itself, series by series, which is always 1; aggregate both sides by what the ratio is about.";
  it.each([
    [
      'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05',
      'rate(http_requests_total{status=~"5.."}[5m])',
    ],
    [
      '(rate(http_requests_total{status="500"}[5m])) / rate(http_requests_total[5m])',
      '(rate(http_requests_total{status="500"}[5m]))',
    ],
    [
      'sum by (status) (http_requests_total{status="500"}) / sum by (status) (http_requests_total)',
      'sum by (status) (http_requests_total{status="500"})',
    ],
    ["up / up", "up"],
  ])("%s", (expr, left) => expect(faults(expr)).toEqual([left + why]));

  it("isn't said where the filtered label is aggregated away or left out", () => {
    expect(faults('sum by (job) (ai_requests_total{status="x"}) / sum by (job) (ai_requests_total)')).toEqual([]);
    expect(faults('up{job="a"} / on (instance) up{job="b"}')).toEqual([]);
  });
});
