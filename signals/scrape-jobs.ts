/** How each job is scraped: how often, how much of it at most, and what becomes of its labels. */
import { applicationLimits, limitsOf, statsdLimits, type ScrapeLimits } from "./cardinality";
import { seriesNames, type Metric } from "./metrics";
import { normalisation, normalisationFaults, type MetricRelabel } from "./normalise";
import type { Workload } from "./workload";

export interface JobScrape {
  readonly intervalSeconds: number;
  readonly limits: ScrapeLimits;
  readonly relabel: readonly MetricRelabel[];
}

export interface ScrapeOptions {
  readonly scrapeIntervalSeconds: number;
  /** By job. */
  readonly jobIntervals: Readonly<Record<string, number>>;
}

/** The `job` of the application's metrics of the business, which are scraped more rarely. */
export const businessJob = "app-business";

/** Seconds: what tells of the business changes slowly, and is looked at over hours. */
const businessIntervalSeconds = 60;

/** Seconds: cAdvisor looks at the containers this often, so asking more often gives the same values again. */
export const containerIntervalSeconds = 15;

/** By job: what makes no sense to be scraped more often. */
const leastSeconds: Readonly<Record<string, number>> = {
  [businessJob]: businessIntervalSeconds,
  cadvisor: containerIntervalSeconds,
};

/** A scrape that takes longer has failed: 10 seconds, or the interval where that is shorter. */
export function scrapeTimeoutSeconds(intervalSeconds: number): number {
  return Math.min(10, intervalSeconds);
}

export function hasBusinessMetrics({ metrics }: Pick<Workload, "metrics">): boolean {
  return metrics.some(isBusiness);
}

/** Whether workers report by StatsD; without that, nothing of StatsD is deployed. */
export function usesStatsd({ metrics }: Pick<Workload, "metrics">): boolean {
  return metrics.some(({ from }) => from === "worker");
}

/** How a job of the stack, or one outside of it, is scraped. */
export function jobScrape(job: string, workload: Workload, options: ScrapeOptions): JobScrape {
  return {
    intervalSeconds: options.jobIntervals[job] ?? Math.max(leastSeconds[job] ?? 0, options.scrapeIntervalSeconds),
    limits: limits(job, workload),
    relabel: relabel(job, workload),
  };
}

function limits(job: string, { metrics }: Workload): ScrapeLimits {
  const fromApp = metrics.filter(({ from }) => from === "app");
  switch (job) {
    case "app":
      return applicationLimits(fromApp.filter((metric) => !isBusiness(metric)));
    case businessJob:
      return applicationLimits(fromApp.filter(isBusiness));
    case "statsd-exporter":
      return statsdLimits(metrics.filter(({ from }) => from === "worker"));
    default:
      return limitsOf(job);
  }
}

/** Each metric is kept of one of the two scrapes of `/metrics`; ids are taken out of both. */
function relabel(job: string, workload: Workload): MetricRelabel[] {
  if (job !== "app" && job !== businessJob) return [];
  const names = workload.metrics.filter(isBusiness).flatMap(seriesNames).sort();
  const ids = normalisation(workload);
  if (names.length === 0) return ids;
  const sourceLabels = ["__name__"];
  return job === "app"
    ? [{ action: "drop", sourceLabels, regex: names.join("|") }, ...ids]
    : // The start of the process tells a new counter from one that Prometheus sees for the first time.
      [{ action: "keep", sourceLabels, regex: [...names, "process_start_time_seconds"].join("|") }, ...ids];
}

/** Metrics of workers come by one scrape, whatever they tell of. */
export function isBusiness({ tier, from }: Metric): boolean {
  return tier === "business" && from === "app";
}

/** What is wrong with what a workload says of its scrapes. */
export function scrapeFaults(workload: Pick<Workload, "metrics" | "normalise">): string[] {
  const metrics = workload.metrics.flatMap(({ name, tier, from, maxSeries = 1 }) => [
    ...(tier === "business" && from === "worker"
      ? [`metric "${name}": tier "business" is for metrics of the app; those of workers come by one scrape`]
      : []),
    ...(Number.isInteger(maxSeries) && maxSeries > 0
      ? []
      : [`metric "${name}": maxSeries is ${maxSeries}; a whole number over 0 was expected`]),
  ]);
  return [...metrics, ...normalisationFaults(workload)];
}
