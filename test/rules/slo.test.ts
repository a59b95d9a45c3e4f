import { describe, expect, it } from "vitest";
import { ruleFiles } from "../../signals/rule-files";
import type { InputSeries } from "../../signals/rules";
import type { Slo } from "../../signals/slo";
import { sloRules } from "../../signals/slo/expand";
import { toYaml } from "../../signals/yaml";
import { promtool } from "../lib/promtool";
import { checkRules, testRules } from "../lib/rules";
import { availability, delivery, latency, sloWorkload, uptime } from "../lib/slo";
import { needsPromtool } from "../lib/needs";

needsPromtool();

const group = (...slos: readonly Slo[]) => sloRules(sloWorkload(slos));
const { metrics } = sloWorkload([]);
const app = 'instance="app:8000", job="app"';
const up = `up{${app}}`;
const requests = (status: string) => `requests_total{${app}, method="GET", status="${status}"}`;

/** What is recorded at some times: `["90m", "slo:events:increase1h", 600]`; undefined is nothing. */
type Expected = readonly [at: string, expr: string, value: number | undefined];

function recorded(slos: readonly Slo[], series: InputSeries, expected: readonly Expected[], interval = "1m") {
  const files = ruleFiles(group(...slos));
  const test = {
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: expected.map(([at, expr, value]) => ({
      // But for what a computer rounds.
      expr: value === undefined ? expr : `abs(sum(${expr}) - ${value}) < bool 0.00001`,
      eval_time: at,
      exp_samples: value === undefined ? [] : [{ labels: "{}", value: 1 }],
    })),
  };
  const content = toYaml({ rule_files: files.map(({ name }) => name), evaluation_interval: interval, tests: [test] });
  const named = Object.fromEntries(files.map((file) => [file.name, file.content]));
  return promtool({ ...named, "t.yaml": content }, ["test", "rules", "t.yaml"]);
}

function holds(...args: Parameters<typeof recorded>) {
  const { ok, output } = recorded(...args);
  expect(ok, output).toBe(true);
}

describe("the rules of objectives", () => {
  it("are taken by promtool", () => {
    const { ok, output } = checkRules(group(availability, latency, uptime, delivery));
    expect(ok, output).toBe(true);
  });

  it.each([
    ["of all kinds", [availability, latency, uptime, delivery]],
    [
      "that promise little",
      [
        { ...availability, objective: 50 },
        { ...uptime, objective: 93.5 },
        { ...latency, objective: 90 },
      ],
    ],
    [
      "that promise much",
      [
        { ...availability, objective: 99.999 },
        { ...uptime, objective: 99.99 },
      ],
    ],
  ])("do as their proofs say, %s", (_, slos: readonly Slo[]) => {
    const { ok, output } = testRules(group(...slos), metrics);
    expect(ok, output).toBe(true);
  });

  it("count exactly: a share of a long span is a quotient of sums", () => {
    // Two hours of 1000 requests a minute without a failure, two of 10 with 4: the average of the shares would be 0.2.
    const series = {
      [requests("200")]: "0+1000x120 120006+6x120",
      [requests("500")]: "0x120 4+4x120",
    };
    holds([availability], series, [
      ["240m", "slo:events:increase6h", 121_200],
      ["240m", "slo:bad_events:increase6h", 480],
      ["240m", "slo:bad_events:ratio6h", 0.00396],
      ["240m", "slo:bad_events:ratio1h", 0.4],
      ["240m", "slo:bad_events:ratio_window", 0.00396],
      ["240m", "slo:error_budget_remaining:ratio", -2.9604],
      ["240m", "slo:burn_rate:ratio1h", 400],
      ["240m", "slo:objective:ratio", 0.999],
    ]);
  });

  it("add up days to what was counted in all", () => {
    const series = { [requests("200")]: "0+997x160", [requests("503")]: "0+3x160" };
    const days: Expected[] = [
      ["72h", "slo:events:increase3d", 72_000],
      ["150h", "slo:bad_events:increase1d", 72],
      ["150h", "slo:events:increase3d", 72_000],
      ["150h", "slo:events:increase_window", 124_000],
      ["150h", "slo:bad_events:increase_window", 372],
    ];
    holds([{ ...availability, window: "124h" }], series, days, "1h");
  });

  it("have a value from the first minute on, and without any traffic", () => {
    const untouched: Expected[] = [
      ["0m", "slo:bad_events:ratio5m", 0],
      ["0m", "slo:error_budget_remaining:ratio", 1],
      ["9m", "slo:bad_events:ratio_window", 0],
      ["9m", "slo:error_budget_remaining:ratio", 1],
      ["9m", "slo:events:increase1h", 0],
    ];
    holds([availability], {}, untouched);
    holds([availability], { [requests("200")]: "500x10" }, untouched);
  });

  it("count a status that is born with its first events, and a process that starts again", () => {
    const series = {
      [up]: "1x200",
      [requests("200")]: "5000+100x80 100+100x100",
      [requests("500")]: "_x71 7x9 _x120",
    };
    holds([availability], series, [
      ["75m", "slo:bad_events:increase5m", 7],
      ["75m", "slo:bad_events:increase1h", 7],
      ["90m", "slo:events:increase5m", 500],
    ]);
  });

  it("don't take what was counted before Prometheus came for news", () => {
    const series = { [up]: "_x3 1x60", [requests("200")]: "_x3 90000+10x60", [requests("500")]: "_x3 900x60" };
    holds([availability], series, [
      ["20m", "slo:events:increase1h", 170],
      ["20m", "slo:bad_events:increase1h", 0],
    ]);
  });

  it("know slow requests exactly, whatever else is in the buckets", () => {
    const bucket = (le: string) => `request_seconds_bucket{${app}, le="${le}"}`;
    const series = {
      [bucket("0.5")]: "0+50x100",
      [bucket("1.0")]: "0+90x100",
      [bucket("2.5")]: "0+100x100",
      [`request_seconds_count{${app}}`]: "0+100x100",
    };
    holds([latency], series, [
      ["90m", "slo:bad_events:increase1h", 600],
      ["90m", "slo:bad_events:ratio1h", 0.1],
    ]);
  });

  it("take a vanished target for down, one of several for up, and a starting Prometheus for neither", () => {
    const down: Expected[] = [
      ["59m", "slo:down:now", 0],
      ["70m", "slo:down:now", 1],
      ["70m", "slo:bad_events:increase30m", 11],
      ["70m", "slo:bad_events:ratio1h", 0.18333],
    ];
    holds([uptime], { [up]: "1x59 stale" }, down);
    holds([uptime], { [up]: "1x59 0x60" }, down);
    const two = { [up]: "0x60", 'up{instance="app:8001", job="app"}': "1x60" };
    holds([uptime], two, [["30m", "slo:down:now", 0]]);
    const start = { 'process_start_time_seconds{instance="p:9090", job="prometheus"}': "120x60", [up]: "_x3 0x60" };
    holds([uptime], start, [
      ["0m", "slo:down:now", undefined],
      ["6m", "slo:down:now", undefined],
      ["6m", "slo:error_budget_remaining:ratio", 1],
      ["8m", "slo:down:now", 1],
    ]);
  });

  it("fire while it burns, and stop when the short span is clean", () => {
    const series = {
      [requests("200")]: "0+100x100 10050+50x9 10600+100x100",
      [requests("500")]: "0x100 50+50x9 500x100",
    };
    const firing = 'ALERTS{alertname="AvailabilityBurnsFast", alertstate="firing"} or vector(0)';
    holds([availability], series, [
      ["100m", firing, 0],
      ["103m", firing, 1],
      ["112m", firing, 1],
      ["116m", firing, 0],
      ["116m", "slo:bad_events:ratio1h > bool 0.0144", 1],
    ]);
  });
});
