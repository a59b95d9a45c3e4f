/**
 * What the programs beside the application emit, read from their own output by `test/catalogues.ts`: so a rule can only
 * ask for what is really there.
 */
import alertmanager from "./catalogues/alertmanager.json";
import alertmanagerCluster from "./catalogues/alertmanager-cluster.json";
import alertmanagerReceivers from "./catalogues/alertmanager-receivers.json";
import blackboxExporter from "./catalogues/blackbox-exporter.json";
import cadvisor from "./catalogues/cadvisor.json";
import httpsProbes from "./catalogues/https-probes.json";
import nodeExporter from "./catalogues/node-exporter.json";
import postgresExporter from "./catalogues/postgres-exporter.json";
import prometheus from "./catalogues/prometheus.json";
import redisExporter from "./catalogues/redis-exporter.json";
import remoteWrite from "./catalogues/remote-write.json";
import statsdExporter from "./catalogues/statsd-exporter.json";

export interface CataloguedMetric {
  readonly type: "counter" | "gauge" | "histogram" | "summary" | "unknown";
  readonly help: string;
  /** Label names besides `job` and `instance`, sorted; without `le` of a histogram and `quantile` of a summary. */
  readonly labels: readonly string[];
}

export interface Catalogue {
  /** The image that it was read from, name and version. */
  readonly image: string;
  /** By the name that the metric is declared under: a histogram is one metric, stored as three series. */
  readonly metrics: Readonly<Record<string, CataloguedMetric>>;
}

export const catalogues = {
  alertmanager: alertmanager as Catalogue,
  /** What there is besides where several Alertmanagers are one cluster. */
  "alertmanager-cluster": alertmanagerCluster as Catalogue,
  /** What there is besides where it has somebody to tell. */
  "alertmanager-receivers": alertmanagerReceivers as Catalogue,
  /** Its own metrics and what a probe with the module `http_2xx` returns. */
  "blackbox-exporter": blackboxExporter as Catalogue,
  cadvisor: cadvisor as Catalogue,
  /** What a probe returns besides where the URL begins with https. */
  "https-probes": httpsProbes as Catalogue,
  "node-exporter": nodeExporter as Catalogue,
  "postgres-exporter": postgresExporter as Catalogue,
  prometheus: prometheus as Catalogue,
  "redis-exporter": redisExporter as Catalogue,
  /** What Prometheus tells besides where it sends its samples to another store. */
  "remote-write": remoteWrite as Catalogue,
  /** Its own metrics only: what it passes on is declared by the workload. */
  "statsd-exporter": statsdExporter as Catalogue,
} as const;

export type CatalogueName = keyof typeof catalogues;

/** What Prometheus itself stores for every target, and for its alerts. */
export const syntheticSeries: Readonly<Record<string, readonly string[]>> = {
  up: [],
  scrape_duration_seconds: [],
  // With --enable-feature=extra-scrape-metrics.
  scrape_sample_limit: [],
  scrape_samples_post_metric_relabeling: [],
  scrape_samples_scraped: [],
  scrape_series_added: [],
  // The check adds the labels of the stack's alerts.
  ALERTS: ["alertname", "alertstate", "priority", "severity", "team"],
  ALERTS_FOR_STATE: ["alertname", "priority", "severity", "team"],
};

/**
 * The series that these exporters emit, by their stored names, with their labels besides `job` and `instance`; and those
 * that Prometheus makes itself, which are there in any case. A name that several emit has the labels of all of them.
 */
export function catalogueSeries(names: readonly CatalogueName[]): Map<string, readonly string[]> {
  const series = new Map<string, readonly string[]>(Object.entries(syntheticSeries));
  for (const name of names) {
    for (const [metric, entry] of Object.entries(catalogues[name].metrics)) {
      for (const [stored, labels] of storedSeries(metric, entry)) {
        series.set(stored, [...new Set([...(series.get(stored) ?? []), ...labels])].sort());
      }
    }
  }
  return series;
}

/** The series that one metric is stored as, with their labels. */
export function storedSeries(name: string, { type, labels }: CataloguedMetric): [string, readonly string[]][] {
  const parts: [string, readonly string[]][] = [
    [`${name}_count`, labels],
    [`${name}_sum`, labels],
  ];
  if (type === "histogram") return [...parts, [`${name}_bucket`, [...labels, "le"]]];
  if (type === "summary") return [...parts, [name, [...labels, "quantile"]]];
  return [[name, labels]];
}
