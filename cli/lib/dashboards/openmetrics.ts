/** Samples as OpenMetrics text: the form that `promtool` makes a database of, and that a person can read. */
import type { Series } from "../../../signals/view/types";

/** One series' lines, oldest sample first. `name` replaces the series' own, as a recording rule's does. */
export function seriesLines({ metric, values }: Series, name?: string): string[] {
  const { __name__: own = "", ...labels } = metric;
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}="${escaped(value)}"`);
  const head = `${name ?? own}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""}`;
  return values.map(([time, value]) => `${head} ${value} ${time}`);
}

/** The metric's name that a line begins with. */
export function nameOf(line: string): string {
  return /^[\w:]*/.exec(line)![0];
}

/** Seconds since 1970, as it ends. */
export function timeOf(line: string): number {
  return Number(line.slice(line.lastIndexOf(" ") + 1));
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
