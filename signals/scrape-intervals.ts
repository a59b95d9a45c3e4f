/** `$__rate_interval` must hold four scrapes: of what is scraped more rarely than the rest, four longer ones. */
import { catalogues, storedSeries } from "./catalogue";
import type { DashboardSpec, QuerySpec } from "./dashboard";
import { seriesNames } from "./metrics";
import { metricsIn, substituteGrafana } from "./promql";
import { businessJob, isBusiness, type JobScrape } from "./scrape-jobs";
import type { Workload } from "./workload";

/** Client libraries' own, which each job has. */
const ofEveryProgram = /^(?:go|process|promhttp)_/;

export interface StackScrapes {
  /** Of most jobs: what Grafana goes by unless a query says otherwise. */
  readonly usualSeconds: number;
  readonly jobs: Readonly<Record<string, JobScrape>>;
}

/** The dashboard with the interval of its scrape told for each query that needs to know it. */
export function withScrapeIntervals(
  spec: DashboardSpec,
  { metrics }: Pick<Workload, "metrics">,
  { usualSeconds, jobs }: StackScrapes,
): DashboardSpec {
  const slow = new Map<string, number>();
  const scraped = (job: string, names: readonly string[]) => {
    const seconds = jobs[job]?.intervalSeconds ?? usualSeconds;
    if (seconds > usualSeconds) for (const name of names) slow.set(name, Math.max(seconds, slow.get(name) ?? 0));
  };
  for (const metric of metrics) {
    const ofApp = isBusiness(metric) ? businessJob : "app";
    scraped(metric.from === "worker" ? "statsd-exporter" : ofApp, seriesNames(metric));
  }
  for (const [job, { metrics: emitted }] of Object.entries(catalogues)) {
    const own = Object.entries(emitted).filter(([name]) => !ofEveryProgram.test(name));
    scraped(
      job,
      own.flatMap(([name, entry]) => storedSeries(name, entry).map(([stored]) => stored)),
    );
  }
  const told = (query: QuerySpec): QuerySpec => {
    if (!query.expr.includes("$__rate_interval")) return query;
    const seconds = Math.max(0, ...metricsIn(substituteGrafana(query.expr)).map((name) => slow.get(name) ?? 0));
    return seconds === 0 ? query : { ...query, scrapeSeconds: seconds };
  };
  if (slow.size === 0) return spec;
  const rows = spec.rows.map((row) => ({
    ...row,
    panels: row.panels.map((panel) => ({ ...panel, queries: panel.queries.map(told) })),
  }));
  return { ...spec, rows };
}
