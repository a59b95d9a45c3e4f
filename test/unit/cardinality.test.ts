import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { scrapeJobs } from "../../config/jobs";
import { readSettings } from "../../config/read";
import { applicationLimits, budgetOf, limitsOf } from "../../signals/cardinality";
import { cardinality } from "../../signals/cardinality-rules";
import { checkSignals } from "../../signals/check";
import { counter, gauge, histogram } from "../../signals/metrics";
import { normalisation } from "../../signals/normalise";
import { prometheusConfig } from "../../signals/prometheus-config";
import { jobScrape } from "../../signals/scrape-jobs";
import { withScrapeIntervals } from "../../signals/scrape-intervals";
import type { Workload } from "../../signals/workload";
import { promtool, noPromtool } from "../lib/promtool";
import { testRules } from "../lib/rules";

const labels = { method: ["GET", "POST"], path: ["/a", "/b", "/c"] };
const requests = counter("requests_total", { help: "R.", from: "app", labels });
const answers = histogram("answer_seconds", { help: "A.", from: "app", labels, buckets: [1, 2] });
const orders = counter("orders_total", { help: "O.", from: "app", tier: "business", labels: { kind: ["a"] } });
const messages = counter("messages_total", { help: "M.", from: "app", labels: { account_id: ["1"] }, maxSeries: 4000 });
const workload: Workload = {
  name: "web",
  title: "Web",
  description: "Web.",
  metrics: [requests, answers, orders, messages],
  rules: [],
  dashboards: [],
  documentMetrics: {},
};
const options = { scrapeIntervalSeconds: 15, jobIntervals: {} };

describe("a metric's budget", () => {
  it("is every combination of its label values, times the series of a histogram; or what is stated", () => {
    expect([requests, answers, messages, gauge("a", { help: "A.", from: "app" })].map(budgetOf)).toEqual([
      6, 30, 4000, 1,
    ]);
  });

  it("makes the limit of its scrape: three times the typical, a quarter over the stated, and the client library", () => {
    expect(applicationLimits([requests]).samples).toBe(1000);
    expect(applicationLimits([requests, answers, messages]).samples).toBe(6000);
    expect(limitsOf("anything").samples).toBe(50_000);
  });

  it("is watched where it's stated", () => {
    expect(cardinality([requests]).map(({ name }) => name)).toEqual(["sightline-cardinality"]);
    const [, budgets] = cardinality(workload.metrics);
    expect(budgets!.recordings).toMatchObject([
      { labels: { metric: "messages_total" }, expr: "count by (job, instance) (messages_total) / 4000" },
    ]);
  });

  it("and the limits have alerts that do as their proofs say", ({ skip }) => {
    skip(noPromtool !== undefined, noPromtool);
    const { ok, output } = testRules(cardinality(workload.metrics), workload.metrics);
    expect(ok, output).toBe(true);
  });
});

describe("a scrape", () => {
  it("of the business is once a minute, of its metrics only; the others leave them out", () => {
    const [app, business] = ["app", "app-business"].map((job) => jobScrape(job, workload, options));
    expect(app).toMatchObject({ intervalSeconds: 15, relabel: [{ action: "drop", regex: "orders_total" }] });
    expect(business).toMatchObject({
      intervalSeconds: 60,
      relabel: [{ action: "keep", regex: "orders_total|process_start_time_seconds" }],
    });
    expect(jobScrape("app-business", workload, { ...options, scrapeIntervalSeconds: 120 }).intervalSeconds).toBe(120);
  });

  it("has its own interval, limits and a timeout that fits", ({ skip }) => {
    const jobs = { app: jobScrape("app", workload, { ...options, jobIntervals: { app: 5 } }) };
    const text = prometheusConfig({
      scrapeIntervalSeconds: 15,
      evaluationIntervalSeconds: 15,
      externalLabels: {},
      targets: [{ job: "app", address: "app:8000" }],
      probes: [],
      alertmanagers: [],
      outside: [],
      remoteWrite: [],
      jobs,
    });
    expect(parse(text)).toMatchObject({
      scrape_configs: [
        {
          scrape_interval: "5s",
          scrape_timeout: "5s",
          sample_limit: 6000,
          label_limit: 40,
          label_name_length_limit: 128,
          label_value_length_limit: 300,
        },
      ],
    });
    skip(noPromtool !== undefined, noPromtool);
    const { ok, output } = promtool({ "p.yml": text }, ["check", "config", "--syntax-only", "p.yml"]);
    expect(ok, output).toBe(true);
  });

  it("that is rarer than the rest makes the rates of its panels longer", () => {
    const expr = (metric: string) => `rate(${metric}[$__rate_interval])`;
    const panel = (metric: string) => ({
      title: metric,
      description: "x",
      kind: "timeseries" as const,
      unit: "cps" as const,
      queries: [{ expr: expr(metric), legend: "x" }],
    });
    const spec = {
      uid: "web",
      title: "Web",
      description: "x",
      tags: [],
      variables: [],
      rows: [{ title: "Traffic", panels: [panel("orders_total"), panel("requests_total")] }],
    };
    const settings = readSettings("dev", {}).settings;
    const jobs = scrapeJobs(settings, workload);
    const queries = withScrapeIntervals(spec, workload, { usualSeconds: 15, jobs }).rows[0]!.panels.map(
      (each) => each.queries[0]!.scrapeSeconds,
    );
    expect(queries).toEqual([60, undefined]);
  });
});

describe("ids in label values", () => {
  const path = { label: "path", regex: "(.*)/[0-9]+(/.*)?", replacement: "$1/{id}$2" };
  const relabelled = (value: string) =>
    normalisation({ normalise: [path] }).reduce(
      (text, { regex, replacement }) => text.replace(new RegExp(`^(?:${regex})$`), replacement!),
      value,
    );

  it("become one, also several in one value", () => {
    expect(relabelled("/tenants/12/accounts/7")).toBe("/tenants/{id}/accounts/{id}");
    expect(relabelled("/health")).toBe("/health");
    expect(jobScrape("app", { ...workload, normalise: [path] }, options).relabel).toHaveLength(5);
    expect(jobScrape("prometheus", { ...workload, normalise: [path] }, options).relabel).toEqual([]);
  });

  it.each([
    [{ ...path, label: "pat" }, 'normalise "(.*)/[0-9]+(/.*)?": no metric has a label "pat"; did you mean "path"?'],
    [{ ...path, regex: "(" }, 'normalise "(": it isn\'t a regular expression'],
    [{ ...path, regex: "a(?=b)" }, 'normalise "a(?=b)": RE2 has no look-around and no back references'],
    [{ ...path, regex: ".*" }, 'normalise ".*": it matches the empty text, and so every metric'],
  ])("that can't be are faults: %j", (normalise, expected) => {
    const changed = { ...workload, normalise: [normalise] };
    expect(checkSignals({ workload: changed, platformRules: [], exporters: [] })).toEqual([expected]);
  });
});

it("a budget that is none, and business that comes by StatsD, are faults", () => {
  const metrics = [
    { ...requests, maxSeries: 0 },
    counter("sent_total", { help: "S.", from: "worker", statsd: "sent", tier: "business" }),
  ];
  expect(checkSignals({ workload: { ...workload, metrics }, platformRules: [], exporters: [] })).toEqual([
    'metric "requests_total": maxSeries is 0; a whole number over 0 was expected',
    'metric "sent_total": tier "business" is for metrics of the app; those of workers come by one scrape',
  ]);
});
