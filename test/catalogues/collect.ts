import type { Catalogue, CatalogueName } from "../../signals/catalogue";
import { readMetrics, requireUp } from "./read";
import { retry, start } from "./run";
import { catalogueSpecs, contractPrefix } from "./specs";

/** The jobs whose output makes a catalogue. */
const jobs: Readonly<Record<CatalogueName, readonly string[]>> = {
  alertmanager: ["alertmanager"],
  "blackbox-exporter": ["blackbox", "blackbox-exporter"],
  cadvisor: ["cadvisor"],
  "node-exporter": ["node-exporter"],
  "postgres-exporter": ["postgres-exporter"],
  prometheus: ["prometheus"],
  "redis-exporter": ["redis-exporter"],
  "statsd-exporter": ["statsd-exporter"],
};

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
    await retry(() => requireUp(prometheusUrl, Object.values(jobs).flat()), 90);
    await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1000));
    const names = Object.keys(jobs) as CatalogueName[];
    const entries = names.map(async (name) => {
      const image = specs.get(name)!.image as { readonly reference: string };
      // Without the hash of a local build's recipe: it doesn't change what the program emits.
      const reference = image.reference.replace(/-[0-9a-f]{10}$/, "");
      const metrics = await readMetrics(prometheusUrl, jobs[name], contractPrefix);
      return [name, { image: reference, metrics }] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<CatalogueName, Catalogue>;
  } finally {
    await stop();
  }
}
