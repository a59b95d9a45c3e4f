import { describe, expect, it } from "vitest";
import { gapProofs, type GapContext, type GapProof } from "../../signals/gaps";
import { counter, gauge, histogram } from "../../signals/metrics";
import type { Alert, InputSeries } from "../../signals/rules";

/** Its quiet proof is checked until 14m, so there the gaps begin; they last 5m of window and 2m of duration, and 10 more. */
const alert: Alert = {
  name: "Some",
  expr: "rate(x_total[5m])",
  threshold: 1,
  for: "2m",
  severity: "critical",
  summary: "s",
  description: "d",
  runbook: { impact: "i", causes: ["c"], steps: ["s"] },
  fires: { series: {}, firesAt: "4m" },
  quiet: { series: { x_total: "5+2x60" } },
};

const proofs = (change: Partial<Alert>, context?: GapContext) => gapProofs({ ...alert, ...change }, context);
const of = (series: InputSeries, context?: GapContext) => proofs({ quiet: { series } }, context);
const names = (made: readonly GapProof[]) => made.map(({ name }) => name);
const seriesOf = (made: readonly GapProof[], name: string) => made.find((proof) => proof.name === name)!.proof.series;

describe("the proofs of gaps", () => {
  it("are made of a counter for all but NaN", () => {
    const made = proofs({});
    expect(names(made)).toEqual(["target gone", "counter reset", "no traffic", "first sample"]);
    expect(made.map(({ kind, from, proof }) => [kind, from, proof.until])).toEqual(
      made.map(() => ["quiet", undefined, "1860s"]),
    );
    expect(made.map(({ proof }) => proof.series.x_total)).toEqual([
      "5+2x13 stale",
      "5+2x13 0+2x17",
      "5+2x14 33x16",
      "_x14 33+2x17",
    ]);
  });

  it("are made of a gauge for NaN, and for nothing that is of counters", () => {
    const made = of({ level: "5x60" });
    expect(names(made)).toEqual(["target gone", "first sample", "not a number"]);
    expect(seriesOf(made, "not a number").level).toBe(`5x13${" NaN".repeat(18)}`);
  });

  it("start all parts of a histogram again at the same moment", () => {
    const made = of({ 'd_seconds_bucket{le="1"}': "0+1x60", d_seconds_count: "0+1x60", d_seconds_sum: "0+3x60" });
    expect(Object.values(seriesOf(made, "counter reset"))).toEqual(["0+1x13 0+1x17", "0+1x13 0+1x17", "0+3x13 0+3x17"]);
  });

  it("start the process with its counters", () => {
    const made = of({ x_total: "9x60", process_start_time_seconds: "100x60" });
    expect(seriesOf(made, "counter reset")).toEqual({
      x_total: "9x13 0x17",
      process_start_time_seconds: "100x13 840x17",
    });
  });

  it("have no traffic to stop where there is none", () => {
    expect(names(of({ x_total: "9x60" }))).not.toContain("no traffic");
  });

  it("leave a counter that is born later unborn before it's reset", () => {
    expect(seriesOf(of({ x_total: "_x16 3+1x60" }), "counter reset").x_total).toBe("_x16 0+1x15");
  });

  it("keep a reset that the series has itself", () => {
    expect(seriesOf(of({ x_total: "9+1x15 0+2x60" }), "counter reset").x_total).toBe("9+1x13 0 1 0+2x15");
  });

  it("never make NaN of who, when and whether", () => {
    const series = { up: "1x60", build_info: "1x60", probe_success: "1x60", node_boot_time_seconds: "5x60" };
    expect(names(of(series))).toEqual(["target gone", "target gone, its scrapes fail", "first sample"]);
  });

  it("tell a target that is removed from one that doesn't answer", () => {
    const made = of({ up: "1x60", level: "5x60" });
    expect(seriesOf(made, "target gone")).toEqual({ up: "1x13 stale", level: "5x13 stale" });
    expect(seriesOf(made, "target gone, its scrapes fail")).toEqual({ up: "1x13 0x17", level: "5x13 stale" });
  });

  it("don't take what an alert on up judges for a gap", () => {
    expect(names(of({ up: "1x60" }))).toEqual(["target gone", "first sample"]);
  });

  it("tell counters from gauges by the contract first, then the exporters, then the name, then the expression", () => {
    const kinds = (series: string, context?: GapContext, expr = alert.expr) =>
      names(proofs({ expr, quiet: { series: { [series]: "1+1x60" } } }, context));
    const metrics = [
      gauge("accounts_total", { help: "h", from: "app" }),
      counter("odd", { help: "h", from: "app" }),
      histogram("d_seconds", { help: "h", buckets: [1], from: "app" }),
    ];
    expect(kinds("accounts_total", { metrics })).toContain("not a number");
    expect(kinds("accounts_total")).toContain("counter reset");
    expect(kinds("odd", { metrics })).toContain("counter reset");
    expect(kinds("d_seconds_sum", { metrics })).toContain("counter reset");
    // A gauge, says the exporter, whatever its name says.
    expect(kinds("pg_stat_activity_count")).toContain("not a number");
    expect(kinds("node_netstat_Udp_InErrors")).toContain("not a number");
    expect(kinds("node_netstat_Udp_InErrors", {}, "increase(node_netstat_Udp_InErrors[5m])")).toContain(
      "counter reset",
    );
    expect(kinds("stack:x_total:sum")).toContain("not a number");
  });

  it("take no brackets in a matcher for a window", () => {
    const made = proofs({ expr: 'rate(x_total{code=~"[45].."}[5m])' });
    expect(made.map(({ proof }) => proof.until)).toEqual(made.map(() => "1860s"));
  });

  it("last for the windows of the recordings as well", () => {
    const recordings = [{ record: "a:x:sum", expr: "increase(x_total[1h])", help: "h" }];
    const [first] = proofs({ expr: "a:x:sum" }, { recordings });
    expect(first!.proof.until).toBe(`${(14 + 62 + 10) * 60}s`);
  });

  it("go on with what goes on", () => {
    const made = of({ x_total: "0+3x14", level: "9-0.1x14" });
    expect(seriesOf(made, "first sample")).toMatchObject({ x_total: "_x14 42+3x17" });
    expect(seriesOf(made, "first sample").level).toMatch(/^_x14 7\.6\d*x17$/);
  });

  it("keep the quiet proof's interval", () => {
    const [first] = proofs({ quiet: { series: { x_total: "0x200" }, interval: "15s" } });
    expect(first!.proof.interval).toBe("15s");
    expect(first!.proof.until).toBe(`${240 + 150 + 300 + 120 + 150}s`);
  });
});

describe("what an alert says of a gap", () => {
  it("turns it into a firing proof, or is taken in its place", () => {
    const own = { series: { x_total: "1x60" } };
    const made = proofs({ gaps: { "no traffic": "fires", "counter reset": own } });
    expect(made.map(({ gap, kind }) => [gap, kind])).toEqual([
      ["target gone", "quiet"],
      ["counter reset", "quiet"],
      ["no traffic", "fires"],
      ["first sample", "quiet"],
    ]);
    expect(made[1]!.proof).toBe(own);
  });

  it("of a target that is gone counts for the time before its first sample too", () => {
    const made = proofs({ gaps: { "target gone": "fires" }, keepFiringFor: "3m" });
    expect(made.find(({ gap }) => gap === "first sample")).toMatchObject({ kind: "quiet", from: `${(14 + 3) * 60}s` });
  });

  it("is refused where it can't happen", () => {
    expect(() => proofs({ gaps: { "not a number": "fires" } })).toThrow(
      'Some: gaps: "not a number" can\'t happen to the series of its quiet proof',
    );
    expect(() => of({})).toThrow("no series that anything could happen to");
  });

  it("isn't asked of the alert that always fires: it still does", () => {
    const [only, ...others] = proofs({ quiet: "always fires" });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ kind: "fires", proof: { series: {}, until: "480s" } });
  });
});
