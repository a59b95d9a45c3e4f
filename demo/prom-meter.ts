import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Metric } from "../signals/metrics";
import { labelSets, type Labels } from "./behaviour";
import type { Meter } from "./recorder";

/** The app's side of the contract: a registry with exactly the declared metrics, and nothing that nobody declared. */
export class PromMeter implements Meter {
  readonly registry = new Registry();
  private readonly counters = new Map<string, Counter>();
  private readonly gauges = new Map<string, Gauge>();
  private readonly histograms = new Map<string, Histogram>();

  /** Every series is there at once: counters and histograms at 0, gauges at 0 until they are set. */
  constructor(metrics: readonly Metric[]) {
    for (const metric of metrics) {
      const { name, help, type } = metric;
      const common = { name, help, labelNames: Object.keys(metric.labels), registers: [this.registry] };
      if (type === "counter") this.counters.set(name, new Counter(common));
      else if (type === "gauge") this.gauges.set(name, new Gauge(common));
      else this.histograms.set(name, new Histogram({ ...common, buckets: [...metric.buckets!] }));
      for (const labels of labelSets(metric)) {
        this.counters.get(name)?.inc(labels, 0);
        this.gauges.get(name)?.set(labels, 0);
        this.histograms.get(name)?.zero(labels);
      }
    }
  }

  count(metric: Metric, labels: Labels, by: number): void {
    this.counters.get(metric.name)!.inc(labels, by);
  }

  set(metric: Metric, labels: Labels, value: number): void {
    this.gauges.get(metric.name)!.set(labels, value);
  }

  observe(metric: Metric, labels: Labels, value: number): void {
    this.histograms.get(metric.name)!.observe(labels, value);
  }
}
