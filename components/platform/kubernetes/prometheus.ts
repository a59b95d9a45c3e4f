import type * as pulumi from "@pulumi/pulumi";
import { anyLimits } from "../../../signals/cardinality";
import { jobLimits, prometheusFeatures } from "../../../signals/prometheus-config";
import { scrapeTimeoutSeconds, type JobScrape } from "../../../signals/scrape-jobs";
import { toYaml } from "../../../signals/yaml";
import type { PrometheusSpec } from "../platform";
import { labelsOf, monitorSelector, selectorOf, type Labels } from "./labels";
import { podSecurity } from "./pods";
import { resources } from "./resources";
import { scheduling, spread, type SchedulingArgs } from "./scheduling";
import { claim } from "./storage";

/** What the stack's Prometheus and Alertmanager have in common. */
export interface OperatedSurroundings {
  readonly stack: string;
  readonly namespace: string;
  readonly role: string;
  readonly labels: Labels;
  readonly image: pulumi.Input<string>;
  /** `v3.5.3`. */
  readonly version: string;
  readonly replicas: number;
  readonly priorityClass: string;
  readonly storageClass: string | undefined;
  readonly scheduling: SchedulingArgs;
}

export interface PrometheusSurroundings extends OperatedSurroundings {
  readonly shards: number;
  /** The Services of the Alertmanagers. */
  readonly alertmanagers: readonly string[];
  /** The secret with scrape configurations that no monitor can express; its key is `scrape.yaml`. */
  readonly additionalScrapes?: string;
  /** The secret with the passwords of remote writes, by index. */
  readonly remoteWriteSecret: string;
}

/** The label that tells one Prometheus of a pair from the other; Thanos and Mimir drop it to tell samples once. */
export const replicaLabel = "prometheus_replica";

/** The operator's `Prometheus`. */
export function prometheusResource(spec: PrometheusSpec, at: PrometheusSurroundings) {
  const selector = monitorSelector(at.stack);
  // A shard has a part of the series, and would take the rest for gone: rules are for who has them all.
  const kinds = ["serviceMonitor", "podMonitor", "probe", "scrapeConfig", ...(at.shards > 1 ? [] : ["rule"])];
  const everySelector = Object.fromEntries(kinds.map((kind) => [`${kind}Selector`, selector]));
  return {
    image: at.image,
    version: at.version,
    replicas: at.replicas,
    shards: at.shards,
    serviceAccountName: at.role,
    automountServiceAccountToken: true,
    serviceDiscoveryRole: "EndpointSlice",
    ...everySelector,
    scrapeInterval: `${spec.scrapeIntervalSeconds}s`,
    scrapeTimeout: `${scrapeTimeoutSeconds(spec.scrapeIntervalSeconds)}s`,
    evaluationInterval: `${spec.evaluationIntervalSeconds}s`,
    externalLabels: { ...spec.externalLabels },
    // The same labels as on Docker; of two, each must be known by its own.
    prometheusExternalLabelName: "",
    replicaExternalLabelName: at.replicas > 1 ? replicaLabel : "",
    // Of what has no limit of its own.
    sampleLimit: anyLimits.samples,
    // The classic buckets carry the thresholds of the alerts; native histograms come beside them, not instead.
    scrapeClassicHistograms: true,
    enableFeatures: [...prometheusFeatures],
    retention: spec.retention,
    retentionSize: `${spec.retentionGiB}GB`,
    externalUrl: spec.externalUrl,
    alerting: {
      alertmanagers: at.alertmanagers.map((name) => ({ namespace: at.namespace, name, port: "web", apiVersion: "v2" })),
    },
    ...(at.additionalScrapes && {
      additionalScrapeConfigs: { name: at.additionalScrapes, key: "scrape.yaml" },
    }),
    ...(spec.remoteWrite.length > 0 && { remoteWrite: remoteWrites(spec, at.remoteWriteSecret) }),
    storage: { volumeClaimTemplate: claim("data", spec.volumeGiB, at.storageClass, at.labels) },
    ...operatedPods(spec.service, at),
  };
}

/** What the operator is told of the pods that it makes. */
export function operatedPods(service: PrometheusSpec["service"], at: OperatedSurroundings) {
  return {
    podMetadata: { labels: labelsOf(at.labels, at.role) },
    imagePullPolicy: "IfNotPresent",
    securityContext: podSecurity(service),
    resources: resources(service.resources),
    priorityClassName: at.priorityClass,
    topologySpreadConstraints: spread(selectorOf(at.stack, at.role)),
    ...scheduling(at.scheduling),
  };
}

function remoteWrites({ remoteWrite }: PrometheusSpec, secret: string) {
  return remoteWrite.map(({ url, username }, index) => ({
    url,
    ...(username !== undefined && {
      basicAuth: {
        username: { name: secret, key: `username-${index}` },
        password: { name: secret, key: `password-${index}` },
      },
    }),
  }));
}

/** What our rules and panels ask of the kubelets' containers; the rest is most of what they tell. */
const containerMetrics =
  "container_(cpu_usage_seconds_total|cpu_cfs_(periods|throttled_periods)_total|memory_(working_set|usage|rss)_bytes" +
  "|oom_events_total|spec_memory_limit_bytes|start_time_seconds|network_(receive|transmit)_bytes_total)";

/**
 * The kubelets' container metrics, as cAdvisor has them on Docker: the same job, and `name` says which container.
 * No monitor can express it without a Service of all kubelets, which is the cluster's to make.
 */
export function kubeletScrape(namespaces: readonly string[], shards: number, job: JobScrape): string {
  const account = "/var/run/secrets/kubernetes.io/serviceaccount";
  return toYaml([
    {
      job_name: "cadvisor",
      scrape_interval: `${job.intervalSeconds}s`,
      scrape_timeout: `${scrapeTimeoutSeconds(job.intervalSeconds)}s`,
      ...jobLimits(job.limits),
      scheme: "https",
      metrics_path: "/metrics/cadvisor",
      kubernetes_sd_configs: [{ role: "node" }],
      authorization: { credentials_file: `${account}/token` },
      // A kubelet's certificate is signed by itself unless the cluster was told otherwise.
      tls_config: { ca_file: `${account}/ca.crt`, insecure_skip_verify: true },
      relabel_configs: [
        // As pods have it.
        { source_labels: ["__meta_kubernetes_node_name"], target_label: "node" },
        // As the operator shards its own: each takes its part of the nodes. It puts the number in.
        ...(shards > 1
          ? [
              { action: "hashmod", source_labels: ["__address__"], target_label: "__tmp_hash", modulus: shards },
              { action: "keep", source_labels: ["__tmp_hash"], regex: "$(SHARD)" },
            ]
          : []),
      ],
      metric_relabel_configs: [
        { action: "keep", source_labels: ["namespace"], regex: namespaces.join("|") },
        { action: "keep", source_labels: ["__name__"], regex: containerMetrics },
        // A pod as a whole has no container; only its network is told of that way.
        { action: "drop", source_labels: ["__name__", "container"], regex: "container_[^n].*;" },
        { target_label: "name", source_labels: ["pod", "container"], separator: "/" },
        // A restarted container has a new id; the series must go on for its restart to be seen.
        { action: "labeldrop", regex: "id|image" },
      ],
    },
  ]);
}
