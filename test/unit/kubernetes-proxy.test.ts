import { beforeAll, describe, expect, it } from "vitest";
import { evaluateCluster, type Cluster } from "../lib/cluster";
import { violations } from "../lib/pod-security";

const hosts = {
  app: "shop.example",
  grafana: "grafana.example",
  prometheus: "prometheus.example",
  alertmanager: "alerts.example",
};

interface Backend {
  readonly name: string;
  readonly port: { readonly number: number };
}

const backends = (cluster: Cluster) =>
  Object.fromEntries(
    cluster.all("Ingress").map(({ metadata, spec }) => {
      const [{ host, http }] = spec.rules as [{ host: string; http: { paths: [{ backend: { service: Backend } }] } }];
      const { name, port } = http.paths[0].backend.service;
      return [metadata.name, `${host} -> ${name}:${port.number}`];
    }),
  );

const allowedFrom = (cluster: Cluster, role: string) => JSON.stringify(cluster.get("NetworkPolicy", role).spec.ingress);

describe("Prometheus and Alertmanager under a host name", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await evaluateCluster({ kubernetes: { ingress: { hosts } } });
  });

  it("are published by a proxy that asks for the login; others as they are", () => {
    expect(backends(cluster)).toEqual({
      app: "shop.example -> app:8000",
      grafana: "grafana.example -> grafana:3000",
      prometheus: "prometheus.example -> proxy:8444",
      alertmanager: "alerts.example -> proxy:8443",
    });
    expect(cluster.evaluated.outputs).toMatchObject({
      prometheusUrl: "https://prometheus.example",
      alertmanagerUrl: "https://alerts.example",
      webPassword: "secret-of-web",
    });
    const { data } = cluster.get("ConfigMap", "proxy-files-caddy") as unknown as { data: Record<string, string> };
    const caddyfile = data["Caddyfile"] as string;
    expect(caddyfile).toContain("http://:8443 {\n\tbasic_auth {\n\t\tsightline {file./run/secrets/web-password-hash}");
    expect(caddyfile).toContain("reverse_proxy alertmanager:9093");
    expect(caddyfile).toContain("reverse_proxy prometheus:9090");
    expect(caddyfile).not.toContain("$2b$");
    const { data: secret } = cluster.get("Secret", "proxy-secrets") as unknown as { data: Record<string, string> };
    expect(Buffer.from(secret["web-password-hash"] ?? "", "base64").toString()).toMatch(/^\$2b\$10\$/);
  });

  it("let the controller in by the proxy only", () => {
    for (const role of ["prometheus", "alertmanager"]) {
      expect(allowedFrom(cluster, role)).not.toContain("ingress-nginx");
      expect(allowedFrom(cluster, role)).toContain('"proxy"');
    }
    expect(allowedFrom(cluster, "proxy")).toContain("ingress-nginx");
  });

  it("have a proxy as confined as all the others", () => {
    const { spec } = cluster.podsOf("proxy");
    expect(violations(spec)).toEqual([]);
    expect(spec.containers[0]?.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
  });

  it("need no proxy where nobody is to log in, or none of them has a host name", async () => {
    const open = await evaluateCluster({ access: { login: "never" }, kubernetes: { ingress: { hosts } } });
    expect(backends(open)).toMatchObject({ prometheus: "prometheus.example -> prometheus:9090" });
    expect(open.find("Deployment", "proxy")).toBeUndefined();
    const { prometheus: _, alertmanager: __, ...others } = hosts;
    const apart = await evaluateCluster({ kubernetes: { ingress: { hosts: others } } });
    expect(apart.find("Deployment", "proxy")).toBeUndefined();
    expect(apart.evaluated.outputs["webPassword"]).toBeNull();
  });

  it("are published by a Gateway in the same way, the one of them that has a name", async () => {
    const gateway = { name: "public", namespace: "gateways", hosts: { prometheus: hosts.prometheus } };
    const byGateway = await evaluateCluster({ kubernetes: { gateway } });
    expect(byGateway.get("HTTPRoute", "prometheus").spec).toMatchObject({
      hostnames: ["prometheus.example"],
      rules: [{ backendRefs: [{ name: "proxy", port: 8443 }] }],
    });
    expect(byGateway.find("HTTPRoute", "alertmanager")).toBeUndefined();
    // The other one is reached as ever.
    expect(Object.keys(byGateway.evaluated.outputs["portForwards"] as object)).toContain("alertmanager");
    expect(Object.keys(byGateway.evaluated.outputs["portForwards"] as object)).not.toContain("prometheus");
    expect(allowedFrom(byGateway, "proxy")).toContain("gateways");
  });
});
