import type { Catalogue, CataloguedMetric, CatalogueName } from "../../signals/catalogue";
import { readMetrics, requireUp } from "./read";
import { retry, start } from "./run";
import { catalogueSpecs, contractPrefix } from "./specs";

interface Source {
  /** The jobs whose output makes the catalogue. */
  readonly jobs: readonly string[];
  /** Of a program that emits them only when it's told to do something more; they're in no other catalogue then. */
  readonly only?: (name: string, metric: CataloguedMetric) => boolean;
}

const sources: Readonly<Record<CatalogueName, Source>> = {
  alertmanager: { jobs: ["alertmanager"] },
  "alertmanager-cluster": {
    jobs: ["alertmanager"],
    only: (name) => /^alertmanager_(cluster_(?!enabled$)|peer_position$|oversize)/.test(name),
  },
  "alertmanager-receivers": {
    jobs: ["alertmanager"],
    only: (name) => /^alertmanager_notification(s_total$|s_failed|_)|^net_conntrack_dialer_/.test(name),
  },
  "blackbox-exporter": { jobs: ["blackbox", "blackbox-exporter"] },
  cadvisor: { jobs: ["cadvisor"] },
  "https-probes": { jobs: ["blackbox"], only: (name) => /^probe_(ssl|tls)_/.test(name) },
  "node-exporter": { jobs: ["node-exporter"] },
  "postgres-exporter": { jobs: ["postgres-exporter"] },
  prometheus: { jobs: ["prometheus"] },
  "redis-exporter": { jobs: ["redis-exporter"] },
  "remote-write": {
    jobs: ["prometheus"],
    only: (name, { labels }) => labels.includes("remote_name") || name.startsWith("prometheus_wal_watcher_"),
  },
  "statsd-exporter": { jobs: ["statsd-exporter"] },
};

/** The program that emits a catalogue's metrics. */
const program: Readonly<Partial<Record<CatalogueName, string>>> = {
  "alertmanager-cluster": "alertmanager",
  "alertmanager-receivers": "alertmanager",
  "https-probes": "blackbox-exporter",
  "remote-write": "prometheus",
};

function isOf({ only, jobs }: Source, name: string, metric: CataloguedMetric): boolean {
  if (only !== undefined) return only(name, metric);
  const others = Object.values(sources).filter((other) => other.jobs.some((job) => jobs.includes(job)));
  return !others.some((other) => other.only?.(name, metric) ?? false);
}

/**
 * Runs the real programs for a minute and reads what they emit. Nothing is left behind. Takes about 90 seconds.
 *
 * @param settleSeconds how long they run after everything is up: Alertmanager's first message, Prometheus' first reload
 * and rule evaluations come later than the first scrape.
 */
export async function collectCatalogues(settleSeconds = 45): Promise<Record<CatalogueName, Catalogue>> {
  const specs = await catalogueSpecs();
  const { prometheusUrl, stop } = await start(specs);
  try {
    await retry(
      () =>
        requireUp(
          prometheusUrl,
          Object.values(sources).flatMap(({ jobs }) => jobs),
        ),
      90,
    );
    await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1000));
    const names = Object.keys(sources) as CatalogueName[];
    const entries = names.map(async (name) => {
      const image = specs.get(program[name] ?? name)!.image as { readonly reference: string };
      // Without the hash of a local build's recipe: it doesn't change what the program emits.
      const reference = image.reference.replace(/-[0-9a-f]{10}$/, "");
      const all = Object.entries(await readMetrics(prometheusUrl, sources[name].jobs, contractPrefix));
      const own = all.filter(([metric, entry]) => isOf(sources[name], metric, entry));
      return [name, { image: reference, metrics: Object.fromEntries(own) }] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<CatalogueName, Catalogue>;
  } finally {
    await stop();
  }
}
