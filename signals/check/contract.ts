import { didYouMean } from "../nearest";
import { seriesNames, type Metric, type Unit } from "../metrics";
import { statsdFaults } from "../statsd-mapping";
import type { Known } from "../promql";
import type { Workload } from "../workload";
import { duplicateFaults, emptyFaults } from "./text";

const units: readonly Unit[] = ["seconds", "bytes", "percent", "ratio"];

/** Labels that Prometheus, Alertmanager or Sightline set, `node` on Kubernetes: a metric with one of them would lose it, or win over them. */
const reservedLabels = ["alertname", "instance", "job", "le", "node", "quantile", "stack", "workload"];

/** What client libraries emit of their own process: the same of every program, told apart by `job`. */
const libraryMetric = /^(?:go|nodejs|process|python)_/;

const name = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The stored series of declared metrics, with their declared labels: a histogram is three, and not its base name. */
export function declaredSeries(metrics: readonly Metric[]): Map<string, readonly string[]> {
  const series = new Map<string, readonly string[]>();
  for (const metric of metrics) {
    for (const stored of seriesNames(metric)) {
      if (metric.type === "histogram" && stored === metric.name) continue;
      series.set(stored, Object.keys(metric.labels));
    }
  }
  return series;
}

/** What is wrong with the declarations themselves. `taken`: series that exporters or Prometheus itself make. */
export function contractFaults(metrics: readonly Metric[], taken: Known): string[] {
  return [
    ...duplicateFaults(
      metrics.map((metric) => metric.name),
      (twice) => `metric "${twice}" is declared twice`,
    ),
    ...metrics.flatMap((metric) => metricFaults(metric, taken)),
    ...statsdFaults(metrics).map((fault) => `metric ${fault}`),
  ];
}

/** The application's own names: each must be one of its metrics, or an expression of declared series. */
export function documentFaults({ documentMetrics, metrics }: Workload, known: Known): string[] {
  const bases = metrics.map((metric) => metric.name);
  const candidates = [...bases, ...known.keys()];
  return Object.entries(documentMetrics)
    .filter(([, series]) => !bases.includes(series) && !known.has(series))
    .map(
      ([document, series]) =>
        `documentMetrics "${document}": "${series}" isn't declared${didYouMean(series, candidates) || "."}`,
    );
}

function metricFaults(metric: Metric, taken: Known): string[] {
  const where = `metric "${metric.name}"`;
  const faults = [...nameFaults(metric), ...unitFaults(metric)].map((fault) => `${where}: ${fault}`);
  if (taken.has(metric.name) && !libraryMetric.test(metric.name))
    faults.push(`${where}: an exporter of the stack emits this name already`);
  for (const [label, values] of Object.entries(metric.labels)) {
    if (!name.test(label) || label.startsWith("__")) {
      faults.push(`${where}: label "${label}" may have only letters, digits and "_", no digit first, no "__" first`);
    } else if (reservedLabels.includes(label)) {
      faults.push(`${where}: label "${label}" is reserved; call it something else`);
    }
    if (values.length === 0) faults.push(`${where}: label "${label}" needs at least one typical value`);
  }
  return [...faults, ...bucketFaults(metric, where), ...emptyFaults(where, { help: metric.help })];
}

function nameFaults(metric: Metric): string[] {
  if (metric.name.includes(":")) return [`a colon is for recording rules only`];
  if (!name.test(metric.name)) return [`the name may have only letters, digits and "_", no digit first`];
  if (metric.name.startsWith("__")) return [`names with "__" first are Prometheus' own`];
  const faults: string[] = [];
  if (metric.type === "counter" && !metric.name.endsWith("_total")) {
    faults.push(`a counter's name ends in "_total"`);
  }
  const suffix = /_(bucket|count|sum)$/.exec(metric.name)?.[0];
  if (suffix !== undefined) faults.push(`"${suffix}" at the end is for the series of histograms`);
  return faults;
}

/** A unit and a name that say the same: panels and thresholds are read by the name, and drawn by the unit. */
function unitFaults({ name: full, type, unit }: Metric): string[] {
  const base = type === "counter" ? full.replace(/_total$/, "") : full;
  if (unit === "usd") return [];
  const told = units.find((each) => base === each || base.endsWith(`_${each}`)) ?? "";
  if (told === unit) return [];
  const total = type === "counter" ? "_total" : "";
  if (told === "") return [`its unit is ${unit}, so its name ends in "_${unit}${total}"`];
  return [`its name says ${told}, its unit is ${unit === "" ? "none" : unit}`];
}

function bucketFaults({ type, buckets, from }: Metric, where: string): string[] {
  if (type !== "histogram") return buckets === undefined ? [] : [`${where}: only a histogram has buckets`];
  if (buckets === undefined || buckets.length === 0) return [`${where}: a histogram needs buckets`];
  if (!buckets.every(Number.isFinite)) return [`${where}: buckets must be finite numbers; +Inf is added by itself`];
  // A worker's are checked with its StatsD mapping.
  const ascending = buckets.every((bound, i) => i === 0 || bound > buckets[i - 1]!);
  return ascending || from === "worker" ? [] : [`${where}: buckets must ascend`];
}
