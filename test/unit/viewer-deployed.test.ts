import { beforeAll, describe, expect, it } from "vitest";
import { viewerRef } from "../../images/viewer";
import { endpoint, evaluateCluster, type Cluster } from "../lib/cluster";
import { allows, type Connection, type Endpoint, type NetworkPolicy } from "../lib/network-policy";
import { violations } from "../lib/pod-security";
import { evaluateSettings, type Evaluated } from "../lib/program";

type Inputs = Record<string, unknown>;

const container = ({ resources }: Evaluated, role: string) =>
  resources.find(({ type, name }) => type.endsWith(":Container") && name === `sightline-unit-${role}`)
    ?.inputs as Inputs;

/** Path below `/etc/sightline` to content. */
function uploads(stack: Evaluated, role: string): Map<string, string> {
  const files = container(stack, `${role}-files`)?.["uploads"] as { file: string; content: string }[] | undefined;
  return new Map((files ?? []).map(({ file, content }) => [file.replace("/etc/sightline/", ""), content]));
}
const dashboardsOf = (stack: Evaluated, role: string) =>
  [...uploads(stack, role)].filter(([path]) => path.startsWith("dashboards/"));

describe("where Grafana's image can be had", () => {
  it("Grafana runs, and nothing stands in for it", async () => {
    const stack = await evaluateSettings({});
    expect(JSON.stringify([...stack.files])).not.toContain("viewer");
    expect(stack.outputs).toMatchObject({ grafanaUrl: "http://localhost:3000", viewerUrl: null });
  });
});

describe("where it can't", () => {
  let stack: Evaluated;
  let withGrafana: Evaluated;
  beforeAll(async () => {
    [stack, withGrafana] = await Promise.all([evaluateSettings({ imageSource: "local" }), evaluateSettings({})]);
  });

  it("a viewer stands in, at the same port and the same addresses", () => {
    expect(container(stack, "grafana")).toBeUndefined();
    expect(container(stack, "viewer")["ports"]).toEqual(container(withGrafana, "grafana")["ports"]);
    expect(stack.outputs).toMatchObject({ grafanaUrl: null, viewerUrl: "http://localhost:3000" });
    expect(stack.outputs["dashboardUrls"]).toEqual(withGrafana.outputs["dashboardUrls"]);
    expect(Object.keys(stack.outputs["dashboardUrls"] as object).length).toBeGreaterThan(1);
  });

  it("with the same dashboards, at the same place, and the same password", () => {
    expect(dashboardsOf(stack, "viewer")).toEqual(dashboardsOf(withGrafana, "grafana"));
    expect(dashboardsOf(stack, "viewer").length).toBeGreaterThan(1);
    const secrets = (from: Evaluated, role: string) => container(from, `${role}-secrets`)["uploads"];
    expect(secrets(stack, "viewer")).toEqual(secrets(withGrafana, "grafana"));
    expect(JSON.stringify(container(stack, "viewer"))).not.toMatch(/secret-of|unknown-/);
  });

  it("is confined as strictly as any", () => {
    const viewer = container(stack, "viewer");
    expect(viewer).toMatchObject({
      readOnly: true,
      user: "65534:65534",
      capabilities: { drops: ["ALL"], adds: [] },
      securityOpts: ["no-new-privileges:true"],
    });
    expect(viewer["memory"]).toBeLessThanOrEqual(192);
    expect(viewer["tmpfs"]).toBeUndefined();
    expect((viewer["volumes"] as { readOnly?: boolean }[]).every(({ readOnly }) => readOnly)).toBe(true);
  });

  it("takes changed dashboards while it runs", () => {
    const labels = container(stack, "viewer")["labels"] as { label: string }[];
    expect(labels.map(({ label }) => label)).not.toContain("sightline.files");
  });

  it("is scraped in Grafana's stead", () => {
    const config = uploads(stack, "prometheus").get("prometheus.yml") as string;
    expect(config).toContain("viewer:3000");
    expect(config).not.toContain("grafana");
  });

  it("has an image that is known without building it", () => {
    const images = stack.resources.map(({ inputs }) => inputs["name"]);
    expect(images).toContain(viewerRef());
  });

  it("nothing stands in where the stack wants nothing to", async () => {
    const none = await evaluateSettings({ imageSource: "local", grafana: { standIn: false } });
    expect(container(none, "viewer")).toBeUndefined();
    expect(dashboardsOf(none, "grafana")).toEqual(dashboardsOf(withGrafana, "grafana"));
    expect(none.outputs).toMatchObject({ grafanaUrl: null, viewerUrl: null, dashboardUrls: {} });
  });
});

describe("in a cluster", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await evaluateCluster({
      imageSource: "local",
      kubernetes: { imageRegistry: "registry.example", ingress: { hosts: { grafana: "grafana.example" } } },
    });
  });

  it("it's a Deployment under Pod Security restricted, asked for its health over HTTP", () => {
    const { spec, kind } = cluster.podsOf("viewer");
    expect([kind, violations(spec)]).toEqual(["Deployment", []]);
    const [pod] = spec.containers as unknown as Record<string, { httpGet?: unknown }>[];
    expect(pod).toMatchObject({ image: viewerRef("registry.example") });
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      expect(pod?.[probe]?.httpGet).toEqual({ path: "/api/health", port: 3000 });
    }
  });

  it("is published under Grafana's name", () => {
    const [{ host, http }] = cluster.get("Ingress", "viewer")["spec"].rules;
    expect([host, http.paths[0].backend.service.name]).toEqual(["grafana.example", "viewer"]);
    expect(cluster.evaluated.outputs).toMatchObject({ viewerUrl: "https://grafana.example", grafanaUrl: null });
  });

  it("talks to Prometheus and the names' server alone, and only who must gets in", () => {
    const policies = cluster.all("NetworkPolicy") as unknown as NetworkPolicy[];
    const pods = cluster.pods().map((each) => [each.role, endpoint(each)] as const);
    const viewer = pods.find(([role]) => role === "viewer")?.[1] as Endpoint;
    const may = (from: Endpoint, to: Endpoint, port: number) =>
      allows(policies, { from, to, port, protocol: "TCP" } as Connection);
    const reached = pods.flatMap(([role, to]) =>
      [3000, 5432, 6379, 9090, 9093].filter((port) => may(viewer, to, port)).map((port) => `${role} ${port}`),
    );
    const reaching = pods.filter(([, from]) => may(from, viewer, 3000)).map(([role]) => role);
    expect([reached, reaching]).toEqual([["prometheus 9090"], ["prometheus"]]);
  });
});
