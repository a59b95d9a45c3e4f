import type { MetricRelabel } from "../../../signals/normalise";
import { probeJob } from "../../../signals/prometheus-config";
import { scrapeTimeoutSeconds, type JobScrape } from "../../../signals/scrape-jobs";
import type { ScrapeSpec, ServiceSpec } from "../platform";
import type { Labels } from "./labels";
import { portName } from "./pods";

/** What the operator makes scrape configurations of. The `job` label is the same as on Docker. */

export interface NamedScrape extends ScrapeSpec {
  /** Of the port, in the service or in the pod. */
  readonly portName: string;
}

/** For what has a Service. Limits are a monitor's, so that each job has one of its own. */
export function serviceMonitor(selector: Labels, scrape: NamedScrape, job: JobScrape) {
  return {
    selector: { matchLabels: { ...selector } },
    ...monitorLimits(job),
    endpoints: [endpoint(scrape, job)],
  };
}

/** For what has none: workers, and pods of other namespaces. */
export function podMonitor(namespace: string, selector: Labels, scrape: NamedScrape, job: JobScrape) {
  return {
    namespaceSelector: { matchNames: [namespace] },
    selector: { matchLabels: { ...selector } },
    ...monitorLimits(job),
    podMetricsEndpoints: [endpoint(scrape, job)],
  };
}

/**
 * Where it runs, so that NodeDown can mute what ran there. Pods that a Service finds have it as well as those that are
 * looked for themselves, without more rights. What honours labels tells of others, which run elsewhere.
 */
const nodeOfPod = { action: "replace", sourceLabels: ["__meta_kubernetes_pod_node_name"], targetLabel: "node" };

function endpoint({ job, path, portName, honorLabels }: NamedScrape, scrape: JobScrape) {
  return {
    port: portName,
    path: path ?? "/metrics",
    ...scrapeTimes(scrape),
    ...(honorLabels && { honorLabels }),
    relabelings: [{ action: "replace", targetLabel: "job", replacement: job }, ...(honorLabels ? [] : [nodeOfPod])],
    ...(scrape.relabel.length > 0 && { metricRelabelings: scrape.relabel.map(relabeling) }),
  };
}

function relabeling({ action, sourceLabels, regex, targetLabel, replacement }: MetricRelabel) {
  return {
    action,
    sourceLabels: [...sourceLabels],
    regex,
    ...(targetLabel !== undefined && { targetLabel }),
    ...(replacement !== undefined && { replacement }),
  };
}

/** As endpoints and probes have them. */
function scrapeTimes({ intervalSeconds }: JobScrape) {
  return { interval: `${intervalSeconds}s`, scrapeTimeout: `${scrapeTimeoutSeconds(intervalSeconds)}s` };
}

/** As monitors, probes and scrape configurations all have them. */
export function monitorLimits({ limits }: JobScrape) {
  return {
    sampleLimit: limits.samples,
    labelLimit: limits.labels,
    labelNameLengthLimit: limits.labelName,
    labelValueLengthLimit: limits.labelValue,
  };
}

/** Health endpoints; their `instance` is the URL. */
export function probe(prober: string, urls: readonly string[], job: JobScrape) {
  return {
    jobName: probeJob,
    ...scrapeTimes(job),
    ...monitorLimits(job),
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
