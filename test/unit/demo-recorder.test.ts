import { beforeEach, describe, expect, it } from "vitest";
import type { Labels } from "../../demo/behaviour";
import { PromMeter } from "../../demo/prom-meter";
import { Recorder, type Meter } from "../../demo/recorder";
import { counter, gauge, histogram, type Fault, type Metric } from "../../signals/metrics";
import { workloads } from "../../workloads";

class Fake implements Meter {
  readonly calls: string[] = [];
  readonly totals: Record<string, number> = {};
  private note(metric: Metric, labels: Labels, value: number): void {
    const series = metric.name + JSON.stringify(Object.values(labels));
    this.calls.push(`${series} ${value}`);
    this.totals[series] = (this.totals[series] ?? 0) + value;
  }
  count = this.note.bind(this);
  set = this.note.bind(this);
  observe = this.note.bind(this);
}

const app = { help: "H.", from: "app" } as const;
const errors = counter("errors_total", {
  ...app,
  labels: { code: ["500", "503"] },
  demo: { typical: 0, during: { errors: 60 } },
});
const latency = histogram("latency_seconds", { ...app, buckets: [1], demo: { typical: 0.5, perMinute: 60 } });
const query = histogram("query_seconds", {
  ...app,
  buckets: [1],
  labels: { operation: ["select", "insert"] },
  demo: { measured: "db-query" },
});
const cpu = gauge("cpu_percent", {
  ...app,
  unit: "percent",
  labels: { worker: ["w1", "w2"] },
  demo: { measured: "process-cpu" },
});
const rss = gauge("rss_bytes", { ...app, unit: "bytes", demo: { measured: "process-memory" } });
const sessions = gauge("sessions", { ...app, labels: { type: ["a", "b"] }, demo: { typical: 100 } });

describe("the recorder", () => {
  let meter: Fake;
  let recorder: Recorder;
  beforeEach(() => {
    meter = new Fake();
    recorder = new Recorder([errors, latency, query, cpu, rss, sessions], meter);
  });
  const run = (seconds: number, ...faults: Fault[]): void => {
    for (let second = 0; second < seconds; second++) recorder.tick(1, second, new Set(faults));
  };

  it("gives gauges their shares, without noise where it would be nonsense, and counters their steps", () => {
    const accounts = gauge("accounts", {
      ...app,
      labels: { status: ["on", "off"] },
      demo: { typical: 100, steady: true, shares: { status: { on: 0.9, off: 0.1 } } },
    });
    const cost = counter("cost_total", { ...app, demo: { typical: 60, step: 0.5 } });
    const own = new Recorder([accounts, cost], meter);
    for (let second = 0; second < 600; second++) own.tick(1, second, new Set());
    expect(meter.calls).toContain('accounts["on"] 90');
    expect(meter.calls).toContain('accounts["off"] 10');
    expect(meter.totals["cost_total[]"]).toBeCloseTo(300, -1);
  });

  it("starts counters at 0 for every label set", () => {
    recorder.zeros();
    expect(meter.calls).toEqual(['errors_total["500"] 0', 'errors_total["503"] 0']);
  });

  it("counts what a fault asks for, and nothing without it", () => {
    run(600);
    expect(meter.totals['errors_total["500"]']).toBeUndefined();
    run(600, "errors");
    expect(meter.totals['errors_total["500"]']).toBeCloseTo(400, -1);
    expect(meter.totals['errors_total["503"]']).toBeCloseTo(200, -1);
  });

  it("observes histograms at their pace and sets gauges around their level", () => {
    run(600);
    expect(meter.calls.filter((call) => call.startsWith("latency")).length).toBeCloseTo(600, -1);
    const levels = meter.calls
      .filter((call) => call.startsWith('sessions["a"]'))
      .map((call) => Number(call.split(" ")[1]));
    expect(Math.min(...levels)).toBeGreaterThan(90);
    expect(Math.max(...levels)).toBeLessThan(110);
  });

  it("has its share of the traffic", () => {
    const half = new Recorder([latency], meter, 0.5);
    for (let second = 0; second < 600; second++) half.tick(1, second, new Set());
    expect(meter.calls.length).toBeCloseTo(300, -1);
  });

  it("leaves measured metrics to what really happens", () => {
    run(60);
    expect(meter.calls.some((call) => call.startsWith("query"))).toBe(false);
    recorder.happened("db-query", 0.25, { operation: "insert" });
    expect(meter.calls.at(-1)).toBe('query_seconds["insert"] 0.25');
  });

  it("puts a named container under its name, even one that isn't declared", () => {
    recorder.levels("process-cpu", [0.5, 0.1], "w3");
    recorder.levels("process-memory", [100, 50], "w3");
    expect(meter.calls).toEqual(['cpu_percent["w3"] 60', "rss_bytes[] 150"]);
    recorder.levels("process-cpu", [0.5], "elsewhere");
    expect(meter.calls.at(-1)).toBe('cpu_percent["w1"] 50');
  });

  it("gives each process its label, or adds them up", () => {
    recorder.levels("process-cpu", [0.5, 0.1, 0.25]);
    recorder.levels("process-memory", [100, 50]);
    expect(meter.calls).toEqual(['cpu_percent["w1"] 75', 'cpu_percent["w2"] 10', "rss_bytes[] 150"]);
  });
});

describe.each(Object.values(workloads))("the exposition of $name", ({ metrics }) => {
  it("has every series from the start", async () => {
    const mine = metrics.filter(({ from }) => from === "app");
    const text = await new PromMeter(mine).registry.metrics();
    for (const metric of mine) {
      const series = metric.type === "histogram" ? `${metric.name}_count` : metric.name;
      expect(text).toMatch(new RegExp(`^${series}(\\{.*\\})? 0$`, "m"));
    }
  });
});
