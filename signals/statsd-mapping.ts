/**
 * The mapping file of statsd_exporter 0.31, made from the metric contract.
 *
 * The file is an allow list: a final rule drops every event that no declaration matches, by name or by type, so a
 * misspelt or generated StatsD name can't fill Prometheus with series. What is dropped is counted
 * (`undeclaredEvents`), which is how a sender that left the contract is noticed.
 *
 * What the exporter can't do is drop a *tag*: a declared metric that arrives with an undeclared tag gets it as a label.
 */
import { UserError } from "./errors";
import type { Metric } from "./metrics";
import { toYaml } from "./yaml";

/** The exporter's own counter of events that the last rule dropped: 0, or a worker emits what it didn't declare. */
export const undeclaredEvents = 'statsd_exporter_events_actions_total{action="drop"}';

/**
 * The exporter's flags that let bursts wait in memory instead of being lost: the kernel's buffer for its socket in bytes
 * (capped by the host's `net.core.rmem_max`), and its own queue in packets. Its defaults lose at 50,000 lines a second.
 */
export const statsdReceiveArgs = ["--statsd.read-buffer=4194304", "--statsd.udp-packet-queue-size=200000"] as const;

export interface StatsdMappingOptions {
  /**
   * Seconds after which a gauge that is no longer sent disappears, so that a dead worker doesn't show its last CPU
   * value for ever. 0 is never. Counters and histograms never expire: they would come back at 0. Default 0.
   */
  readonly gaugeTtlSeconds?: number;
}

/**
 * How a metric is written on the wire: `name:value|TYPE`. Durations are timers, in **milliseconds**, which the exporter
 * divides by 1000; histograms of other units are sent in their own unit.
 */
export function statsdType(metric: Metric): "c" | "g" | "ms" | "h" {
  if (metric.type === "counter") return "c";
  if (metric.type === "gauge") return "g";
  return metric.unit === "seconds" ? "ms" : "h";
}

/**
 * The mapping as YAML: sorted keys, rules in the order of their StatsD names, the same bytes for the same contract.
 * Histograms have the contract's buckets and a native histogram beside them, for scrapes that ask for it.
 *
 * @throws UserError naming every metric whose StatsD name is missing, unusable or taken.
 */
export function statsdMapping(metrics: readonly Metric[], options: StatsdMappingOptions = {}): string {
  const faults = statsdFaults(metrics);
  if (faults.length > 0) throw new UserError(faults);
  const declared = metrics
    .filter((metric) => metric.from === "worker")
    .sort((a, b) => (a.statsd! < b.statsd! ? -1 : 1))
    .map((metric) => rule(metric, options.gaugeTtlSeconds ?? 0));
  // Only a regular expression can match what has any number of dots. The exporter tries these after the exact names.
  const drop = { match: ".", match_type: "regex", action: "drop", name: "undeclared" };
  const mapping = {
    defaults: { match_type: "glob", observer_type: "histogram", ttl: "0s" },
    mappings: [...declared, drop],
  };
  return toYaml(mapping);
}

/** One line for each fault in how the metrics use StatsD; empty when there is none. */
export function statsdFaults(metrics: readonly Metric[]): string[] {
  const faults: string[] = [];
  const owners = new Map<string, string>();
  for (const { name, from, statsd, buckets, labels } of metrics) {
    if (from === "app") {
      if (statsd !== undefined)
        faults.push(`${name}: is exposed by the app, so it can't have the StatsD name ${statsd}`);
      continue;
    }
    if (statsd === undefined) {
      faults.push(`${name}: comes from a worker and needs a StatsD name (statsd)`);
      continue;
    }
    // A dot would be a segment and "*" a wildcard to the exporter; ":" and "|" end the name on the wire.
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(statsd)) {
      faults.push(
        `${name}: StatsD name ${JSON.stringify(statsd)} may have only letters, digits and "_", no digit first`,
      );
    }
    const owner = owners.get(statsd);
    if (owner === undefined) owners.set(statsd, name);
    else faults.push(`${name}: StatsD name ${statsd} is taken by ${owner}`);
    for (const [label, values] of Object.entries(labels)) {
      for (const value of values.filter((value) => /^$|[,|#@\r\n]/.test(value))) {
        faults.push(`${name}: value ${JSON.stringify(value)} of label ${label} can't travel as a StatsD tag`);
      }
    }
    // The exporter panics on the first event of such a histogram, not when it reads the file.
    if (buckets?.some((bound, i) => i > 0 && bound <= buckets[i - 1]!)) {
      faults.push(`${name}: buckets must ascend`);
    }
  }
  return faults;
}

function rule(metric: Metric, gaugeTtlSeconds: number): object {
  const common = { match: metric.statsd, name: metric.name, help: metric.help };
  switch (metric.type) {
    case "counter":
      return { ...common, match_metric_type: "counter" };
    case "gauge":
      return { ...common, match_metric_type: "gauge", ...(gaugeTtlSeconds > 0 && { ttl: `${gaugeTtlSeconds}s` }) };
    case "histogram":
      return {
        ...common,
        match_metric_type: "observer",
        observer_type: "histogram",
        histogram_options: {
          buckets: metric.buckets,
          native_histogram_bucket_factor: 1.1,
          native_histogram_max_buckets: 256,
        },
      };
  }
}
