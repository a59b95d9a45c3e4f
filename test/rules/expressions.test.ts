import { describe, expect, it } from "vitest";
import { anyUpOf, atLeast, increaseOf, quantileOf } from "../../signals/expressions";
import type { InputSeries } from "../../signals/rules";
import { toYaml } from "../../signals/yaml";
import { eventsIn } from "../../signals/slo/counts";
import { promtool } from "../lib/promtool";
import { needsPromtool } from "../lib/needs";

needsPromtool();

interface Case {
  readonly name: string;
  readonly series: InputSeries;
  readonly expr: string;
  readonly at: string;
  /** By the labels of the sample. */
  readonly expected: Readonly<Record<string, number>>;
}

const app = 'job="app", instance="app:8000"';
const up = { [`up{${app}}`]: "1x200" };
const series = `errors_total{${app}, code="500"}`;
const hour = increaseOf("errors_total", "1h");

/** After an hour the target gets the label `node`, as a running stack does; meanwhile its counter goes on by 3. */
const named = 'node="n1"';
const relabelled = {
  [`up{${app}}`]: "1x60 stale",
  [`up{${app}, ${named}}`]: "_x61 1x200",
  [series]: "1000x60 stale",
  [series.replace("}", `, ${named}}`)]: "_x61 1000x9 1003x200",
};

const cases: readonly Case[] = [
  {
    name: "a target that gets a node counts nothing twice",
    series: relabelled,
    expr: hour,
    at: "65m",
    expected: { "{}": 0 },
  },
  { name: "what it counts after that counts", series: relabelled, expr: hour, at: "80m", expected: { "{}": 3 } },
  {
    name: "nor does an objective count anything twice",
    series: relabelled,
    expr: eventsIn("errors_total", "1h"),
    at: "80m",
    expected: { "{}": 3 },
  },
  {
    name: "nor once it has had the node for as long as the window",
    series: relabelled,
    expr: `${hour} + ${eventsIn("errors_total", "1h")}`,
    at: "140m",
    expected: { "{}": 0 },
  },
  { name: "no series is 0", series: up, expr: hour, at: "90m", expected: { "{}": 0 } },
  { name: "a constant is 0", series: { ...up, [series]: "7x200" }, expr: hour, at: "90m", expected: { "{}": 0 } },
  {
    name: "a born series has its first value",
    series: { ...up, [series]: "_x70 1x100" },
    expr: hour,
    at: "70m",
    expected: { "{}": 1 },
  },
  {
    name: "it still counts 59 minutes later",
    series: { ...up, [series]: "_x70 1x100" },
    expr: hour,
    at: "129m",
    expected: { "{}": 1 },
  },
  {
    name: "not an hour later",
    series: { ...up, [series]: "_x70 1x100" },
    expr: hour,
    at: "131m",
    expected: { "{}": 0 },
  },
  {
    name: "ten in five minutes are ten",
    series: { ...up, [series]: "_x70 2+2x4 10x90" },
    expr: hour,
    at: "75m",
    expected: { "{}": 10 },
  },
  {
    name: "growth of an old series is not extrapolated",
    series: { ...up, [series]: "1000+1x200" },
    expr: hour,
    at: "120m",
    expected: { "{}": 59 },
  },
  {
    name: "Prometheus starts beside an old process",
    series: { [`up{${app}}`]: "_x10 1x100", [series]: "_x10 1000x5 1001x100" },
    expr: hour,
    at: "30m",
    expected: { "{}": 1 },
  },
  {
    name: "a process that started in the window counts from its start",
    series: {
      [`up{${app}}`]: "_x10 1x100",
      [series]: "_x10 3x100",
      [`process_start_time_seconds{${app}}`]: "_x10 570x100",
    },
    expr: hour,
    at: "30m",
    expected: { "{}": 3 },
  },
  {
    name: "a reset is growth",
    series: { ...up, [series]: "1000x65 4x100" },
    expr: hour,
    at: "90m",
    expected: { "{}": 4 },
  },
  {
    name: "a series that is new and was reset counts without its first value",
    series: { ...up, [series]: "_x70 5+1x3 2x100" },
    expr: hour,
    at: "80m",
    expected: { "{}": 5 },
  },
  {
    name: "a target that was gone for ten minutes",
    series: { [`up{${app}}`]: "1x60 0x9 1x100", [series]: "1000x60 _x9 stale 1000x100" },
    expr: hour,
    at: "125m",
    expected: { "{}": 0 },
  },
  {
    name: "labels are kept",
    series: { ...up, [series]: "_x70 1x100", [`errors_total{${app}, code="503"}`]: "_x70 1+1x100" },
    expr: increaseOf("errors_total", "1h", ["code"]),
    at: "74m",
    expected: { '{code="500"}': 1, '{code="503"}': 5 },
  },
  {
    name: "a short window",
    series: { ...up, [series]: "_x70 1x100" },
    expr: increaseOf("errors_total", "5m"),
    at: "74m",
    expected: { "{}": 1 },
  },
  {
    name: "a short window has passed",
    series: { ...up, [series]: "_x70 1x100" },
    expr: increaseOf("errors_total", "5m"),
    at: "76m",
    expected: { "{}": 0 },
  },
  {
    name: "a quantile",
    series: {
      'd_seconds_bucket{le="1"}': "0+5x30",
      'd_seconds_bucket{le="3"}': "0+10x30",
      'd_seconds_bucket{le="+Inf"}': "0+10x30",
    },
    expr: quantileOf(0.75, "d_seconds", "5m"),
    at: "10m",
    expected: { "{}": 2 },
  },
  {
    name: "a program answers as long as one of its instances does",
    series: { 'up{job="app", instance="a:1"}': "1x30 0x30 stale", 'up{job="app", instance="b:1"}': "0x60 stale" },
    expr: `${anyUpOf("app")} or label_replace(${anyUpOf("gone")}, "job", "gone", "", "")`,
    at: "20m",
    expected: { '{job="app"}': 1, '{job="gone"}': 0 },
  },
  {
    name: "none of them",
    series: { 'up{job="app", instance="a:1"}': "1x30 0x30 stale", 'up{job="app", instance="b:1"}': "0x60 stale" },
    expr: anyUpOf("app"),
    at: "40m",
    expected: { '{job="app"}': 0 },
  },
  {
    name: "at least",
    series: { "busy_seconds_count{}": "0+2x30", "x{}": "1x30" },
    expr: `x and ${atLeast(10, "busy_seconds", "5m")} or on () vector(0) and ${atLeast(11, "busy_seconds", "5m")}`,
    at: "10m",
    expected: { "x{}": 1 },
  },
];

describe("idioms, evaluated by Prometheus", () => {
  it.each(cases)("$name", ({ series, expr, at, expected }) => {
    const test = {
      interval: "1m",
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        { expr, eval_time: at, exp_samples: Object.entries(expected).map(([labels, value]) => ({ labels, value })) },
      ],
    };
    const { ok, output } = promtool({ "x.yaml": toYaml({ evaluation_interval: "1m", tests: [test] }) }, [
      "test",
      "rules",
      "x.yaml",
    ]);
    expect(ok, output).toBe(true);
  });
});
