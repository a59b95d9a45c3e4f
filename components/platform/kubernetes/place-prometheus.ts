import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { probeJob } from "../../../signals/prometheus-config";
import { scrapeTimeoutSeconds } from "../../../signals/scrape-jobs";
import type { Placement, PrometheusSpec, Service } from "../platform";
import { access, clusterAccess } from "./access";
import { monitorLimits, probe } from "./monitors";
import type { Flow } from "./network";
import { pulumiAnnotations, type At } from "./objects";
import { operatedService, surroundings } from "./operated";
import { kubeletRules, prometheusRules } from "./operator";
import { kubeletScrape, prometheusResource } from "./prometheus";
import { monitoringApi, type Scene } from "./scene";

/** @param kubeletMetrics whether the kubelets are asked for the containers' metrics */
export function placePrometheus(
  scene: Scene,
  role: string,
  spec: PrometheusSpec,
  { parent, after = [] }: Placement,
  kubeletMetrics: boolean,
): Service {
  const { objects, args } = scene;
  const at = scene.at(role, parent, after);
  const secrets = [...(kubeletMetrics ? [kubeletSecret(scene, at)] : []), ...remoteWriteSecret(scene, spec, at)];
  const resource = objects.custom(
    {
      ...at,
      annotations: pulumiAnnotations.waitForAvailable,
      after: [...at.after, ...rights(scene, at, kubeletMetrics), ...scene.operator, ...secrets],
    },
    monitoringApi,
    "Prometheus",
    prometheusResource(spec, {
      ...surroundings(scene, role, spec.service.image, args.prometheusReplicas, parent),
      version: args.versions.prometheus,
      shards: args.shards,
      alertmanagers: spec.alertmanagers.map(({ host }) => host),
      remoteWriteSecret: `${role}-remote-write`,
      ...(kubeletMetrics && { additionalScrapes: `${role}-scrapes` }),
    }),
  );
  inputs(scene, spec, at);
  scene.network.add(...flows(scene, role, spec, kubeletMetrics));
  const ports = [{ name: "web", port: 9090, publish: spec.publish }];
  return operatedService(scene, { ports, scrapes: [{ job: "prometheus", port: 9090 }] }, at, resource);
}

type Placed = ReturnType<Scene["at"]>;

function rights({ objects, namespaces, name }: Scene, at: Placed, kubeletMetrics: boolean): pulumi.Resource[] {
  // Also where the node exporter is: its pods are found there.
  const everywhere = { ...at, after: [...at.after, ...namespaces.all] };
  return [
    ...access(objects, everywhere, prometheusRules, namespaces.names),
    ...(kubeletMetrics ? clusterAccess(objects, at, `${name}-${at.role}`, kubeletRules) : []),
  ];
}

function kubeletSecret({ objects, namespaces, args }: Scene, at: Placed): pulumi.Resource {
  const content = kubeletScrape(namespaces.names, args.shards, args.jobs["cadvisor"]!);
  return objects.configSecret({ ...at, name: `${at.role}-scrapes` }, { "scrape.yaml": content });
}

function remoteWriteSecret({ objects }: Scene, { remoteWrite }: PrometheusSpec, at: Placed): pulumi.Resource[] {
  const entries = remoteWrite.flatMap(({ username, password }, index) =>
    username === undefined || password === undefined
      ? []
      : [
          [`username-${index}`, username],
          [`password-${index}`, password],
        ],
  );
  if (entries.length === 0) return [];
  return [objects.secret({ ...at, name: `${at.role}-remote-write` }, Object.fromEntries(entries))];
}

/** Rules, probes and hosts outside: what a Prometheus finds by its selectors. */
function inputs(scene: Scene, spec: PrometheusSpec, at: At): void {
  const { objects, args } = scene;
  const after = [...(at.after ?? []), ...scene.operator];
  for (const { name, content } of spec.ruleFiles) {
    const rules = { ...at, name: name.replace(/\.yaml$/, ""), after };
    objects.custom(rules, monitoringApi, "PrometheusRule", parse(content) as object);
  }
  if (spec.prober && spec.probes.length > 0) {
    const url = `${spec.prober.host}.${scene.name}.svc:9115`;
    objects.custom(
      { ...at, name: "health", after },
      monitoringApi,
      "Probe",
      probe(url, spec.probes, args.jobs[probeJob]!),
    );
  }
  for (const { job, targets, path, scheme } of spec.outside) {
    objects.custom({ ...at, name: `outside-${job}`, after }, `${monitoringApi}alpha1`, "ScrapeConfig", {
      jobName: job,
      metricsPath: path,
      scheme: scheme.toUpperCase(),
      scrapeInterval: `${args.jobs[job]!.intervalSeconds}s`,
      scrapeTimeout: `${scrapeTimeoutSeconds(args.jobs[job]!.intervalSeconds)}s`,
      ...monitorLimits(args.jobs[job]!),
      staticConfigs: [{ targets: [...targets] }],
    });
  }
}

/** Besides the scrapes, which each service brings with it. */
function flows(scene: Scene, role: string, spec: PrometheusSpec, kubeletMetrics: boolean): Flow[] {
  const anywhere = { cidr: "0.0.0.0/0" };
  const outside = spec.outside.flatMap(({ job, targets }) =>
    targets.map((target) => scene.flow(role, anywhere, Number(target.split(":").at(-1)), `scrapes ${job}`)),
  );
  const probes =
    spec.prober && spec.probes.length > 0 ? [scene.flow(role, { role: spec.prober.host }, 9115, "probes")] : [];
  const kubelets = kubeletMetrics
    ? [scene.flow(role, { cidr: scene.args.nodeCidr }, 10250, "container metrics of the kubelets")]
    : [];
  return [
    ...spec.alertmanagers.map(({ host }) => scene.flow(role, { role: host }, 9093, "sends alerts")),
    ...probes,
    ...outside,
    ...spec.remoteWrite.map(({ url }) => scene.flow(role, anywhere, portOf(url), "remote write")),
    ...kubelets,
    ...scene.apiServerFlows(role, "finds its targets"),
  ];
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
