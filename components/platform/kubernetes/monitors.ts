import type { ScrapeSpec, ServiceSpec } from "../platform";
import type { Labels } from "./labels";
import { portName } from "./pods";
import { probeJob } from "../../../signals/prometheus-config";

/** What the operator makes scrape configurations of. The `job` label is the same as on Docker. */

export interface NamedScrape extends ScrapeSpec {
  /** Of the port, in the service or in the pod. */
  readonly portName: string;
}

/** For what has a Service. */
export function serviceMonitor(selector: Labels, scrapes: readonly NamedScrape[]) {
  return { selector: { matchLabels: { ...selector } }, endpoints: scrapes.map(endpoint) };
}

/** For what has none: workers, and pods of other namespaces. */
export function podMonitor(namespace: string, selector: Labels, scrapes: readonly NamedScrape[]) {
  return {
    namespaceSelector: { matchNames: [namespace] },
    selector: { matchLabels: { ...selector } },
    podMetricsEndpoints: scrapes.map(endpoint),
  };
}

function endpoint({ job, path, portName, honorLabels }: NamedScrape) {
  return {
    port: portName,
    path: path ?? "/metrics",
    ...(honorLabels && { honorLabels }),
    relabelings: [{ action: "replace", targetLabel: "job", replacement: job }],
  };
}

/** Health endpoints; their `instance` is the URL. */
export function probe(prober: string, urls: readonly string[]) {
  return {
    jobName: probeJob,
    module: "http_2xx",
    prober: { url: prober, path: "/probe", scheme: "http" },
    targets: { staticConfig: { static: [...urls] } },
  };
}

/** The scrapes of a service and of its sidecars, with the names that their ports have. */
export function namedScrapes(spec: Pick<ServiceSpec, "ports" | "scrapes" | "sidecars">): NamedScrape[] {
  const own = (spec.scrapes ?? []).map((scrape) => {
    const port = spec.ports?.find(({ port }) => port === scrape.port);
    return { ...scrape, portName: port?.name ?? portName(scrape.job) };
  });
  const others = Object.values(spec.sidecars ?? {}).flatMap(({ scrapes = [] }) => scrapes);
  return [...own, ...others.map((scrape) => ({ ...scrape, portName: portName(scrape.job) }))];
}
