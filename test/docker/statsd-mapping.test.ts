import { createSocket } from "node:dgram";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelSets, type Labels } from "../../demo/behaviour";
import { counter, gauge, histogram, type Metric } from "../../signals/metrics";
import { statsdMapping, undeclaredEvents } from "../../signals/statsd-mapping";
import { workloads } from "../../workloads";
import { exporterImage, startExporter, type Exporter, type Scrape } from "./statsd-container";

const COUNT = 3;
const LEVEL = 42.5;

/** A contract of our own beside the workloads' ones, with what they may not have. */
const corner: readonly Metric[] = [
  histogram("corner_bytes", {
    help: "Not a time.",
    unit: "bytes",
    from: "worker",
    statsd: "size",
    buckets: [10, 1000],
  }),
  counter("corner_total", {
    help: 'Quotes " and backslashes \\ in help, colons: too.',
    from: "worker",
    statsd: "corner",
    labels: { model: ["gpt 4.1", "https://x/y?z"], team: ["ä"] },
  }),
  gauge("on", { help: "yes", from: "worker", statsd: "no" }),
];
const contracts = [
  ...Object.values(workloads).map(({ name, metrics }) => ({ name, metrics })),
  { name: "a contract of corner cases", metrics: corner },
];

describe.skipIf(exporterImage() === undefined).each(contracts)("the real exporter with $name", ({ metrics }) => {
  const mine = metrics.filter(({ from }) => from === "worker");
  /** These are also sent as gauges: a declared name, but not the declared type. */
  const notGauges = mine.filter(({ type }) => type !== "gauge");
  let exporter: Exporter;
  let scrape: Scrape;
  const received = async (): Promise<number | undefined> =>
    (await exporter.scrape()).value("statsd_exporter_lines_total");

  beforeAll(async () => {
    exporter = await startExporter(statsdMapping(metrics));
    const lines = mine.flatMap((metric) =>
      labelSets(metric).flatMap((labels) => values(metric).map((value) => line(metric, labels, value))),
    );
    lines.push("sightline_stray:1|c", ...notGauges.map(({ statsd }) => `${statsd}:1|g`));
    await send(lines, exporter.statsd);
    for (let tries = 0; tries < 50 && (await received()) !== lines.length; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // Lines are counted when they are read, and work through in batches every 200 ms.
    await new Promise((resolve) => setTimeout(resolve, 500));
    scrape = await exporter.scrape();
  }, 60_000);

  afterAll(() => exporter?.remove());

  it.each(mine)("has $name as declared", (metric) => {
    expect(scrape.type(metric.name)).toBe(metric.type);
    for (const labels of labelSets(metric)) {
      if (metric.type !== "histogram") {
        expect(scrape.value(metric.name, labels)).toBe(metric.type === "counter" ? COUNT : LEVEL);
        continue;
      }
      const buckets = metric.buckets!;
      const counts = [...buckets, "+Inf"].map((le) =>
        scrape.value(`${metric.name}_bucket`, { ...labels, le: String(le) }),
      );
      expect(counts).toEqual([...buckets.map((_, i) => i + 1), buckets.length]);
      const sum = buckets.reduce((total, value) => total + value, 0);
      expect(scrape.value(`${metric.name}_sum`, labels)).toBeCloseTo(sum, 9);
    }
    const series = metric.type === "histogram" ? `${metric.name}_count` : metric.name;
    expect(scrape.keys(series)).toHaveLength(labelSets(metric).length);
  });

  it("drops what nobody declared, by name or by type, and counts it", () => {
    expect(scrape.keys("sightline_stray")).toEqual([]);
    expect(scrape.keys("undeclared")).toEqual([]);
    expect(dropped(scrape)).toBe(1 + notGauges.length);
    expect(scrape.value("statsd_exporter_events_unmapped_total")).toBe(0);
    expect(scrape.keys("statsd_exporter_sample_errors_total")).toEqual([]);
    expect(scrape.keys("statsd_exporter_events_conflict_total")).toEqual([]);
  });
});

function values(metric: Metric): readonly number[] {
  return metric.buckets ?? [metric.type === "counter" ? COUNT : LEVEL];
}

/** What a StatsD client with DogStatsD tags writes, spelled out here and not taken from the code under test. */
function line(metric: Metric, labels: Labels, value: number): string {
  const tags = Object.entries(labels).map(([label, text]) => `${label}:${text}`);
  const time = metric.unit === "seconds";
  const wire = {
    counter: `${value}|c`,
    gauge: `${value}|g`,
    histogram: time ? `${Math.round(value * 1e6) / 1e3}|ms` : `${value}|h`,
  };
  return `${metric.statsd}:${wire[metric.type]}${tags.length > 0 ? `|#${tags.join(",")}` : ""}`;
}

/** Ten lines a packet, as buffering clients do. */
async function send(lines: readonly string[], { host, port }: { host: string; port: number }): Promise<void> {
  const socket = createSocket("udp4");
  for (let i = 0; i < lines.length; i += 10) {
    const packet = lines.slice(i, i + 10).join("\n");
    await new Promise<void>((resolve, reject) => {
      socket.send(packet, port, host, (error) => (error ? reject(error) : resolve()));
    });
  }
  socket.close();
}

/** The value of the series that `undeclaredEvents` selects. */
function dropped(scrape: Scrape): number | undefined {
  const [name, label, value] = /^(\w+)\{(\w+)="(\w+)"\}$/.exec(undeclaredEvents)!.slice(1);
  return scrape.value(name!, { [label!]: value! });
}
