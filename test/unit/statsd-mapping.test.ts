import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { UserError } from "../../signals/errors";
import { counter, gauge, histogram, type Metric } from "../../signals/metrics";
import { statsdFaults, statsdMapping, statsdType } from "../../signals/statsd-mapping";
import { workloads } from "../../workloads";

const done = counter("jobs_done_total", { help: "Done.", from: "worker", statsd: "jobs_done" });
const memory = gauge("worker_memory_bytes", { help: "Memory.", unit: "bytes", from: "worker", statsd: "memory" });
const duration = histogram("job_seconds", { help: "Time.", from: "worker", statsd: "job", buckets: [0.1, 1, 60] });
const size = histogram("job_bytes", { help: "Size.", unit: "bytes", from: "worker", statsd: "size", buckets: [1e3] });
const web = counter("requests_total", { help: "Requests.", from: "app" });
const all = [done, memory, duration, size, web];

interface Mapping {
  defaults: Record<string, unknown>;
  mappings: Record<string, unknown>[];
}
const mapping = (metrics: readonly Metric[], gaugeTtlSeconds?: number): Mapping =>
  parse(statsdMapping(metrics, { gaugeTtlSeconds })) as Mapping;

describe("the statsd mapping", () => {
  it("maps each worker metric under its own name and type, and drops everything else", () => {
    const { mappings } = mapping(all);
    expect(mappings.map(({ match, name, match_metric_type: type }) => [match, name, type])).toEqual([
      ["job", "job_seconds", "observer"],
      ["jobs_done", "jobs_done_total", "counter"],
      ["memory", "worker_memory_bytes", "gauge"],
      ["size", "job_bytes", "observer"],
      [".", "undeclared", undefined],
    ]);
    expect(mappings.at(-1)).toMatchObject({ action: "drop", match_type: "regex" });
  });

  it("gives histograms the contract's buckets and a native histogram", () => {
    expect(mapping([duration]).mappings[0]).toMatchObject({
      observer_type: "histogram",
      histogram_options: {
        buckets: [0.1, 1, 60],
        native_histogram_bucket_factor: 1.1,
        native_histogram_max_buckets: 256,
      },
    });
  });

  it("is the same whatever the order of the declarations", () => {
    expect(statsdMapping([...all].reverse())).toBe(statsdMapping(all));
  });

  it("lets only gauges expire, and only when asked", () => {
    expect(mapping(all).mappings.filter((rule) => "ttl" in rule)).toEqual([]);
    expect(mapping(all, 300).mappings.filter((rule) => "ttl" in rule)).toMatchObject([
      { match: "memory", ttl: "300s" },
    ]);
    expect(mapping(all).defaults.ttl).toBe("0s");
  });

  it("writes durations as timers and other histograms in their own unit", () => {
    expect(all.map(statsdType)).toEqual(["c", "g", "ms", "h", "c"]);
  });

  it.each(Object.values(workloads))("is made for $name without a fault", ({ metrics }) => {
    expect(mapping(metrics).mappings).toHaveLength(metrics.filter(({ from }) => from === "worker").length + 1);
  });
});

describe("faults in the use of StatsD", () => {
  const worker = { help: "H.", from: "worker" } as const;

  it("are told all at once", () => {
    const metrics = [
      counter("a_total", { ...worker }),
      counter("b_total", { ...worker, statsd: "jobs.done" }),
      counter("c_total", { ...worker, statsd: "same" }),
      gauge("d", { ...worker, statsd: "same" }),
      counter("e_total", { help: "H.", from: "app", statsd: "e" }),
      counter("f_total", { ...worker, statsd: "f", labels: { model: ["good", "a,b"] } }),
      histogram("g_seconds", { ...worker, statsd: "g", buckets: [1, 1] }),
    ];
    expect(statsdFaults(metrics)).toEqual([
      "a_total: comes from a worker and needs a StatsD name (statsd)",
      'b_total: StatsD name "jobs.done" may have only letters, digits and "_", no digit first',
      "d: StatsD name same is taken by c_total",
      "e_total: is exposed by the app, so it can't have the StatsD name e",
      'f_total: value "a,b" of label model can\'t travel as a StatsD tag',
      "g_seconds: buckets must ascend",
    ]);
    expect(() => statsdMapping(metrics)).toThrow(UserError);
  });

  it.each(["1st", "a*", "a b", "", "a:b", "ä"])("include the name %j", (statsd) => {
    expect(statsdFaults([counter("a_total", { ...worker, statsd })])).toHaveLength(1);
  });
});
