/**
 * The metric contract: what an application promises to emit.
 *
 * Every metric is declared once, here by value, and referred to from alerts, recording rules and panels by
 * `metric.name`. The statsd mapping, the demo application and the documentation are made from the same declarations.
 */

export type MetricType = "counter" | "gauge" | "histogram";

/**
 * Base units of the Prometheus naming guide; `""` is a plain count. `percent` is 0 to 100, `ratio` is 0 to 1. Money is
 * told by the unit alone, since applications call it cost.
 */
export type Unit = "" | "seconds" | "bytes" | "percent" | "ratio" | "usd";

/** How the demo application gives a metric plausible values. */
export interface DemoBehaviour {
  /** Counter: events a minute over all label sets. Gauge: the level. Histogram: the median, in the metric's unit. */
  readonly typical?: number;
  /** Histogram and counter of calls: calls a minute over all label sets. Default 30. */
  readonly perMinute?: number;
  /** Counter: how much one event adds, 0.02 dollars for instance. Default 1. */
  readonly step?: number;
  /** Gauge: exactly `typical`, where noise would be nonsense (1 for connected). Default false. */
  readonly steady?: boolean;
  /** How often each value of a label comes, by label; they add up to 1. Default: weights 1, 1/2, 1/3 … */
  readonly shares?: Shares;
  /** What the shares become while a fault is on: `{ errors: { status: { "200": 0.5, "500": 0.5 } } }`. */
  readonly sharesDuring?: Readonly<Partial<Record<Fault, Shares>>>;
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

/** By label, then by its value. */
export type Shares = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Faults that the demo application and worker can be told to have. `overload`: memory, connections, quotas near their
 * limits. `spend`: far more tokens and money than usual. `rate-limit`: providers refuse for the rate.
 */
export const faults = [
  "errors",
  "latency",
  "worker-stop",
  "queue-jam",
  "connection-loss",
  "overload",
  "spend",
  "rate-limit",
] as const;
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
  /**
   * The most series that it may have in one target, its buckets counted. Default: every combination of the declared
   * label values, times the buckets.
   */
  readonly maxSeries?: number;
  /** What tells of the business and not of the program is scraped once a minute: `business`. Default: with the rest. */
  readonly tier?: "business";
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
