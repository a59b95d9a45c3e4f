import { seriesNames } from "../../../signals/metrics";
import type { Ask, DashboardJson, Series } from "../../../signals/view/types";
import type { Workload } from "../../../signals/workload";
import { UserError } from "../../../signals/errors";
import { seriesLines } from "./openmetrics";
import { leadSeconds, type Facts, type Recording } from "./recording";
import { recordingRules, type Rule } from "./rule-set";
import { selectedMetrics } from "./selected-metrics";

/** Prometheus makes these of every scrape. */
const ofEveryScrape = ["up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_series_added"];

/** Seconds between samples: few enough for a small file, enough for rates over five minutes; an hour has whole ones. */
export function stepFor(scrapeIntervalSeconds: number): number {
  return [30, 60, 120, 300].find((step) => step >= scrapeIntervalSeconds) ?? 600;
}

/** What a recording holds: all that the dashboards and rules ask for, and the workload's own metrics for new panels. */
export function metricsToRecord(dashboards: readonly DashboardJson[], rules: readonly Rule[], workload: Workload) {
  const recorded = recordingRules(rules).map(({ record }) => record);
  // Nothing has a histogram's own name, unless it's a native one.
  const own = workload.metrics.flatMap((metric) =>
    seriesNames(metric).filter((name) => metric.type !== "histogram" || name !== metric.name),
  );
  const all = [...selectedMetrics(dashboards, rules), ...recorded, ...own, ...ofEveryScrape, "ALERTS"];
  return [...new Set(all)].sort();
}

/**
 * Whether a series is of another container of the machine: cAdvisor sees them all, and they don't belong into a file
 * of this stack. On Kubernetes it's only asked for the stack's own.
 */
export function ofAnotherContainer({ __name__: name = "", ...labels }: Series["metric"], project: string): boolean {
  const container = /container/.test(name) || name === "ALERTS" ? labels["name"] : undefined;
  return container !== undefined && !container.startsWith(`${project}-`);
}

/**
 * Samples of some metrics at every step: of each, the newest of the step before. What ended has no more samples, since
 * nothing is carried on.
 *
 * @param leaveOut tells series that aren't recorded
 * @throws UserError when Prometheus can't be asked, or has nothing
 */
export async function record(
  facts: Facts,
  metrics: readonly string[],
  ask: Ask,
  leaveOut: (metric: Series["metric"]) => boolean = () => false,
) {
  const { from, to: end, step } = facts;
  const start = from - leadSeconds;
  const all: { name: string; series: readonly Series[] }[] = [];
  for (const name of metrics) {
    const expr = `last_over_time({__name__=${JSON.stringify(name)}}[${step}s])`;
    const { series = [], error } = await ask({ kind: "range", expr, start, end, step });
    if (error !== undefined) throw new UserError(`${name} can't be recorded: ${error}`);
    all.push({ name, series: series.filter(({ metric }) => !leaveOut(metric)) });
  }
  const missing = all.filter(({ series }) => series.length === 0).map(({ name }) => name);
  const lines = all.flatMap(({ series }) => series.map((each) => seriesLines(each)).sort(byFirstLine)).flat();
  if (lines.length === 0) throw new UserError("nothing can be recorded: the stack's Prometheus has no samples yet");
  const recording: Recording = { ...facts, lines };
  return { recording, missing };
}

function byFirstLine([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
