import { describe, expect, it } from "vitest";
import { checkSignals, declaredSeries, knownSeries, type SignalsToCheck } from "../../signals/check";
import type { Alert, RuleGroup } from "../../signals/rules";
import type { Workload } from "../../signals/workload";
import { alert, workload } from "../lib/workload";

function check(changed: Partial<Workload>, rest: Partial<SignalsToCheck> = {}): string[] {
  return checkSignals({ workload: { ...workload, ...changed }, platformRules: [], exporters: [], ...rest });
}

const group = workload.rules[0]!;

function withAlert(changed: Partial<Alert>): string[] {
  return check({ rules: [{ ...group, alerts: [{ ...alert, ...changed }] }] });
}

function withGroup(changed: Partial<RuleGroup>): string[] {
  return check({ rules: [{ ...group, ...changed }] });
}

it("finds nothing wrong where nothing is", () => {
  expect(check({})).toEqual([]);
});

it("knows series as they're stored", () => {
  expect([...declaredSeries(workload.metrics).keys()].sort()).toEqual([
    "order_duration_seconds_bucket",
    "order_duration_seconds_count",
    "order_duration_seconds_sum",
    "orders_failed_total",
    "queue_length",
  ]);
  const known = knownSeries({ workload, platformRules: [], exporters: [] });
  expect(known.get("source:failures:rate5m")).toEqual(["source"]);
  expect(known.has("up")).toBe(true);
  expect(known.get("ALERTS")).toEqual(["alertname", "alertstate", "priority", "severity", "source", "team"]);
});

describe("alerts", () => {
  it.each<[Partial<Alert>, string]>([
    [{ name: "tooMany" }, 'alert "tooMany": the name is CamelCase'],
    [
      { expr: "sum by (source) (rate(order_failed_total[5m]))" },
      'alert "TooManyFailures": metric "order_failed_total" isn\'t declared; did you mean "orders_failed_total"? In: ' +
        "sum by (source) (rate(order_failed_total[5m])) > 1 " +
        "and on (source) sum by (source) (rate(orders_failed_total[1h])) > 0",
    ],
    [{ expr: "sum(" }, 'alert "TooManyFailures": can\'t be parsed at 1:5: it ends too early. In: sum('],
    [
      { guard: "on (sauce) sum by (source) (rate(orders_failed_total[1h])) > 0" },
      'alert "TooManyFailures": sum by (source) (rate(orders_failed_total[5m])) > 1 has no label "sauce", only {source}; ' +
        'did you mean "source"? In: sum by (source) (rate(orders_failed_total[5m])) > 1 ' +
        "and on (sauce) sum by (source) (rate(orders_failed_total[1h])) > 0",
    ],
    [
      { guard: "on () sum(queue_length) > 1 or sum(queue_length) > 2" },
      'alert "TooManyFailures": "or" in the guard fires the alert by itself; put parentheses around it. ' +
        "In: on () sum(queue_length) > 1 or sum(queue_length) > 2",
    ],
    [
      { summary: "Orders of {{ $labels.sources }}" },
      'alert "TooManyFailures": summary uses $labels.sources, but the expression\'s labels are {source}; ' +
        'did you mean "source"?',
    ],
    [
      { description: '{{ index $labels "job" }} {{ $label }}' },
      'alert "TooManyFailures": description uses $labels.job, but the expression\'s labels are {source}.',
    ],
    [{ description: "" }, 'alert "TooManyFailures": description is missing'],
    [{ for: "5 m" }, 'alert "TooManyFailures": for "5 m" isn\'t a duration such as "30s" or "1h30m"'],
    [{ keepFiringFor: "" }, 'alert "TooManyFailures": keepFiringFor "" isn\'t a duration such as "30s" or "1h30m"'],
    [{ threshold: NaN }, 'alert "TooManyFailures": the threshold NaN isn\'t a finite number'],
    [{ runbook: { impact: " ", causes: ["a"], steps: ["b"] } }, 'alert "TooManyFailures", runbook: impact is missing'],
    [{ runbook: { impact: "a", causes: [], steps: ["b"] } }, 'alert "TooManyFailures", runbook: causes is missing'],
    [
      { runbook: { ...alert.runbook, queries: ["queue_length", "queue_lenght > 3"] } },
      'alert "TooManyFailures", runbook: metric "queue_lenght" isn\'t declared; did you mean "queue_length"? ' +
        "In: queue_lenght > 3",
    ],
    [{ runbook: { ...alert.runbook, queries: [] } }, 'alert "TooManyFailures", runbook: queries is missing'],
    [
      { gaps: { "target gone": "fires", "no traffic": { series: { queue_lenght: "1x60" } } } },
      'alert "TooManyFailures", gaps "no traffic": metric "queue_lenght" isn\'t declared; did you mean "queue_length"? ' +
        "In: queue_lenght",
    ],
    [
      { fires: { ...alert.fires, firesUntil: "20" } },
      'alert "TooManyFailures", fires: firesUntil "20" isn\'t a duration such as "30s" or "1h30m"',
    ],
    [
      { histogram: "order_duration_seconds", threshold: 3 },
      'alert "TooManyFailures": its threshold 3 isn\'t a bucket of "order_duration_seconds" (0.5, 1, 2), ' +
        "so the quantile can't be compared with it; add the bucket, or take one of these",
    ],
    [
      { histogram: "orders_duration_seconds" },
      'alert "TooManyFailures": histogram "orders_duration_seconds" isn\'t declared; ' +
        'did you mean "order_duration_seconds"?',
    ],
    [
      { quiet: { series: { 'orders_failed_total{sauce="web"}': "0" } } },
      'alert "TooManyFailures", quiet: metric "orders_failed_total" has no label "sauce", only {instance, job, source}; ' +
        'did you mean "source"? In: orders_failed_total{sauce="web"}',
    ],
    [
      { quietWhen: { "target gone": { series: { down: "0" }, until: "1" } } },
      'alert "TooManyFailures", quietWhen "target gone": metric "down" isn\'t declared. In: down',
    ],
  ])("%j", (changed, fault) => expect(withAlert(changed)[0]).toBe(fault));

  it("may always fire", () => expect(withAlert({ quiet: "always fires" })).toEqual([]));

  it("can be overridden, within its buckets", () => {
    const alertOverrides = { Slow: { threshold: 2 }, TooManyFailures: { threshold: 7 } };
    expect(check({}, { alertOverrides })).toEqual([]);
    expect(check({}, { alertOverrides: { Slow: { threshold: 7, for: "x" }, Slov: {} } })).toEqual([
      'alert "Slow": for "x" isn\'t a duration such as "30s" or "1h30m"',
      'alert "Slow": its threshold 7 isn\'t a bucket of "order_duration_seconds" (0.5, 1, 2), ' +
        "so the quantile can't be compared with it; add the bucket, or take one of these",
      'configuration of alert "Slov": there is no such alert; did you mean "Slow"?',
    ]);
  });
});

describe("groups and recordings", () => {
  const recording = group.recordings![0]!;
  it.each<[string, string[], string[]]>([
    [
      "a name twice",
      check({}, { platformRules: workload.rules }),
      [
        'rule group "web-shop" is defined twice',
        'alert "TooManyFailures" is defined twice',
        'alert "Slow" is defined twice',
        'recording rule "source:failures:rate5m" is defined twice',
      ],
    ],
    ["a bad name", withGroup({ name: "Web_shop" }), ['rule group "Web_shop": the name is lower case with hyphens']],
    [
      "a bad interval",
      withGroup({ interval: "1" }),
      ['rule group "web-shop": interval "1" isn\'t a duration such as "30s" or "1h30m"'],
    ],
    [
      "an unknown dashboard",
      withGroup({ dashboard: "webshop" }),
      ['rule group "web-shop": there is no dashboard with uid "webshop"; did you mean "web-shop"?'],
    ],
    [
      "a bad recording",
      withGroup({ recordings: [recording, { record: "failures", expr: "x", help: "" }] }),
      [
        'recording rule "failures": metric "x" isn\'t declared. In: x',
        'recording rule "failures": help is missing',
        'recording rule "failures": the name is level:metric:operations',
      ],
    ],
  ])("%s", (_what, faults, expected) => expect(faults).toEqual(expected));

  // Its rules ask for exporters that this stack doesn't have: no file is made of it.
  it("may be empty", () => expect(check({}, { platformRules: [{ name: "a" }] })).toEqual([]));

  it("may use each other, in any order", () => {
    const recordings = [
      { record: "a:b:c", expr: "sum by (source) (source:failures:rate5m)", help: "A." },
      recording,
      { record: "d:e:f", expr: "sum by (job) (a:b:c)", help: "D." },
    ];
    expect(withGroup({ recordings })).toEqual([
      'recording rule "d:e:f": metric "a:b:c" has no label "job", only {source}. In: sum by (job) (a:b:c)',
    ]);
  });
});
