import { parse } from "yaml";
import type { RecordedStacks } from "../recorded-services";
import { objectsOf, type RecordedObject } from "./objects";
import type { RuleGroupContent, Scrape, Side } from "./sides";

const workloads = ["DaemonSet", "Deployment", "StatefulSet"];

interface Pod {
  readonly role: string;
  readonly runs: string;
  readonly user: string;
  readonly limits: { readonly memory: string; readonly cpu: string };
}

/** What the Kubernetes platform made of the stack. */
export function kubernetesSide({
  kubernetes,
  portForwards,
}: Pick<RecordedStacks, "kubernetes" | "portForwards">): Side {
  const kind = (...kinds: readonly string[]) => objectsOf(kubernetes, ...kinds);
  const pods = [...kind(...workloads).flatMap(ownPods), ...kind("Prometheus", "Alertmanager").map(operatedPod)];
  const groups = kind("PrometheusRule").flatMap(({ spec }) => spec.groups as RuleGroupContent[]);
  const files = kind("ConfigMap").flatMap(({ data }) => Object.entries(data as Record<string, string>));
  const dashboards = files.filter(([name]) => name.endsWith(".json") && name !== "contract.json");
  const [prometheus] = kind("Prometheus") as [RecordedObject];
  return {
    services: new Map(pods.map(({ role, runs }) => [role, runs])),
    limits: new Map(pods.map(({ role, user, limits }) => [role, `${user}, ${limitsText(limits)}`])),
    secrets: new Map(
      kind("Secret")
        .filter(({ type }) => type === undefined)
        .map(({ metadata, data }) => [
          metadata.labels["sightline.role"] as string,
          Object.keys(data as object)
            .sort()
            .join(", "),
        ]),
    ),
    data: new Map(
      [...kind("StatefulSet"), ...kind("Prometheus", "Alertmanager")].map(({ metadata, spec }) => [
        metadata.name,
        `claim of ${(spec.volumeClaimTemplates?.[0] ?? spec.storage.volumeClaimTemplate).spec.resources.requests.storage}`,
      ]),
    ),
    published: new Map(
      Object.entries(portForwards).map(([role, command]) => [`${role}/tcp`, / (\d+):\d+$/.exec(command)?.[1] ?? ""]),
    ),
    jobs: new Map([
      ...kind("ServiceMonitor", "PodMonitor").flatMap(monitorJobs),
      ...kind("Probe").map(({ kind, metadata, spec }): [string, Scrape] => [
        spec.jobName,
        { targets: `${kind} \`${metadata.name}\``, path: spec.prober.path },
      ]),
      ...kind("Secret").flatMap(scrapeJobs),
    ]),
    settings: settingsOf(prometheus["spec"]),
    rules: new Map(groups.map((group) => [group.name, group])),
    dashboards: new Map(dashboards.map(([, text]) => [(JSON.parse(text) as { uid: string }).uid, text])),
  };
}

function ownPods({ kind, metadata, spec }: RecordedObject): Pod[] {
  const { containers, securityContext } = spec.template.spec;
  return (containers as { name: string; resources: { limits: Pod["limits"] } }[]).map(({ name, resources }, index) => ({
    role: index === 0 ? metadata.name : `${metadata.name}-${name}`,
    runs: index === 0 ? kind : `container of that ${kind}`,
    user: `${securityContext.runAsUser}:${securityContext.runAsGroup}`,
    limits: resources.limits,
  }));
}

function operatedPod({ kind, metadata, spec }: RecordedObject): Pod {
  const { runAsUser, runAsGroup } = spec.securityContext;
  return {
    role: metadata.name,
    runs: `\`${kind}\``,
    user: `${runAsUser}:${runAsGroup}`,
    limits: spec.resources.limits,
  };
}

function limitsText({ memory, cpu }: Pod["limits"]): string {
  return `${memory.replace("Mi", " MiB")}, ${Number.parseInt(cpu, 10) / 1000} CPU`;
}

function monitorJobs({ kind, metadata, spec }: RecordedObject): [string, Scrape][] {
  const endpoints = (spec.endpoints ?? spec.podMetricsEndpoints) as {
    path: string;
    port: string;
    relabelings: { replacement: string }[];
  }[];
  return endpoints.map(({ path, port, relabelings }) => [
    relabelings[0]?.replacement as string,
    { targets: `${kind} \`${metadata.name}\`, port \`${port}\``, path },
  ]);
}

function scrapeJobs({ stringData }: RecordedObject): [string, Scrape][] {
  const text = (stringData as Record<string, string> | undefined)?.["scrape.yaml"];
  if (text === undefined) return [];
  const jobs = parse(text) as { job_name: string; metrics_path: string; kubernetes_sd_configs: { role: string }[] }[];
  return jobs.map(({ job_name, metrics_path: path, kubernetes_sd_configs: [found] }) => [
    job_name,
    { targets: `every ${found?.role}`, path },
  ]);
}

function settingsOf(spec: RecordedObject[string]): Map<string, string> {
  const { alertmanagers } = spec.alerting as { alertmanagers: { name: string }[] };
  return new Map([
    ["scrape interval", spec.scrapeInterval],
    ["scrape timeout", spec.scrapeTimeout],
    ["evaluation interval", spec.evaluationInterval],
    ["external labels", Object.keys(spec.externalLabels).sort().join(", ")],
    ["samples of a scrape", String(spec.sampleLimit)],
    ["classic histograms too", String(spec.scrapeClassicHistograms)],
    ["native histograms", String(spec.enableFeatures.includes("native-histograms"))],
    ["kept for", spec.retention],
    ["kept up to", spec.retentionSize],
    ["alerts go to", alertmanagers.map(({ name }) => name).join(", ")],
  ]);
}
