import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readSettings } from "../../config/read";
import { applicationJobs } from "../../config/application";
import { stackSignals } from "../../config/signals";
import { kubeletScrape } from "../../components/platform/kubernetes/prometheus";
import { anyLimits } from "../../signals/cardinality";
import { evaluateCluster, type AnyObject, type Cluster, type Pods } from "../lib/cluster";
import { selects, type NetworkPolicy } from "../lib/network-policy";
import { matches, type Selector } from "../lib/selectors";

interface Endpoint {
  readonly port: string;
  readonly relabelings: readonly { readonly targetLabel: string; readonly replacement: string }[];
}

let cluster: Cluster;
let pods: Pods[];

beforeAll(async () => {
  cluster = await evaluateCluster({ prometheus: { outside: [{ job: "legacy", targets: ["old.example:9100"] }] } });
  pods = cluster.pods();
});

const rolesOf = (selector: Selector, namespace?: string) =>
  pods.filter((one) => one.namespace === namespace && matches(selector, one.labels)).map(({ role }) => role);
const jobOf = ({ relabelings }: Endpoint) => relabelings.find(({ targetLabel }) => targetLabel === "job")?.replacement;

it("targets say on which node they run, but those that tell of other pods", () => {
  const endpoints = cluster.objects
    .filter(({ kind }) => kind === "ServiceMonitor" || kind === "PodMonitor")
    .flatMap(({ spec }) => (spec.endpoints ?? spec.podMetricsEndpoints) as Endpoint[]);
  const node = { action: "replace", sourceLabels: ["__meta_kubernetes_pod_node_name"], targetLabel: "node" };
  const without = endpoints.filter(({ relabelings }) => !relabelings.some(({ targetLabel }) => targetLabel === "node"));
  expect(without.map(jobOf)).toEqual(["kube-state-metrics"]);
  expect(endpoints.find((endpoint) => jobOf(endpoint) === "app")?.relabelings).toContainEqual(node);
  const job = { intervalSeconds: 15, limits: anyLimits, relabel: [] };
  const [kubelets] = parse(kubeletScrape(["a"], 2, job)) as { relabel_configs: object[] }[];
  expect(kubelets!.relabel_configs).toHaveLength(3);
  expect(kubelets!.relabel_configs[0]).toEqual({
    source_labels: ["__meta_kubernetes_node_name"],
    target_label: "node",
  });
});

describe("selectors", () => {
  it("of Services, workloads, disruption budgets and policies have the pods of one role: their own", () => {
    const selectorOf = ({ kind, spec }: AnyObject): Selector =>
      kind === "Service" ? { matchLabels: spec.selector } : kind === "NetworkPolicy" ? spec.podSelector : spec.selector;
    const all = cluster.all(
      "Service",
      "Deployment",
      "StatefulSet",
      "DaemonSet",
      "PodDisruptionBudget",
      "NetworkPolicy",
    );
    const ofRole = all.filter(({ metadata }) => metadata.name !== "deny-all");
    expect(ofRole.length).toBeGreaterThan(50);
    for (const object of ofRole) {
      const { name, namespace } = object.metadata;
      expect(rolesOf(selectorOf(object), namespace), `${object.kind} ${name}`).toEqual([name]);
    }
  });

  it("of topology spread have the pod's own role", () => {
    for (const { role, namespace, spec } of pods) {
      const spread = (spec as { topologySpreadConstraints?: { labelSelector: Selector }[] }).topologySpreadConstraints;
      for (const { labelSelector } of spread ?? []) expect(rolesOf(labelSelector, namespace), role).toEqual([role]);
    }
  });

  it("of ServiceMonitors have one Service, which has the port by name, as the pods behind it do", () => {
    const monitors = cluster.all("ServiceMonitor");
    expect(monitors.length).toBeGreaterThan(8);
    for (const { metadata, spec } of monitors) {
      const services = cluster
        .all("Service")
        .filter(
          (service) =>
            service.metadata.namespace === metadata.namespace && matches(spec.selector, service.metadata.labels),
        );
      const role = metadata.labels["sightline.role"]!;
      expect(services.map((service) => service.metadata.name)).toEqual([role]);
      const ports = services[0]!.spec.ports as { name: string; targetPort: number }[];
      const open = cluster.podsOf(role).spec.containers.flatMap((one) => one.ports ?? []);
      for (const { port } of spec.endpoints as Endpoint[]) {
        const found = ports.find(({ name }) => name === port);
        expect(found, `${metadata.name} ${port}`).toBeDefined();
        expect(open.map(({ containerPort }) => containerPort)).toContain(found!.targetPort);
      }
    }
  });

  it("of PodMonitors have pods of one role, which have the port by name, where Prometheus may look for them", () => {
    const monitors = cluster.all("PodMonitor");
    expect(monitors.map(({ metadata }) => metadata.name).sort()).toEqual(["node-exporter", "worker"]);
    const readable = cluster
      .all("RoleBinding")
      .filter(({ subjects }) => (subjects as { name: string }[])[0]?.name === "prometheus")
      .map(({ metadata }) => metadata.namespace);
    for (const { metadata, spec } of monitors) {
      const [namespace] = spec.namespaceSelector.matchNames as [string];
      expect(readable).toContain(namespace);
      expect(rolesOf(spec.selector, namespace)).toEqual([metadata.name]);
      const open = cluster.podsOf(metadata.name).spec.containers.flatMap((one) => one.ports ?? []);
      for (const { port } of spec.podMetricsEndpoints as Endpoint[]) {
        expect(open.map(({ name }) => name)).toContain(port);
      }
    }
  });

  it.each([
    ["ServiceMonitor", "serviceMonitorSelector"],
    ["PodMonitor", "podMonitorSelector"],
    ["Probe", "probeSelector"],
    ["PrometheusRule", "ruleSelector"],
    ["ScrapeConfig", "scrapeConfigSelector"],
  ])("of Prometheus have every %s, and none of another stack", (kind, selector) => {
    const { metadata, spec } = cluster.get("Prometheus", "prometheus");
    const objects = cluster.all(kind);
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) {
      expect(matches(spec[selector], object.metadata.labels), object.metadata.name).toBe(true);
      expect(object.metadata.namespace).toBe(metadata.namespace);
      expect(matches(spec[selector], { ...object.metadata.labels, "sightline.stack": "other" })).toBe(false);
    }
  });

  it("of policies leave no pod without one", () => {
    const policies = cluster.all("NetworkPolicy") as unknown as NetworkPolicy[];
    for (const { role, namespace, labels } of pods) {
      const own = policies.filter((policy) => selects(policy, { namespace, labels }));
      expect(own.map(({ metadata }) => metadata.name).sort(), role).toEqual(["deny-all", role].sort());
    }
  });
});

describe("jobs", () => {
  const scraped = () => [
    ...cluster.all("ServiceMonitor").flatMap(({ spec }) => (spec.endpoints as Endpoint[]).map(jobOf)),
    ...cluster.all("PodMonitor").flatMap(({ spec }) => (spec.podMetricsEndpoints as Endpoint[]).map(jobOf)),
    ...cluster.all("Probe", "ScrapeConfig").map(({ spec }) => spec.jobName as string),
    ...parse(cluster.get("Secret", "prometheus-scrapes")["stringData"]["scrape.yaml"]).map(
      (config: { job_name: string }) => config.job_name,
    ),
  ];

  it("that the rules expect are scraped, each by one monitor", () => {
    const { settings, workload } = readSettings("unit", { "sightline:target": "kubernetes" });
    const { ruleFiles } = stackSignals(settings, workload);
    const expected = ruleFiles.flatMap(({ content }) => [...content.matchAll(/absent\(up\{job="([^"]+)"\}\)/g)]);
    const jobs = expected.map(([, job]) => job!);
    expect(jobs).toEqual(
      expect.arrayContaining([...applicationJobs(settings, workload), "statsd-kernel", "cadvisor", "blackbox"]),
    );
    expect(scraped()).toEqual(expect.arrayContaining(jobs));
    expect(new Set(scraped()).size).toBe(scraped().length);
  });

  it("besides those are of what only a cluster has, and of hosts outside", () => {
    const { settings, workload } = readSettings("unit", {});
    const text = stackSignals(settings, workload)
      .ruleFiles.map(({ content }) => content)
      .join("\n");
    const others = scraped().filter((job) => !text.includes(`absent(up{job="${job}"})`));
    expect(others.sort()).toEqual(["grafana", "kube-state-metrics", "legacy", "prometheus-operator"]);
  });
});
