import { beforeAll, describe, expect, it } from "vitest";
import { endpoint, evaluateCluster, type Cluster } from "../lib/cluster";
import { allows, type NetworkPolicy } from "../lib/network-policy";

/** A stack that brings as little as it can: the cluster has an operator, a Gateway and databases. */
let cluster: Cluster;
beforeAll(async () => {
  cluster = await evaluateCluster({
    workers: { autoscaling: { maxReplicas: 4, cpuPercent: 80 } },
    exporters: { node: false, containers: false, probes: false },
    postgres: { mode: "external", host: "db.example", port: 6432, sslMode: "verify-full" },
    postgresPassword: "secret-of-external-postgres",
    redis: { mode: "external", host: "queue.example" },
    prometheus: { outside: [{ job: "legacy", targets: ["old.example:9100"], path: "/m", scheme: "https" }] },
    kubernetes: {
      operator: "existing",
      statsd: "node",
      gateway: { name: "public", namespace: "gateways", hosts: { app: "shop.example" } },
    },
  });
});

const reaches = (role: string, port: number, protocol: "TCP" | "UDP" = "TCP") =>
  allows(cluster.all("NetworkPolicy") as unknown as NetworkPolicy[], {
    from: endpoint(cluster.podsOf(role)),
    to: { ip: "192.0.2.1" },
    port,
    protocol,
  });

describe("an operator that is there", () => {
  it("is left alone, with its definitions", () => {
    expect(cluster.all("CustomResourceDefinition")).toEqual([]);
    expect(cluster.find("Deployment", "prometheus-operator")).toBeUndefined();
    expect(cluster.get("Prometheus", "prometheus").spec.replicas).toBe(1);
  });
});

describe("exporters that are off", () => {
  it("leave nothing behind: no pods, no namespace, no right beyond the stack's own", () => {
    const gone = ["node-exporter", "blackbox-exporter"];
    expect(cluster.pods().filter(({ role }) => gone.includes(role))).toEqual([]);
    expect(cluster.all("Probe")).toEqual([]);
    expect(cluster.all("Namespace").map(({ metadata }) => metadata.name)).toEqual(["sightline-unit"]);
    expect(cluster.all("ClusterRole", "ClusterRoleBinding")).toEqual([]);
    expect(cluster.find("Secret", "prometheus-scrapes")).toBeUndefined();
    expect(cluster.get("Prometheus", "prometheus").spec.additionalScrapeConfigs).toBeUndefined();
    expect(reaches("prometheus", 10250)).toBe(false);
  });

  it("leave kube-state-metrics, which looks into the one namespace that there is", () => {
    const [container] = cluster.podsOf("kube-state-metrics").spec.containers;
    expect(container!.args).toContain("--namespaces=sightline-unit");
    const roles = cluster.all("Role").filter(({ metadata }) => metadata.name === "kube-state-metrics");
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(["sightline-unit"]);
    const verbs = roles.flatMap((role) => (role["rules"] as { verbs: string[] }[]).flatMap((rule) => rule.verbs));
    expect([...new Set(verbs)].sort()).toEqual(["list", "watch"]);
    expect(JSON.stringify(roles)).not.toMatch(/secrets|configmaps/);
  });
});

describe("databases elsewhere", () => {
  it("don't run here; their clients may reach their ports, and what has no database nothing", () => {
    expect(cluster.all("StatefulSet").map(({ metadata }) => metadata.name)).toEqual(["grafana"]);
    const env = cluster.podsOf("app").spec.containers[0]!.env;
    expect(env).toEqual(
      expect.arrayContaining([
        { name: "PGHOST", value: "db.example" },
        { name: "PGSSLMODE", value: "verify-full" },
        { name: "REDIS_HOST", value: "queue.example" },
      ]),
    );
    expect(env!.map(({ name }) => name)).not.toContain("REDIS_PASSWORD_FILE");
    for (const role of ["app", "worker"]) expect([reaches(role, 6432), reaches(role, 6379)]).toEqual([true, true]);
    expect([reaches("postgres-exporter", 6432), reaches("postgres-exporter", 6379)]).toEqual([true, false]);
    expect([reaches("redis-exporter", 6432), reaches("redis-exporter", 6379)]).toEqual([false, true]);
    expect(reaches("grafana", 6432)).toBe(false);
  });
});

describe("StatsD on every node", () => {
  it("is one exporter a node, which pods of the node reach by the same name", () => {
    expect(cluster.podsOf("statsd-exporter")).toMatchObject({ kind: "DaemonSet", namespace: "sightline-unit" });
    expect(cluster.get("Service", "statsd-exporter").spec).toMatchObject({ internalTrafficPolicy: "Local" });
    expect(cluster.find("PodDisruptionBudget", "statsd-exporter")).toBeUndefined();
    const env = cluster.podsOf("worker").spec.containers[0]!.env;
    expect(env).toContainEqual({ name: "STATSD_HOST", value: "statsd-exporter" });
  });
});

describe("a Gateway", () => {
  it("gets a route for each host; what has none is reached by a port-forward", () => {
    expect(cluster.all("HTTPRoute").map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      [
        "app",
        {
          parentRefs: [{ name: "public", namespace: "gateways" }],
          hostnames: ["shop.example"],
          rules: [{ backendRefs: [{ name: "app", port: 8000 }] }],
        },
      ],
    ]);
    expect(cluster.evaluated.outputs).toMatchObject({
      applicationUrl: "https://shop.example",
      prometheusUrl: "http://localhost:9091",
      portForwards: {
        prometheus: "kubectl --namespace sightline-unit port-forward service/prometheus 9091:9090",
        grafana: "kubectl --namespace sightline-unit port-forward service/grafana 3000:3000",
      },
    });
  });
});

describe("hosts outside", () => {
  it("are scraped by a ScrapeConfig, and may be reached", () => {
    expect(cluster.get("ScrapeConfig", "outside-legacy").spec).toMatchObject({
      jobName: "legacy",
      metricsPath: "/m",
      scheme: "HTTPS",
      staticConfigs: [{ targets: ["old.example:9100"] }],
    });
    expect(reaches("prometheus", 9100)).toBe(true);
  });
});

describe("autoscaling by processor use", () => {
  it("asks the metrics server", () => {
    expect(cluster.get("HorizontalPodAutoscaler", "worker").spec).toMatchObject({
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
      ],
    });
  });
});
