import { anyLimits, type ScrapeLimits } from "./cardinality";
import type { MetricRelabel } from "./normalise";
import { asksForLogin, basicAuth, loginScrape, type PrometheusLogin } from "./prometheus-login";
import { scrapeTimeoutSeconds, type JobScrape } from "./scrape-jobs";
import { toYaml } from "./yaml";

/** One thing to scrape: a job, its address inside the stack, and how. */
export interface ScrapeTarget {
  readonly job: string;
  /** `host:port`. */
  readonly address: string;
  /** Default `/metrics`. */
  readonly path?: string;
}

/** Hosts outside of the stack. */
export interface OutsideJob {
  readonly job: string;
  /** `host:port`. */
  readonly targets: readonly string[];
  readonly path: string;
  readonly scheme: "http" | "https";
}

export interface RemoteWrite {
  readonly url: string;
  /** With the file of the password: basic authentication. */
  readonly username?: string;
  readonly passwordFile?: string;
}

export interface PrometheusConfig {
  readonly scrapeIntervalSeconds: number;
  readonly evaluationIntervalSeconds: number;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly targets: readonly ScrapeTarget[];
  /** URLs that the blackbox exporter asks for; each must answer with a 2xx status. */
  readonly probes: readonly string[];
  /** `host:port` of the blackbox exporter. Without one, nothing is probed. */
  readonly prober?: string;
  /** `host:port` of each Alertmanager. */
  readonly alertmanagers: readonly string[];
  readonly outside: readonly OutsideJob[];
  readonly remoteWrite: readonly RemoteWrite[];
  /** What Prometheus itself and every Alertmanager ask for. Default: nothing. */
  readonly login?: PrometheusLogin;
  /** How each job is scraped. Default: as often as the others, with the limits of what nobody knows. */
  readonly jobs?: Readonly<Record<string, JobScrape>>;
}

/** The `job` label of probes; their `instance` is the probed URL. */
export const probeJob = "blackbox";

/** `extra-scrape-metrics`: each target's limit as a series, so that an alert can tell before it bites. */
export const prometheusFeatures = ["extra-scrape-metrics", "native-histograms"] as const;

/** `prometheus.yml`, with sorted keys so that a preview shows just what changed. */
export function prometheusConfig(config: PrometheusConfig): string {
  const jobs = [...new Set(config.targets.map((target) => target.job))].sort();
  const own = (job: string) => jobOptions(config.jobs?.[job]);
  const login = config.login && basicAuth(config.login);
  const scrape = (job: string) => scrapeJob(job, config.targets, asksForLogin(job) ? config.login : undefined);
  return toYaml({
    global: {
      scrape_interval: `${config.scrapeIntervalSeconds}s`,
      scrape_timeout: `${scrapeTimeoutSeconds(config.scrapeIntervalSeconds)}s`,
      evaluation_interval: `${config.evaluationIntervalSeconds}s`,
      external_labels: config.externalLabels,
      // Of what has none of its own.
      ...jobLimits(anyLimits),
      // The classic buckets carry the thresholds of the alerts; native histograms come beside them, not instead.
      always_scrape_classic_histograms: true,
    },
    rule_files: ["rules/*.yaml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [...config.alertmanagers] }], ...login }] },
    scrape_configs: [
      ...jobs.map((job) => ({ ...scrape(job), ...own(job) })),
      ...probeJobs(config).map((job) => ({ ...job, ...own(probeJob) })),
      ...config.outside.map(({ job, targets, path, scheme }) => ({
        job_name: job,
        metrics_path: path,
        scheme,
        static_configs: [{ targets: [...targets] }],
        ...own(job),
      })),
    ],
    ...(config.remoteWrite.length > 0 && { remote_write: config.remoteWrite.map(remoteWrite) }),
  });
}

function jobOptions(job: JobScrape | undefined) {
  if (!job) return {};
  return {
    scrape_interval: `${job.intervalSeconds}s`,
    scrape_timeout: `${scrapeTimeoutSeconds(job.intervalSeconds)}s`,
    ...jobLimits(job.limits),
    ...(job.relabel.length > 0 && { metric_relabel_configs: job.relabel.map(relabelConfig) }),
  };
}

/** As Prometheus' configuration has them. */
export function jobLimits({ samples, labels, labelName, labelValue }: ScrapeLimits) {
  return {
    sample_limit: samples,
    label_limit: labels,
    label_name_length_limit: labelName,
    label_value_length_limit: labelValue,
  };
}

function relabelConfig({ action, sourceLabels, regex, targetLabel, replacement }: MetricRelabel) {
  return {
    action,
    source_labels: [...sourceLabels],
    regex,
    ...(targetLabel !== undefined && { target_label: targetLabel }),
    ...(replacement !== undefined && { replacement }),
  };
}

function remoteWrite({ url, username, passwordFile }: RemoteWrite) {
  return { url, ...(username !== undefined && passwordFile !== undefined && basicAuth({ username, passwordFile })) };
}

/** `host:port` of each target of a job. */
export function addressesOf(job: string, targets: readonly ScrapeTarget[]): string[] {
  return targets.filter((target) => target.job === job).map(({ address }) => address);
}

function scrapeJob(job: string, targets: readonly ScrapeTarget[], login: PrometheusLogin | undefined) {
  return {
    job_name: job,
    metrics_path: targets.find((target) => target.job === job)?.path ?? "/metrics",
    ...(login ? loginScrape(job, login) : { static_configs: [{ targets: addressesOf(job, targets) }] }),
  };
}

/** The relabelling that the blackbox exporter's own documentation gives. */
function probeJobs({ probes, prober }: PrometheusConfig) {
  if (probes.length === 0 || prober === undefined) return [];
  return [
    {
      job_name: probeJob,
      metrics_path: "/probe",
      params: { module: ["http_2xx"] },
      static_configs: [{ targets: [...probes] }],
      relabel_configs: [
        { source_labels: ["__address__"], target_label: "__param_target" },
        { source_labels: ["__param_target"], target_label: "instance" },
        { target_label: "__address__", replacement: prober },
      ],
    },
  ];
}
