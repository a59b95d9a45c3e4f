/**
 * The metric contract: what an application promises to emit.
 *
 * Every metric is declared once, here by value, and referred to from alerts, recording rules and panels by
 * `metric.name`. The statsd mapping, the demo application and the documentation are made from the same declarations.
 */

export type MetricType = "counter" | "gauge" | "histogram";

/** Base units of the Prometheus naming guide; `""` is a plain count. `percent` is 0 to 100, `ratio` is 0 to 1. */
export type Unit = "" | "seconds" | "bytes" | "percent" | "ratio";

/** How the demo application gives a metric plausible values. */
export interface DemoBehaviour {
  /** Counter: events a minute over all label sets. Gauge: the level. Histogram: the median, in the metric's unit. */
  readonly typical?: number;
  /** Histogram and counter of calls: calls a minute over all label sets. Default 30. */
  readonly perMinute?: number;
  /** What `typical` becomes while a fault is on, by fault name. */
  readonly during?: Readonly<Partial<Record<Fault, number>>>;
  /** Measured for real instead of simulated: by the process itself, its queue, or its database and cache calls. */
  readonly measured?:
    | "process-cpu"
    | "process-memory"
    | "queue-length"
    | "db-query"
    | "redis-operation"
    | "db-connection-error"
    | "redis-connection-error"
    | "http-request"
    | "task"
    | "task-total";
}

/** Faults that the demo application and worker can be told to have. */
export const faults = ["errors", "latency", "worker-stop", "queue-jam", "connection-loss"] as const;
export type Fault = (typeof faults)[number];

interface Declaration {
  /** One sentence, as `# HELP` shows it. */
  readonly help: string;
  readonly unit?: Unit;
  /** Label names, each with values that it typically has (used by the demo and by generated tests). Default none. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  /** Which process emits it: the web application by `/metrics`, or a worker by StatsD. */
  readonly from: "app" | "worker";
  /** The dotless StatsD name that it arrives under; required when `from` is `worker`. */
  readonly statsd?: string;
  readonly demo?: DemoBehaviour;
}

export interface Metric extends Declaration {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: Unit;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Histogram only: upper bounds in the metric's unit, ascending, without `+Inf`. */
  readonly buckets?: readonly number[];
}

export function counter(name: string, declaration: Declaration): Metric {
  return { unit: "", labels: {}, ...declaration, name, type: "counter" };
}

export function gauge(name: string, declaration: Declaration): Metric {
  return { unit: "", labels: {}, ...declaration, name, type: "gauge" };
}

/** A histogram of durations or sizes. The thresholds of its alerts must be among `buckets`. */
export function histogram(name: string, declaration: Declaration & { readonly buckets: readonly number[] }): Metric {
  return { unit: "seconds", labels: {}, ...declaration, name, type: "histogram" };
}

/** The series names that a metric is stored under: a histogram has three. */
export function seriesNames(metric: Metric): string[] {
  const { name } = metric;
  return metric.type === "histogram" ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];
}
