import type { CatalogueName } from "../signals/catalogue";
import { probeJob } from "../signals/prometheus-config";
import { businessJob, hasBusinessMetrics, jobScrape, usesStatsd, type JobScrape } from "../signals/scrape-jobs";
import type { Workload } from "../signals/workload";
import { applicationJobs } from "./application";
import { alertmanagerReplicas } from "./delivery";
import { runsQdrant } from "./images";
import type { Settings } from "./schema";

/** Names that the stack's own scrapes have, on whatever target and with whatever settings. */
export const ownJobs: ReadonlySet<string> = new Set([
  "alertmanager",
  "app",
  "blackbox-exporter",
  "cadvisor",
  "grafana",
  "kube-state-metrics",
  "node-exporter",
  "postgres-exporter",
  "prometheus",
  "prometheus-operator",
  "qdrant",
  "redis-exporter",
  "statsd-exporter",
  "statsd-kernel",
  "viewer",
  "worker",
  businessJob,
  probeJob,
]);

export interface StackJobs {
  /** What runs beside the application and is scraped. */
  readonly exporters: readonly CatalogueName[];
  /** The `job` labels that are scraped. */
  readonly jobs: readonly string[];
  /** Whether there are nodes, each with a target of its own: its kubelet or its node exporter. */
  readonly nodes: boolean;
}

/** What a stack has to scrape. */
export function stackJobs(settings: Settings, workload: Workload): StackJobs {
  const { postgres, redis, exporters } = settings;
  const optional: [boolean, CatalogueName, ...string[]][] = [
    [usesStatsd(workload), "statsd-exporter", "statsd-kernel"],
    [postgres.mode !== "none", "postgres-exporter"],
    [redis.mode !== "none", "redis-exporter"],
    [exporters.node, "node-exporter"],
    [exporters.containers, "cadvisor"],
    [exporters.probes, "blackbox-exporter", probeJob],
  ];
  const present = optional.filter(([wanted]) => wanted);
  const always: CatalogueName[] = ["prometheus", "alertmanager"];
  return {
    exporters: [...always, ...present.map(([, name]) => name), ...additions(settings)],
    jobs: [
      ...applicationJobs(settings, workload),
      ...(hasBusinessMetrics(workload) ? [businessJob] : []),
      ...always,
      ...present.flatMap(([, name, ...more]) => [name, ...more]),
      ...(runsQdrant(settings) ? ["qdrant"] : []),
    ],
    nodes: settings.target === "kubernetes" && (exporters.node || exporters.containers),
  };
}

/** What these programs tell besides, by what they are told to do. */
function additions(settings: Settings): CatalogueName[] {
  const { exporters, prometheus, receivers, heartbeat, alertWebhookUrl } = settings;
  const told = Object.keys(receivers).length > 0 || heartbeat !== undefined || alertWebhookUrl !== undefined;
  const optional: [boolean, CatalogueName][] = [
    [told, "alertmanager-receivers"],
    [alertmanagerReplicas(settings) > 1, "alertmanager-cluster"],
    [exporters.probes && exporters.probeUrls.some((url) => url.startsWith("https:")), "https-probes"],
    [prometheus.remoteWrite.length > 0, "remote-write"],
  ];
  return optional.filter(([wanted]) => wanted).map(([, name]) => name);
}

/** How each job is scraped, of all that any stack may have. */
export function scrapeJobs({ prometheus }: Settings, workload: Workload): Readonly<Record<string, JobScrape>> {
  const jobs = [...ownJobs, ...prometheus.outside.map(({ job }) => job)];
  return Object.fromEntries(jobs.map((job) => [job, jobScrape(job, workload, prometheus)]));
}
