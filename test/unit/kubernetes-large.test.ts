import { beforeAll, describe, expect, it } from "vitest";
import { endpoint, evaluateCluster, type Cluster } from "../lib/cluster";
import { allows, letsIn, letsOut, type NetworkPolicy } from "../lib/network-policy";
import { violations } from "../lib/pod-security";

const scheduling = {
  nodeSelector: { "node.example/pool": "monitoring" },
  tolerations: [{ key: "dedicated", operator: "Equal", value: "monitoring", effect: "NoSchedule" }],
};
const hosts = {
  app: "shop.example",
  grafana: "grafana.example",
  prometheus: "prometheus.example",
  alertmanager: "alerts.example",
};

/** A stack that has outgrown one node, with an application of its own. */
let cluster: Cluster;
beforeAll(async () => {
  cluster = await evaluateCluster({
    app: {
      image: "registry.example/shop:1",
      user: "1000:1000",
      port: 8020,
      replicas: 3,
      outside: [{ cidr: "198.51.100.0/24", port: 443 }],
      verticalScaling: "Auto",
    },
    workers: {
      command: ["celery", "worker"],
      replicas: 2,
      autoscaling: { minReplicas: 2, maxReplicas: 9, queue: { metric: "celery_queue_length", perReplica: 50 } },
    },
    prometheus: { retentionGiB: 40, remoteWrite: [{ url: "https://metrics.example/push", username: "unit" }] },
    remoteWritePassword: "secret-of-remote-write",
    alertWebhookUrl: "https://alerts.example:8443/secret-of-webhook",
    kubernetes: {
      size: "ha",
      shards: 2,
      storageClass: "fast",
      imagePullSecrets: ["registry"],
      ...scheduling,
      apiServer: { cidr: "203.0.113.1/32", ports: [6443] },
      nodeCidr: "203.0.113.0/24",
      ingress: { className: "nginx", hosts, tlsSecret: "shop-tls", annotations: { "cert.example/issuer": "ca" } },
    },
  });
});

describe("the size ha", () => {
  it("has two Prometheus of each shard and three Alertmanagers, which spread over nodes", () => {
    const prometheus = cluster.get("Prometheus", "prometheus");
    const alertmanager = cluster.get("Alertmanager", "alertmanager");
    expect(prometheus.spec).toMatchObject({ replicas: 2, shards: 2 });
    expect(alertmanager.spec).toMatchObject({ replicas: 3 });
    for (const { spec, metadata } of [prometheus, alertmanager]) {
      expect(spec.topologySpreadConstraints).toMatchObject([
        { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
      ]);
      expect(cluster.get("PodDisruptionBudget", metadata.name).spec.maxUnavailable).toBe(1);
    }
  });

  it("tells one Prometheus from the other by an external label", () => {
    const { spec } = cluster.get("Prometheus", "prometheus");
    expect(spec).toMatchObject({
      externalLabels: { stack: "unit", workload: "pharmacy-care-plan" },
      replicaExternalLabelName: "prometheus_replica",
      prometheusExternalLabelName: "",
    });
  });

  it("writes every sample to a store, with the password as a secret", () => {
    const { spec } = cluster.get("Prometheus", "prometheus");
    const { name, key } = spec.remoteWrite[0].basicAuth.password;
    expect(spec.remoteWrite[0].url).toBe("https://metrics.example/push");
    const password = cluster.get("Secret", name)["data"][key];
    expect(Buffer.from(password, "base64").toString()).toBe("secret-of-remote-write");
    expect([...cluster.evaluated.files.values()].join("\n")).not.toMatch(/secret-of-(remote-write|webhook)/);
  });

  it("claims a volume that is larger than what is kept, of the class that was asked for", () => {
    const { spec } = cluster.get("Prometheus", "prometheus");
    expect(spec.retentionSize).toBe("40GB");
    const claims = [
      spec.storage.volumeClaimTemplate,
      cluster.get("Alertmanager", "alertmanager").spec.storage.volumeClaimTemplate,
      ...cluster.all("StatefulSet").flatMap((set) => set.spec.volumeClaimTemplates),
    ];
    expect(claims[0].spec.resources.requests.storage).toBe("50Gi");
    expect(claims.map((claim) => claim.spec.storageClassName)).toEqual(claims.map(() => "fast"));
  });
});

describe("scheduling", () => {
  it("is the same for every pod, but that what is on every node puts up with any taint", () => {
    for (const { role, kind, spec } of cluster.pods()) {
      const { nodeSelector, tolerations } = scheduling;
      // What is on every node is on nodes of any label.
      const chosen = role === "node-exporter" ? {} : { nodeSelector };
      expect(spec, role).toMatchObject({ ...chosen, imagePullSecrets: [{ name: "registry" }] });
      expect((spec as { tolerations?: unknown }).tolerations, role).toEqual(
        kind === "DaemonSet" ? [{ operator: "Exists" }] : tolerations,
      );
    }
  });

  it("goes before others for what watches them", () => {
    const urgent = cluster.pods().filter(({ spec }) => "priorityClassName" in spec);
    expect(urgent.map(({ role }) => role).sort()).toEqual(["alertmanager", "prometheus", "statsd-exporter"]);
    expect(cluster.get("PriorityClass", "sightline-unit")["value"]).toBeGreaterThan(0);
  });
});

describe("scaling", () => {
  it("gives the application as many as it says, and the workers as many as their queue needs", () => {
    expect(cluster.get("Deployment", "app").spec.replicas).toBe(3);
    expect(cluster.get("Deployment", "worker").spec.replicas).toBeUndefined();
    expect(cluster.get("HorizontalPodAutoscaler", "worker").spec).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "worker" },
      minReplicas: 2,
      maxReplicas: 9,
      metrics: [
        {
          type: "External",
          external: { metric: { name: "celery_queue_length" }, target: { type: "AverageValue", averageValue: "50" } },
        },
      ],
    });
  });

  it("changes the application's resources by a VerticalPodAutoscaler", () => {
    expect(cluster.get("VerticalPodAutoscaler", "app").spec).toEqual({
      targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "app" },
      updatePolicy: { updateMode: "Auto" },
    });
  });
});

/** Prometheus and Alertmanager stand behind a proxy, which asks for a login. */
const roleBehind = (role: string) => (["prometheus", "alertmanager"].includes(role) ? "proxy" : role);

function portBehind(role: string): number {
  const ports = cluster.get("Service", roleBehind(role)).spec.ports as { name: string; port: number }[];
  const named = ports.filter(({ name }) => roleBehind(role) === role || name === role);
  expect(named.length).toBe(1);
  return named[0]?.port ?? 0;
}

describe("an Ingress", () => {
  it("publishes each host with TLS, and makes the URLs of the outputs", () => {
    for (const [role, host] of Object.entries(hosts)) {
      const { metadata, spec } = cluster.get("Ingress", role);
      expect(metadata.annotations).toMatchObject({ "cert.example/issuer": "ca" });
      expect(spec).toMatchObject({ ingressClassName: "nginx", tls: [{ hosts: [host], secretName: "shop-tls" }] });
      const backend = { service: { name: roleBehind(role), port: { number: portBehind(role) } } };
      expect(spec.rules).toEqual([{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }]);
    }
    expect(cluster.evaluated.outputs).toMatchObject({
      applicationUrl: "https://shop.example",
      grafanaUrl: "https://grafana.example",
      prometheusUrl: "https://prometheus.example",
      alertmanagerUrl: "https://alerts.example",
      portForwards: {},
    });
    expect(cluster.get("Prometheus", "prometheus").spec.externalUrl).toBe("https://prometheus.example");
  });
});

describe("the network policies", () => {
  const reaches = (role: string, ip: string, port: number) =>
    allows(cluster.all("NetworkPolicy") as unknown as NetworkPolicy[], {
      from: endpoint(cluster.podsOf(role)),
      to: { ip },
      port,
      protocol: "TCP",
    });

  it("let in what the Ingress' controller sends, and nothing else of its namespace", () => {
    const policies = cluster.all("NetworkPolicy") as unknown as NetworkPolicy[];
    const from = { namespace: "ingress-nginx", labels: {} };
    const enters = (role: string, port: number) =>
      letsIn(policies, { from, to: endpoint(cluster.podsOf(role)), port, protocol: "TCP" });
    expect([enters("app", 8020), enters("grafana", 3000)]).toEqual([true, true]);
    expect([enters("proxy", portBehind("prometheus")), enters("prometheus", 9090)]).toEqual([true, false]);
    expect([enters("postgres", 5432), enters("statsd-exporter", 9102), enters("app", 22)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("let out to what the configuration names, and to no other address", () => {
    expect(reaches("app", "198.51.100.9", 443)).toBe(true);
    expect(reaches("app", "192.0.2.1", 443)).toBe(false);
    expect(reaches("worker", "198.51.100.9", 443)).toBe(false);
    expect(reaches("alertmanager", "192.0.2.1", 8443)).toBe(true);
    expect(reaches("alertmanager", "192.0.2.1", 443)).toBe(false);
    // The store of samples has a name, which may be any address.
    expect(reaches("prometheus", "192.0.2.1", 443)).toBe(true);
    expect(reaches("prometheus", "203.0.113.7", 10250)).toBe(true);
    expect(reaches("prometheus", "192.0.2.1", 10250)).toBe(false);
    expect(reaches("prometheus-operator", "203.0.113.1", 6443)).toBe(true);
    expect(reaches("prometheus-operator", "203.0.113.2", 6443)).toBe(false);
  });

  it("have the peers of a cluster of Alertmanagers", () => {
    const policies = cluster.all("NetworkPolicy") as unknown as NetworkPolicy[];
    const peer = endpoint(cluster.podsOf("alertmanager"));
    for (const protocol of ["TCP", "UDP"] as const) {
      const connection = { from: peer, to: peer, port: 9094, protocol };
      expect(letsOut(policies, connection) && letsIn(policies, connection)).toBe(true);
    }
  });
});

describe("an application of one's own", () => {
  it("is as confined as the demo", () => {
    for (const role of ["app", "worker"]) {
      const { spec } = cluster.podsOf(role);
      expect(spec.containers[0]!.image).toBe("registry.example/shop:1");
      expect(violations(spec)).toEqual([]);
    }
    expect(cluster.podsOf("worker").spec.containers[0]!.args).toEqual(["celery", "worker"]);
  });
});
