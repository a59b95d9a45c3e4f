import { describe, expect, it } from "vitest";
import type { PanelSpec, QuerySpec } from "../../signals/dashboard";
import { platformDashboards, platformRules } from "../../signals/platform";
import { panelUnitFaults } from "../../signals/units/panels";
import { unitsOfSeries } from "../../signals/units/series";
import { workloads } from "../../workloads";
import { panelFaults } from "../lib/units";

const where = 'dashboard "D", panel "P"';
const both = (expr: string, legend: string) => ({ expr, legend });

describe("a panel that shows one unit as another", () => {
  it.each<[string, string, string]>([
    ["s", "heap_bytes", 'shows bytes as "s" (seconds); "bytes" or "decbytes" was expected'],
    [
      "percent",
      "hit_ratio",
      'shows a ratio as "percent" (0 to 100); "percentunit", "short" or "none" was expected, or write 100 * the expression',
    ],
    [
      "percentunit",
      "cpu_percent",
      'shows percent as "percentunit" (0 to 1); "percent" was expected, or write 1 / 100 * the expression',
    ],
    ["percentunit", "queue_length", 'shows a count as "percentunit" (0 to 1); "short" or "none" was expected'],
    ["short", "heap_bytes", 'shows bytes as "short" (a number without a unit); "bytes" or "decbytes" was expected'],
    [
      "none",
      "lag_seconds",
      'shows seconds as "none" (a number without a unit); "s", "dtdurations", "dthms" or "dtdhms" was expected',
    ],
    [
      "bytes",
      "rate(sent_bytes_total[$__rate_interval])",
      'shows bytes a second as "bytes" (bytes); "Bps" or "binBps" was expected',
    ],
    ["Bps", "sent_bytes_total", 'shows bytes as "Bps" (bytes a second); "bytes" or "decbytes" was expected'],
    [
      "bps",
      "rate(sent_bytes_total[5m])",
      'shows bytes a second as "bps" (bits a second); "Bps" or "binBps" was expected, or write 8 * the expression',
    ],
    [
      "cpm",
      "rate(orders_total[5m])",
      'shows events a second as "cpm" (events a minute); "cps", "ops", "reqps" or "eps" was expected, ' +
        "or write 60 * the expression",
    ],
    [
      "cps",
      "60 * rate(orders_total[5m])",
      'shows events a minute as "cps" (events a second); "cpm", "opm", "reqpm" or "epm" was expected, ' +
        "or write 1 / 60 * the expression",
    ],
    [
      "cps",
      "300 * rate(orders_total[5m])",
      'shows events in 300 seconds as "cps" (events a second); write 1 / 300 * the expression',
    ],
    [
      "reqps",
      "increase(orders_total[1h])",
      'shows a count as "reqps" (events a second); "short" or "none" was expected',
    ],
    [
      "ms",
      "histogram_quantile(0.9, rate(checkout_seconds_bucket[5m]))",
      'shows seconds as "ms" (milliseconds); "s", "dtdurations", "dthms" or "dtdhms" was expected, ' +
        "or write 1000 * the expression",
    ],
    [
      "s",
      "histogram_quantile(0.9, rate(upload_bytes_bucket[5m]))",
      'shows bytes as "s" (seconds); "bytes" or "decbytes" was expected',
    ],
    [
      "dateTimeFromNow",
      "last_run_timestamp_seconds",
      'shows a point in time, in seconds since 1970 as "dateTimeFromNow" (a point in time, in milliseconds since 1970); ' +
        "write 1000 * the expression",
    ],
    [
      "s",
      "last_run_timestamp_seconds",
      'shows a point in time, in seconds since 1970 as "s" (seconds); ' +
        '"dateTimeFromNow" of 1000 * the expression was expected',
    ],
    ["bool_on_off", "sum(up)", 'shows a count as "bool_on_off" (true or false); "short" or "none" was expected'],
    [
      "percentunit",
      "up",
      'shows true or false as "percentunit" (0 to 1); "bool", "bool_yes_no", "bool_on_off" or "short" was expected',
    ],
    ["celsius", "heap_bytes", 'shows bytes as "celsius" (degrees Celsius); "bytes" or "decbytes" was expected'],
    ["bytes", "4096 * queue_length", 'shows a count as "bytes" (bytes); "short" or "none" was expected'],
    [
      "s",
      "heap_bytes^2",
      'shows byte^2 as "s" (seconds); Grafana has no id for that; declare what it is, see docs/units.md',
    ],
    ["flops", "heap_bytes", 'shows bytes as "flops" (flops); "bytes" or "decbytes" was expected'],
    ["sec", "lag_seconds", `unit "sec" isn't known to Grafana, see docs/units.md for its ids`],
    ["seconds", "lag_seconds", `unit "seconds" isn't known to Grafana; did you mean "s"?`],
    ["byte", "heap_bytes", `unit "byte" isn't known to Grafana; did you mean "bytes"?`],
    ["colour:red", "heap_bytes", `unit "colour:red" isn't known to Grafana, see docs/units.md for its ids`],
    [
      "s",
      "heap_bytes + lag_seconds",
      'the two sides of "+" have different units: bytes (heap_bytes) and seconds (lag_seconds)',
    ],
    [
      "short",
      "pg_settings_random_page_cost",
      `its unit can't be derived: nothing says the unit of "pg_settings_random_page_cost"; ` +
        'declare it beside the expression, as in unit: { is: "seconds", because: "…" }',
    ],
    [
      "s",
      "ln(heap_bytes)",
      "its unit can't be derived: ln() of bytes has no unit; " +
        'declare it beside the expression, as in unit: { is: "seconds", because: "…" }',
    ],
  ])("%s of %s", (unit, expr, fault) => {
    expect(panelFaults(unit, [expr])).toEqual([`${where}: ${fault}${fault.endsWith("?") ? "" : "."} In: ${expr}`]);
  });
});

describe("several queries", () => {
  const different = "its queries have different units";
  it.each<[string, [string, string], [string, string], Partial<PanelSpec>, string]>([
    [
      "bytes",
      ["heap_bytes", "heap"],
      ["lag_seconds", "lag"],
      {},
      `${different} on one axis: bytes (heap) and seconds (lag)`,
    ],
    ["short", ["sum(up)", "up"], ["hit_ratio", ""], {}, `${different} on one axis: a count (up) and a ratio (query 2)`],
    [
      "short",
      ["sum(up)", "up"],
      ["heap_bytes", "heap"],
      { kind: "table" },
      `${different} in one panel: a count (up) and bytes (heap)`,
    ],
  ])("%s of %s and %s", (unit, a, b, rest, fault) => {
    expect(panelFaults(unit, [both(...a), both(...b)], rest)).toEqual([
      `${where}: ${fault}; give each a panel of its own. In: ${a[0]} and ${b[0]}`,
    ]);
  });

  it("are told one by one where none of them fits", () => {
    expect(panelFaults("celsius", ["heap_bytes", "lag_seconds"])).toHaveLength(3);
    expect(panelFaults("celsius", ["heap_bytes", "sent_bytes_total"])).toHaveLength(2);
  });

  it("may be a count and what always has the same number", () => {
    expect(panelFaults("short", ["queue_length", "vector(100)", "sum(up)", "up"])).toEqual([]);
  });
});

describe("thresholds and the axis", () => {
  const warning = (value: number, below?: boolean) => ({
    thresholds: [{ value, below, severity: "warning" as const }],
  });
  it.each<[string, string, Partial<PanelSpec>, string]>([
    [
      "percentunit",
      "hit_ratio",
      warning(80),
      'threshold 80 in "percentunit" is 8000 %: there 1 is 100 %, so 80 % is 0.8',
    ],
    [
      "percentunit",
      "hit_ratio",
      warning(5),
      "threshold 5 is never reached: the panel shows a ratio, at least 0 and at most 1; 5 % is 0.05",
    ],
    [
      "percentunit",
      'sum(rate(orders_total{status="x"}[5m])) / sum(rate(orders_total[5m]))',
      warning(2),
      "threshold 2 is never reached: the panel shows a ratio, at least 0 and at most 1; 2 % is 0.02",
    ],
    [
      "percentunit",
      "redis_memory_used_bytes / redis_memory_max_bytes",
      warning(90),
      'threshold 90 in "percentunit" is 9000 %: there 1 is 100 %, so 90 % is 0.9',
    ],
    [
      "percentunit",
      "hit_ratio",
      warning(0),
      "threshold 0 is always reached: the panel shows a ratio, at least 0 and at most 1",
    ],
    [
      "percent",
      "100 * avg_over_time(up[1d])",
      warning(101),
      "threshold 101 is never reached: the panel shows percent, at least 0 and at most 100",
    ],
    ["percent", "cpu_percent", warning(9000), 'threshold 9000 in "percent" is more than tenfold: there 100 is all'],
    [
      "bool",
      "up",
      warning(2, true),
      "threshold 2 is always reached: the panel shows true or false, at least 0 and at most 1",
    ],
    ["short", "sum(up)", warning(0, true), "threshold 0 is never reached: the panel shows a count, at least 0"],
    ["percentunit", "hit_ratio", { max: 100 }, 'max 100 in "percentunit" is 10000 %: there 1 is 100 %, so 100 % is 1'],
    ["percent", "cpu_percent", { max: 1 }, 'max 1 in "percent" is 1 %: there 100 is all'],
    ["short", "queue_length", { ...warning(20), max: 10 }, "threshold 20 isn't on the axis, which ends at 10"],
    ["short", "queue_length", { ...warning(5), min: 10 }, "threshold 5 isn't on the axis, which begins at 10"],
    [
      "dateTimeAsIso",
      "1000 * last_run_timestamp_seconds",
      warning(1.7e9),
      'threshold 1700000000 in "dateTimeAsIso" is in 1970: there dates are milliseconds since 1970, ' +
        "so 1000 times the seconds",
    ],
  ])("%s of %s, %j", (unit, expr, rest, fault) => {
    expect(panelFaults(unit, [expr], rest)).toContain(`${where}: ${fault}. In: ${expr}`);
  });

  it("may be anywhere that the values can be", () => {
    expect(panelFaults("percentunit", ["hit_ratio"], { ...warning(0.2), max: 1 })).toEqual([]);
    // More is asked for than there is.
    const overcommitted = "sum(redis_memory_used_bytes) / scalar(sum(node_memory_MemTotal_bytes))";
    expect(panelFaults("percentunit", [overcommitted], warning(1.5))).toEqual([]);
    expect(panelFaults("bool", ["up"], warning(1, true))).toEqual([]);
  });
});

describe("declared by hand", () => {
  const cost = "pg_settings_random_page_cost";
  const declared = (expr: string, is: string, because = "its page says so"): Partial<QuerySpec>[] => [
    { expr, unit: { is, because } },
  ];

  it.each<[string, Partial<QuerySpec>[]]>([
    ["short", declared(cost, "ratio")],
    ["short", declared("heap_bytes", "count")],
    ["bytes", declared("4096 * queue_length", "bytes")],
    ["currencyEUR", declared("queue_length", "currencyEUR")],
    ["s", declared("heap_bytes + lag_seconds", "seconds")],
    ["KiBs", declared(cost, "kibibytes/second")],
  ])("%s of %j is taken", (unit, queries) => expect(panelFaults(unit, queries)).toEqual([]));

  it.each<[string, Partial<QuerySpec>[], string]>([
    ["s", declared(cost, "bytes"), 'shows bytes as "s" (seconds); "bytes" or "decbytes" was expected.'],
    ["s", declared(cost, "secnds"), 'its declared unit "secnds" isn\'t a unit; did you mean "seconds"?'],
    [
      "s",
      declared(cost, "bytes/fortnight/second"),
      'its declared unit "bytes/fortnight/second" isn\'t a unit; write it like seconds, bytes/second, percent or count.',
    ],
    ["s", declared(cost, "seconds", " "), 'its declared unit "seconds" needs a reason (because).'],
    [
      "s",
      declared("lag_seconds", "seconds"),
      'it declares "seconds" by hand, but the expression gives seconds anyway; leave that out.',
    ],
  ])("%s of %j isn't", (unit, queries, fault) => {
    expect(panelFaults(unit, queries)).toEqual([`${where}: ${fault} In: ${queries[0]!.expr}`]);
  });
});

it("takes Grafana's own forms", () => {
  expect(panelFaults("suffix:cores", ["rate(busy_seconds_total[5m])"])).toEqual([]);
  expect(panelFaults("time:YYYY-MM", ["1000 * last_run_timestamp_seconds"])).toEqual([]);
  expect(panelFaults("bool:open/closed", ["up"])).toEqual([]);
  expect(panelFaults("suffix:km", ["heap_bytes"])).toHaveLength(1);
});

/** Whatever unit one of our own panels is given instead of a fitting one, the preview says so. */
it("notices each of our panels that shows something else", () => {
  const workload = workloads["pharmacy-care-plan"]!;
  const { metrics } = workload;
  const groups = [...platformRules(["app"], { metrics }), ...workload.rules];
  const unitOf = unitsOfSeries(
    workload.metrics,
    groups.flatMap(({ recordings = [] }) => recordings),
  );
  const dashboards = [...platformDashboards(["app"], { metrics }), ...workload.dashboards];
  const panels = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const kinds = ["s", "ms", "bytes", "Bps", "percent", "percentunit", "short", "cps", "cpm", "bool", "dateTimeFromNow"];
  let wrong = 0;
  for (const panel of panels) {
    expect(panelUnitFaults(panel, unitOf, panel.title)).toEqual([]);
    const caught = kinds.filter((unit) => panelUnitFaults({ ...panel, unit: unit as "s" }, unitOf, "x").length > 0);
    // A ratio and 0 or 1 may be a plain number as well.
    expect(caught.length, panel.title).toBeGreaterThanOrEqual(kinds.length - 2);
    wrong += caught.length;
  }
  expect(wrong).toBeGreaterThan(500);
});
