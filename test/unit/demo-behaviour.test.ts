import { describe, expect, it } from "vitest";
import { LabelDealer, labelSets, level, Pacer, sample, wave } from "../../demo/behaviour";
import { counter, gauge, histogram, type Fault } from "../../signals/metrics";

const on = (...faults: Fault[]): ReadonlySet<Fault> => new Set(faults);
const app = { help: "H.", from: "app" } as const;

describe("the level of a metric", () => {
  const metric = counter("a_total", {
    ...app,
    demo: { typical: 12, during: { errors: 6, latency: 40, "worker-stop": 0 } },
  });

  it("is typical without a fault, or with one that doesn't concern it", () => {
    expect(level(metric, on())).toBe(12);
    expect(level(metric, on("connection-loss"))).toBe(12);
    expect(level(counter("b_total", app), on("errors"))).toBe(0);
  });

  it("is furthest from typical with several faults, and 0 where one stops it", () => {
    expect(level(metric, on("errors"))).toBe(6);
    expect(level(metric, on("errors", "latency"))).toBe(40);
    expect(level(metric, on("errors", "worker-stop", "latency"))).toBe(0);
  });
});

describe("label sets", () => {
  const metric = counter("a_total", { ...app, labels: { code: ["500", "502"], method: ["GET", "POST", "PUT"] } });

  it("are all combinations", () => {
    expect(labelSets(metric)).toHaveLength(6);
    expect(labelSets(counter("b_total", app))).toEqual([{}]);
  });

  it("are dealt by weight, evenly", () => {
    const dealer = new LabelDealer(counter("c_total", { ...app, labels: { code: ["a", "b", "c"] } }));
    const counts: Record<string, number> = {};
    for (let i = 0; i < 110; i++) {
      const { code } = dealer.next();
      counts[code!] = (counts[code!] ?? 0) + 1;
    }
    expect(counts).toEqual({ a: 60, b: 30, c: 20 });
  });

  it("are dealt by their declared shares, which a fault may change", () => {
    const metric = counter("d_total", {
      ...app,
      labels: { status: ["200", "500"], path: ["/a", "/b"] },
      demo: { shares: { status: { "200": 0.99, "500": 0.01 } }, sharesDuring: { errors: { status: { "500": 1 } } } },
    });
    const dealer = new LabelDealer(metric);
    const failed = (draws: number, faults: ReadonlySet<Fault>): number =>
      Array.from({ length: draws }, () => dealer.next({}, faults)).filter(({ status }) => status === "500").length;
    expect(failed(1000, on())).toBe(10);
    expect(failed(100, on("errors"))).toBe(100);
  });

  it("follow hints where the values are declared, and never leave the declaration", () => {
    const dealer = new LabelDealer(metric);
    expect(dealer.next({ method: "PUT", code: "502" })).toEqual({ code: "502", method: "PUT" });
    expect(dealer.next({ method: "PUT", code: "418", other: "x" })).toMatchObject({ method: "PUT" });
    for (let i = 0; i < 20; i++) expect(["500", "502"]).toContain(dealer.next({ code: "418" }).code);
  });
});

describe("time", () => {
  it("is paced without losing fractions", () => {
    const pacer = new Pacer(0);
    let events = 0;
    for (let second = 0; second < 3600; second++) events += pacer.due(0.02, 1);
    expect(events).toBe(1);
    expect(new Pacer(1).due(0.001, 1)).toBe(1);
    expect(new Pacer(0.99).due(0, 1e6)).toBe(0);
  });

  it("swells by a fifth around the mean", () => {
    const values = Array.from({ length: 600 }, (_, second) => wave(second));
    expect(Math.max(...values)).toBeCloseTo(1.2, 3);
    expect(values.reduce((sum, value) => sum + value, 0) / 600).toBeCloseTo(1, 6);
  });

  it("is sampled around its median", () => {
    const values = Array.from({ length: 4001 }, () => sample(10)).sort((a, b) => a - b);
    expect(values[2000]).toBeGreaterThan(9.4);
    expect(values[2000]).toBeLessThan(10.6);
    expect(values[3800]! / 10).toBeGreaterThan(1.7);
    expect(values[3800]! / 10).toBeLessThan(2.4);
    expect(values[4000]).toBeLessThanOrEqual(50);
    expect(sample(0)).toBe(0);
    expect(histogram("h", { ...app, buckets: [1] }).unit).toBe("seconds");
    expect(gauge("g", app).unit).toBe("");
  });
});
