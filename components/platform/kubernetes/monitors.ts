import type { ScrapeSpec } from "../platform";
import type { Labels } from "./labels";
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
