import { describe, expect, it } from "vitest";
import { checkSignals } from "../../signals/check";
import { alertExpression } from "../../signals/rule-files";
import type { Alert } from "../../signals/rules";
import { alert, workload } from "../lib/workload";
import { alertFaults } from "../lib/units";

const cost = "pg_settings_random_page_cost";

describe("a threshold that can't be compared", () => {
  it.each<[Partial<Alert>, string]>([
    [
      { expr: "hit_ratio", threshold: 20 },
      '"> 20" is never true: hit_ratio is a ratio, at least 0 and at most 1; 20 % is 0.2',
    ],
    [
      { expr: 'sum(rate(orders_total{status="x"}[5m])) / sum(rate(orders_total[5m]))', threshold: 5 },
      '"> 5" is never true: sum(rate(orders_total{status="x"}[5m])) / sum(rate(orders_t… is a ratio, ' +
        "at least 0 and at most 1; 5 % is 0.05",
    ],
    [
      { expr: "sum(failed_orders_total) / (sum(failed_orders_total) + sum(orders_total) > 0)", threshold: 1 },
      '"> 1" is never true: sum(failed_orders_total) / (sum(failed_orders_total) + sum(… is a ratio, ' +
        "at least 0 and at most 1",
    ],
    [
      { expr: "hit_ratio", op: "<", threshold: 80 },
      '"< 80" is always true: the expression is a ratio, at least 0 and at most 1',
    ],
    [{ expr: "up", op: "==", threshold: 2 }, '"== 2" is never true: up is true or false, at least 0 and at most 1'],
    [
      { expr: "rate(orders_total[5m])", op: "<", threshold: 0 },
      '"< 0" is never true: rate(orders_total[5m]) is events a second, at least 0',
    ],
    [{ expr: "sum(up)", op: ">=", threshold: 0 }, '">= 0" is always true: the expression is a count, at least 0'],
    [
      { expr: "heap_bytes > lag_seconds" },
      'the two sides of ">" have different units: bytes (heap_bytes) and seconds (lag_seconds)',
    ],
    [
      { expr: "heap_bytes", guard: "lag_seconds > heap_bytes" },
      'the two sides of ">" have different units: seconds (lag_seconds) and bytes (heap_bytes)',
    ],
    [
      { expr: "heap_bytes", guard: "hit_ratio > 90" },
      '"> 90" is never true: hit_ratio is a ratio, at least 0 and at most 1; 90 % is 0.9',
    ],
    [{ expr: "1 - cpu_percent" }, "1 less cpu_percent, which is percent: take it from 100"],
    [{ expr: "100 - hit_ratio" }, "100 less hit_ratio, which is a ratio: take it from 1"],
    [
      {
        expr: "redis_memory_used_bytes / redis_memory_max_bytes",
        threshold: 80,
        summary: "{{ $value | humanizePercentage }} are used",
      },
      "threshold 80 of a ratio is 8000 %: 80 % is 0.8",
    ],
    [
      { expr: cost, threshold: 4 },
      `its unit can't be derived: nothing says the unit of "${cost}"; ` +
        'declare it beside the expression, as in unit: { is: "seconds", because: "…" }',
    ],
    [
      { expr: cost, threshold: 4, unit: { is: "ration", because: "x" } },
      'its declared unit "ration" isn\'t a unit; did you mean "ratio"?',
    ],
    [
      { expr: cost, threshold: 4, unit: { is: "ratio", because: "" } },
      'its declared unit "ratio" needs a reason (because)',
    ],
  ])("%j", (changed, fault) => {
    const whole = alertExpression({ ...alert, guard: undefined, ...changed }).replace(/\s+/g, " ");
    expect(alertFaults(changed)).toEqual([`alert "A": ${fault}${fault.endsWith("?") ? "" : "."} In: ${whole}`]);
  });

  it("is checked as the stack sets it", () => {
    const rules = [
      {
        ...workload.rules[0]!,
        alerts: [
          {
            ...workload.rules[0]!.alerts![0]!,
            name: "Share",
            guard: undefined,
            expr: "avg(up)",
            threshold: 0.5,
            description: "Down.",
            summary: "Down",
          },
        ],
      },
    ];
    const changed = { ...workload, rules };
    expect(checkSignals({ workload: changed, platformRules: [], exporters: [] })).toEqual([]);
    expect(
      checkSignals({
        workload: changed,
        platformRules: [],
        exporters: [],
        alertOverrides: { Share: { threshold: 50 } },
      }),
    ).toEqual([
      'alert "Share": "> 50" is never true: avg(up) is a ratio, at least 0 and at most 1; 50 % is 0.5. In: avg(up) > 50',
    ]);
  });

  it("may be declared", () =>
    expect(alertFaults({ expr: cost, threshold: 4, unit: { is: "ratio", because: "of 1" } })).toEqual([]));

  it("may always be true where the silence is the message", () => {
    expect(alertFaults({ expr: "sum(up)", op: ">=", threshold: 0, quiet: "always fires" })).toEqual([]);
  });
});

describe("a text that says another unit", () => {
  it.each<[string, string, string]>([
    [
      "heap_bytes",
      "{{ $value | humanizePercentage }} of memory",
      "which wants a ratio, but $value is bytes: write {{ $value | humanize1024 }}B",
    ],
    [
      "cpu_percent",
      "{{ $value | humanizePercentage }} CPU",
      "which wants a ratio, but $value is percent: write {{ $value | humanize }} %",
    ],
    [
      "hit_ratio",
      "{{ $value }}% hits",
      "which says percent, but $value is a ratio: write {{ $value | humanizePercentage }}",
    ],
    ["hit_ratio", "{{ $value | humanizePercentage }} % hits", "which has a % too many: it writes one itself"],
    [
      "rate(orders_total[5m])",
      "{{ $value | humanize }} orders per minute",
      'which says "per minute", but $value is events a second: write {{ $value | humanize }} a second',
    ],
    [
      "rate(orders_total[5m])",
      "{{ $value | humanize }} new orders a minute",
      'which says "a minute", but $value is events a second: write {{ $value | humanize }} a second',
    ],
    [
      "rate(orders_total[5m])",
      "{{ $value }}/min",
      'which says "a minute", but $value is events a second: write {{ $value | humanize }} a second',
    ],
    [
      "60 * rate(orders_total[5m])",
      "{{ $value }} orders per second",
      'which says "per second", but $value is events a minute: write {{ $value | humanize }} a minute',
    ],
    [
      "queue_length",
      "{{ $value }} per second",
      'which says "per second", but $value is a count: write {{ $value }} and what it counts',
    ],
    [
      "heap_bytes",
      "{{ $value | humanizeDuration }} late",
      "which wants seconds, but $value is bytes: write {{ $value | humanize1024 }}B",
    ],
    [
      "queue_length",
      "{{ humanizeDuration $value }}",
      "which wants seconds, but $value is a count: write {{ $value }} and what it counts",
    ],
    [
      "lag_seconds",
      "{{ $value | humanize1024 }}B",
      "which wants bytes, but $value is seconds: write {{ $value | humanizeDuration }}",
    ],
    [
      "lag_seconds",
      "{{ $value }} ms",
      "which says milliseconds, but $value is seconds: write {{ $value | humanizeDuration }}",
    ],
    [
      "lag_seconds",
      '{{ printf "%.2fms" $value }}',
      "which says milliseconds, but $value is seconds: write {{ $value | humanizeDuration }}",
    ],
    [
      "heap_bytes",
      '{{ printf "%.1f" $value }}s',
      "which says seconds, but $value is bytes: write {{ $value | humanize1024 }}B",
    ],
    [
      "heap_bytes",
      '{{printf "%.1f%%" $value}}',
      "which says percent, but $value is bytes: write {{ $value | humanize1024 }}B",
    ],
    ["heap_bytes", "{{ $value }} MB", "which says megabytes, but $value is bytes: write {{ $value | humanize1024 }}B"],
    [
      "rate(sent_bytes_total[5m])",
      "{{ $value | humanize1024 }}B",
      "which says bytes, but $value is bytes a second: write {{ $value | humanize1024 }}B/s",
    ],
    [
      "rate(sent_bytes_total[5m])",
      "{{ $value }} bytes per minute",
      "which says bytes a minute, but $value is bytes a second: write {{ $value | humanize1024 }}B/s",
    ],
    [
      "last_run_timestamp_seconds",
      "{{ $value | humanizeDuration }}",
      "which wants seconds, but $value is a point in time, in seconds since 1970: write {{ $value | humanizeTimestamp }}",
    ],
    [
      "time() - last_run_timestamp_seconds",
      "{{ $value | humanizeTimestamp }}",
      "which wants a point in time, in seconds since 1970, but $value is seconds: write {{ $value | humanizeDuration }}",
    ],
    [
      "up",
      "{{ $value }} seconds",
      "which says seconds, but $value is true or false: write it in words, since it is 0 or 1",
    ],
    [
      "queue_length",
      "{{ $value | humanizePercent }}",
      'and "humanizePercent" is no function of Prometheus; did you mean "humanizePercentage"?',
    ],
  ])("%s: %s", (expr, summary, fault) => {
    const [found] = alertFaults({ expr, summary, threshold: 0.5 });
    expect(found).toBe(
      `alert "A": summary has "${summary}", ${fault}${fault.endsWith("?") ? "" : "."} ` +
        `In: ${/[-*] /.test(expr) ? `(${expr})` : expr} > 0.5`,
    );
  });

  it.each<[string, string]>([
    ["rate(orders_total[5m])", "{{ $value | humanize }} orders a second, for more than a minute"],
    ["heap_bytes", "{{ $value | humanize1024 }}B, or {{ $value }} bytes"],
    ["rate(sent_bytes_total[5m])", "{{ $value | humanize1024 }}B/s, or {{ $value }} bytes per second"],
    ["heap_bytes / 1024^2", "{{ $value | humanize }} MiB"],
    ["100 * hit_ratio", '{{ printf "%.0f%%" $value }} hits'],
    ["queue_length", "{{ $value }} tasks have waited for a minute"],
    ["queue_length", "{{ $value }} tasks in the last hour"],
    ["queue_length", "{{ if gt $value 5.0 }}many{{ end }}{{ $n := $value }} seconds"],
    ["heap_bytes", "{{ $labels.instance }} % and {{ $values }}"],
    ["time() - last_run_timestamp_seconds", "{{ $value | humanizeDuration }} ago, {{ $value }}s"],
    ["last_run_timestamp_seconds", "since {{ $value | humanizeTimestamp }}"],
    ["vector(1)", "{{ $value | humanizePercentage }}"],
  ])("may say of %s: %s", (expr, summary) => {
    const faults = alertFaults({ expr, summary, threshold: 0.5, quiet: "always fires" });
    expect(faults.filter((fault) => fault.includes("has "))).toEqual([]);
  });
});

describe("recording rules", () => {
  const help = "Recorded.";
  it("hand their unit on, in any order", () => {
    const recordings = [
      { record: "a:b:c", expr: "d:e:f / 2", help },
      { record: "d:e:f", expr: "heap_bytes", help },
    ];
    expect(alertFaults({ expr: "a:b:c", summary: "{{ $value }} s" }, recordings)).toEqual([
      'alert "A": summary has "{{ $value }} s", which says seconds, but $value is bytes: ' +
        "write {{ $value | humanize1024 }}B. In: a:b:c > 1",
    ]);
  });

  it("may not mix units", () => {
    expect(
      alertFaults({ expr: "up", op: "==", threshold: 0 }, [
        { record: "a:b:c", expr: "heap_bytes + lag_seconds", help },
      ]),
    ).toEqual([
      'recording rule "a:b:c": the two sides of "+" have different units: bytes (heap_bytes) and seconds (lag_seconds). ' +
        "In: heap_bytes + lag_seconds",
    ]);
  });

  it("may have no unit that anybody knows, until somebody asks", () => {
    const unknown = { record: "a:b:c", expr: cost, help };
    expect(alertFaults({ expr: "up", op: "==", threshold: 0 }, [unknown])).toEqual([]);
    expect(alertFaults({ expr: "a:b:c" }, [unknown])).toEqual([
      `alert "A": its unit can't be derived: recording rule "a:b:c" can't be derived: nothing says the unit of "${cost}"; ` +
        'declare it beside the expression, as in unit: { is: "seconds", because: "…" }. In: a:b:c > 1',
    ]);
    expect(alertFaults({ expr: "a:b:c" }, [{ ...unknown, unit: { is: "ratio", because: "of 1" } }])).toEqual([]);
    expect(alertFaults({ expr: "a:b:c" }, [{ ...unknown, expr: "a:b:c" }])[0]).toContain(
      `recording rule "a:b:c" needs itself`,
    );
  });
});

it("finds what published alerts say wrongly", () => {
  // awesome-prometheus-alerts, KubernetesVolumeFullInFourDays and KubernetesDaemonsetRolloutStuck in essence.
  expect(
    alertFaults({
      expr: "predict_linear(node_filesystem_avail_bytes[6h], 4 * 24 * 3600)",
      op: "<",
      threshold: 0,
      description: "Currently {{ $value | humanize }}% is available.",
    }),
  ).toEqual([
    'alert "A": description has "{{ $value | humanize }}% is available", which says percent, but $value is bytes: ' +
      "write {{ $value | humanize1024 }}B. In: predict_linear(node_filesystem_avail_bytes[6h], 4 * 24 * 3600) < 0",
  ]);
  const [rollout] = alertFaults({ expr: "sum(queue_length) / sum(up) * 100 or sum(queue_length) - sum(up)" });
  expect(rollout).toContain('the two sides of "or" have different units: percent');
});
