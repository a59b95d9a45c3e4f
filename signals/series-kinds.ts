/** What a stored series is, by its name: what can happen to it depends on that. */
import { catalogues, storedSeries } from "./catalogue";
import { seriesNames, type Metric } from "./metrics";

/**
 * counter: only ever grows, until its process restarts. gauge: any number. fixed: says who or when, and is never NaN,
 * `up` included. start: when the process started.
 */
export type SeriesKind = "counter" | "gauge" | "fixed" | "start";

const fixed = /^up$|^probe_success$|_info$|_created$|_timestamp_seconds$|_(?:start|boot)_time_seconds$/;

/**
 * The contract knows best, then the exporters' own word, then the name. What an exporter calls untyped is a counter where
 * `expressions` ask for its rate.
 */
export function seriesKind(name: string, metrics: readonly Metric[], expressions: readonly string[]): SeriesKind {
  if (name === "process_start_time_seconds") return "start";
  if (fixed.test(name)) return "fixed";
  // Recorded values may go up and down, whatever they're called.
  if (name.includes(":")) return "gauge";
  const declared = metrics.find((metric) => seriesNames(metric).includes(name));
  if (declared !== undefined) return declared.type === "gauge" ? "gauge" : "counter";
  const catalogued = catalogueTypes().get(name);
  if (catalogued === "counter" || catalogued === "gauge") return catalogued;
  if (/_(?:total|count|bucket|sum)$/.test(name)) return "counter";
  const rated = new RegExp(`\\b(?:rate|irate|increase|resets)\\(\\s*${name}\\b`);
  return expressions.some((expr) => rated.test(expr)) ? "counter" : "gauge";
}

let types: Map<string, string> | undefined;

/** Of every series of the catalogues; those of a histogram, and the counts of a summary, are counters. */
function catalogueTypes(): Map<string, string> {
  types ??= new Map(
    Object.values(catalogues).flatMap(({ metrics }) =>
      Object.entries(metrics).flatMap(([name, entry]) =>
        storedSeries(name, entry).map(([stored]): [string, string] => {
          const parts = entry.type === "histogram" || entry.type === "summary";
          return [stored, parts ? (stored === name ? "gauge" : "counter") : entry.type];
        }),
      ),
    ),
  );
  return types;
}
