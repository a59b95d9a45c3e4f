import { beforeAll, describe, expect, it } from "vitest";
import { evaluateCluster, type Cluster } from "../lib/cluster";

const registry = "registry.example:5000/team";
const images = (cluster: Cluster) =>
  cluster.pods().flatMap(({ kind, spec }) => [
    ...spec.containers.flatMap(({ image }) => (image === undefined ? [] : [image])),
    // Of what the operator runs, the resource says it.
    ...(["Prometheus", "Alertmanager"].includes(kind) ? [(spec as unknown as { image: string }).image] : []),
  ]);

describe("images that are published", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await evaluateCluster({ registryMirror: "mirror.example:5000" });
  });

  it("come from the mirror, but for the demo, which is built here", () => {
    const [demo, ...others] = [...new Set(images(cluster))].sort((a) => (a.includes("sightline-unit-app") ? -1 : 1));
    expect(demo).toMatch(/^sightline-unit-app:/);
    expect(others.length).toBeGreaterThan(10);
    for (const image of others) expect(image).toMatch(/^mirror\.example:5000\//);
    const reloader = cluster.podsOf("prometheus-operator").spec.containers[0]!.args!.join(" ");
    expect(reloader).toMatch(/--prometheus-config-reloader=mirror\.example:5000\/\S+:v\d/);
  });
});

describe("images that are built from packages", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await evaluateCluster({ imageSource: "local", kubernetes: { imageRegistry: registry } });
  });

  it("come from the registry that nodes pull from", () => {
    for (const image of images(cluster)) expect(image).toMatch(/^registry\.example:5000\/team\//);
    const built = cluster.evaluated.resources.filter(({ type }) => type === "docker:index/image:Image");
    expect(built.map(({ inputs }) => inputs)).toMatchObject([{ skipPush: false }]);
  });

  it("lack Grafana's, in whose place a viewer runs", () => {
    expect(cluster.find("StatefulSet", "grafana")).toBeUndefined();
    expect(cluster.find("Deployment", "kube-state-metrics")).toBeUndefined();
    expect(cluster.find("Deployment", "viewer")).toBeDefined();
    expect(cluster.find("ConfigMap", "viewer-files-dashboards")).toBeDefined();
    expect(cluster.find("Secret", "viewer-secrets")).toBeDefined();
    expect(cluster.evaluated.outputs["grafanaUrl"]).toBeNull();
    expect(JSON.stringify(cluster.all("NetworkPolicy"))).not.toContain("grafana");
  });

  it("lack that too where it isn't wanted: its files and passwords are there all the same", async () => {
    const without = await evaluateCluster({ imageSource: "local", grafana: { standIn: false } });
    expect(without.find("Deployment", "viewer")).toBeUndefined();
    expect(without.find("ConfigMap", "grafana-files-dashboards")).toBeDefined();
    expect(without.find("Secret", "grafana-secrets")).toBeDefined();
  });
});
