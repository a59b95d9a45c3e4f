/** What a series is called, as Grafana's Prometheus data source does it. */

import { legendText } from "../../../signals/view/legend";

export type Labels = Readonly<Record<string, string>>;

/**
 * The name of a series by the legend's form. An absent label leaves nothing; without a form it's the labels, and without
 * labels the expression. `__auto` gives nothing where there are labels: Grafana's libraries then pick those that differ.
 */
export function legendOf(metric: Labels, legendFormat: string, expr: string): string {
  if (legendFormat === "__auto") return Object.keys(metric).length > 0 ? "" : expr;
  if (legendFormat !== "") return legendText(legendFormat, metric);
  const name = labelsText(metric);
  return name === "{}" ? expr : name;
}

/** `up{instance="a", job="b"}`, as Prometheus writes a series. */
export function labelsText({ __name__ = "", ...labels }: Labels): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 && __name__ !== "" ? __name__ : `${__name__}{${pairs.join(", ")}}`;
}
