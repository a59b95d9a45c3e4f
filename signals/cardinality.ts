/** How many series there may be: a budget for each metric, and limits of each scrape that are made of it. */
import type { Metric } from "./metrics";

export interface ScrapeLimits {
  /** Samples of one scrape, after relabelling. With more, the scrape fails as a whole and `up` becomes 0. */
  readonly samples: number;
  /** Labels of one series, with those of its target. */
  readonly labels: number;
  /** Characters of a label's name, and of its value. */
  readonly labelName: number;
  readonly labelValue: number;
}

/** The most series that a metric may have in one target. */
export function budgetOf(metric: Metric): number {
  const combinations = Object.values(metric.labels).reduce((product, values) => product * values.length, 1);
  return metric.maxSeries ?? combinations * seriesOfOne(metric);
}

/** Series for each combination of label values: of a histogram every bucket, that of +Inf, the sum and the count. */
export function seriesOfOne({ type, buckets = [] }: Metric): number {
  return type === "histogram" ? buckets.length + 3 : 1;
}

/** Declared label values are typical ones, not all: three times as many series are still no accident. */
const typicalHeadroom = 3;
/** A stated `maxSeries` is the most. When all metrics have theirs, ScrapeSamplesNearLimit tells: that is at 80 %. */
const statedHeadroom = 1.25;
/** What client libraries tell of their process: a Go program has about 40, Node 60, Python 30, Django 300 series. */
const clientLibrary = 500;
/** The statsd exporter's own metrics. */
const statsdOwn = 500;

/**
 * Operators give every series up to eight labels of its target. No program here has more than 20 of its own, and the
 * longest value is the path of a control group or the text of a query.
 */
const labels = { labels: 40, labelName: 128, labelValue: 1024 };

/** Of the application: a value of 300 characters is an id, a message or a query that became a label. */
const applicationLabels = { ...labels, labelValue: 300 };

export function applicationLimits(metrics: readonly Metric[]): ScrapeLimits {
  return { samples: samplesOf(metrics, clientLibrary), ...applicationLabels };
}

export function statsdLimits(metrics: readonly Metric[]): ScrapeLimits {
  return { samples: samplesOf(metrics, statsdOwn), ...applicationLabels };
}

/** Rounded up, so that a metric more doesn't always change it. */
function samplesOf(metrics: readonly Metric[], others: number): number {
  const declared = metrics.reduce((sum, metric) => {
    const headroom = metric.maxSeries === undefined ? typicalHeadroom : statedHeadroom;
    return sum + budgetOf(metric) * headroom;
  }, 0);
  return Math.ceil((declared + others) / 500) * 500;
}

/**
 * Of programs beside the application: what one really has in a stack of a common size, times five or more. They grow
 * with what they watch: cAdvisor has about 60 samples a container, the node exporter 20 a processor, 10 a file system
 * and 15 a network card, Postgres 40 a database and 20 a table, kube-state-metrics 40 a pod.
 */
const samples: Readonly<Record<string, number>> = {
  alertmanager: 5_000,
  blackbox: 500,
  "blackbox-exporter": 1_000,
  cadvisor: 50_000,
  grafana: 25_000,
  "kube-state-metrics": 50_000,
  "node-exporter": 10_000,
  "postgres-exporter": 20_000,
  prometheus: 10_000,
  "prometheus-operator": 5_000,
  qdrant: 10_000,
  "redis-exporter": 5_000,
  "statsd-kernel": 500,
  viewer: 1_000,
  worker: 1_000,
};

/** Of what Sightline doesn't know: hosts outside. */
export const anyLimits: ScrapeLimits = { samples: 50_000, ...labels };

export function limitsOf(job: string): ScrapeLimits {
  return { ...anyLimits, samples: samples[job] ?? anyLimits.samples };
}
