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
}

/** The `job` label of probes; their `instance` is the probed URL. */
export const probeJob = "blackbox";

/** A sane upper bound: a target with more samples in one scrape is refused whole, and `up` becomes 0. */
export const sampleLimit = 50_000;

/** `prometheus.yml`, with sorted keys so that a preview shows just what changed. */
export function prometheusConfig(config: PrometheusConfig): string {
  const jobs = [...new Set(config.targets.map((target) => target.job))].sort();
  return toYaml({
    global: {
      scrape_interval: `${config.scrapeIntervalSeconds}s`,
      scrape_timeout: `${Math.min(10, config.scrapeIntervalSeconds)}s`,
      evaluation_interval: `${config.evaluationIntervalSeconds}s`,
      external_labels: config.externalLabels,
      sample_limit: sampleLimit,
      // The classic buckets carry the thresholds of the alerts; native histograms come beside them, not instead.
      always_scrape_classic_histograms: true,
    },
    rule_files: ["rules/*.yaml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [...config.alertmanagers] }] }] },
    scrape_configs: [
      ...jobs.map((job) => scrapeJob(job, config.targets)),
      ...probeJobs(config),
      ...config.outside.map(({ job, targets, path, scheme }) => ({
        job_name: job,
        metrics_path: path,
        scheme,
        static_configs: [{ targets: [...targets] }],
      })),
    ],
    ...(config.remoteWrite.length > 0 && { remote_write: config.remoteWrite.map(remoteWrite) }),
  });
}

function remoteWrite({ url, username, passwordFile }: RemoteWrite) {
  return { url, ...(username !== undefined && { basic_auth: { username, password_file: passwordFile } }) };
}

function scrapeJob(job: string, targets: readonly ScrapeTarget[]) {
  const own = targets.filter((target) => target.job === job);
  return {
    job_name: job,
    metrics_path: own[0]?.path ?? "/metrics",
    static_configs: [{ targets: own.map((target) => target.address) }],
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
