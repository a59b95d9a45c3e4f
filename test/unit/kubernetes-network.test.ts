import { beforeAll, describe, expect, it } from "vitest";
import { endpoint, evaluateCluster, type Cluster } from "../lib/cluster";
import { allows, letsIn, letsOut, type Connection, type Endpoint, type NetworkPolicy } from "../lib/network-policy";

/** Every flow between pods of a default stack, written by hand: none may be missing, and none be there besides. */
const between = [
  ["app", "postgres", 5432, "TCP"],
  ["app", "redis", 6379, "TCP"],
  ["app", "statsd-exporter", 9125, "UDP"],
  ["worker", "postgres", 5432, "TCP"],
  ["worker", "redis", 6379, "TCP"],
  ["worker", "statsd-exporter", 9125, "UDP"],
  ["postgres-exporter", "postgres", 5432, "TCP"],
  ["redis-exporter", "redis", 6379, "TCP"],
  ["blackbox-exporter", "app", 8000, "TCP"],
  ["grafana", "prometheus", 9090, "TCP"],
  ["alertmanager", "alertmanager", 9094, "TCP"],
  ["alertmanager", "alertmanager", 9094, "UDP"],
  ["prometheus", "alertmanager", 9093, "TCP"],
  ["prometheus", "app", 8000, "TCP"],
  ["prometheus", "blackbox-exporter", 9115, "TCP"],
  ["prometheus", "grafana", 3000, "TCP"],
  ["prometheus", "kube-state-metrics", 8080, "TCP"],
  ["prometheus", "node-exporter", 9100, "TCP"],
  ["prometheus", "postgres-exporter", 9187, "TCP"],
  ["prometheus", "prometheus", 9090, "TCP"],
  ["prometheus", "prometheus-operator", 8080, "TCP"],
  ["prometheus", "redis-exporter", 9121, "TCP"],
  ["prometheus", "statsd-exporter", 9100, "TCP"],
  ["prometheus", "statsd-exporter", 9102, "TCP"],
  ["prometheus", "worker", 8001, "TCP"],
].map((flow) => flow.join(" "));

const protocols = ["TCP", "UDP"] as const;
const internet: Endpoint = { ip: "192.0.2.7" };
const dns: Endpoint = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
const stranger: Endpoint = { namespace: "default", labels: { app: "stranger" } };
/** As somebody would name it who wants to be taken for the application. */
const imposter: Endpoint = { namespace: "default", labels: { "sightline.stack": "unit", "sightline.role": "app" } };

let cluster: Cluster;
let policies: NetworkPolicy[];
let byRole: Map<string, Endpoint>;

beforeAll(async () => {
  cluster = await evaluateCluster();
  policies = cluster.all("NetworkPolicy") as unknown as NetworkPolicy[];
  byRole = new Map(cluster.pods().map((pods) => [pods.role, endpoint(pods)]));
});

/** Every port that a policy or a container names, and one that nobody does. */
function ports(): number[] {
  const ofPolicies = policies.flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])]);
  const ofPods = cluster.pods().flatMap(({ spec }) => spec.containers.flatMap((one) => one.ports ?? []));
  return [
    ...new Set([
      ...ofPolicies.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port as number)),
      ...ofPods.map(({ containerPort }) => containerPort),
      12345,
    ]),
  ];
}

function connections(from: Endpoint, to: Endpoint): Connection[] {
  return ports().flatMap((port) => protocols.map((protocol) => ({ from, to, port, protocol })));
}

/** Names of the roles that reach an address, with port and protocol. */
function reaching(to: Endpoint): string[] {
  return [...byRole].flatMap(([role, from]) =>
    connections(from, to)
      .filter((connection) => allows(policies, connection))
      .map(({ port, protocol }) => `${role} ${port} ${protocol}`),
  );
}

describe("the network policies", () => {
  it("name both directions, and never everything", () => {
    for (const { metadata, spec } of policies) {
      expect(spec.policyTypes, metadata.name).toEqual(["Ingress", "Egress"]);
      const rules = [
        ...(spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports })),
        ...(spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
      ];
      for (const { peers = [], ports = [] } of rules) {
        expect(peers.length, metadata.name).toBeGreaterThan(0);
        expect(ports.length, metadata.name).toBeGreaterThan(0);
        for (const peer of peers) expect(Object.keys(peer).length, metadata.name).toBeGreaterThan(0);
      }
    }
  });

  it("deny everything in each namespace, also of pods that nobody knows of", () => {
    for (const { metadata } of cluster.all("Namespace")) {
      const unknown: Endpoint = { namespace: metadata.name, labels: { app: "unknown" } };
      const all = policies.filter(
        (one) => one.metadata.namespace === metadata.name && one.metadata.name === "deny-all",
      );
      expect(all.map(({ spec }) => spec)).toEqual([{ podSelector: {}, policyTypes: ["Ingress", "Egress"] }]);
      for (const other of [...byRole.values(), dns, internet, stranger]) {
        expect(connections(unknown, other).some((connection) => allows(policies, connection))).toBe(false);
        expect(connections(other, unknown).some((connection) => allows(policies, connection))).toBe(false);
      }
    }
  });

  it("let through between pods exactly the flows that the stack has", () => {
    const found = [...byRole].flatMap(([to, endpoint]) =>
      reaching(endpoint).map((flow) => flow.replace(" ", ` ${to} `)),
    );
    expect(found.sort()).toEqual([...between].sort());
  });

  it("let in whatever they let out, and the other way round", () => {
    for (const from of byRole.values()) {
      for (const to of byRole.values()) {
        for (const connection of connections(from, to)) {
          expect(letsIn(policies, connection)).toBe(letsOut(policies, connection));
        }
      }
    }
  });

  it("let out to addresses only who asks the API server or the kubelets", () => {
    const api = (role: string) => [`${role} 443 TCP`, `${role} 6443 TCP`];
    const expected = [
      ...["kube-state-metrics", "prometheus", "prometheus-operator"].flatMap(api),
      "prometheus 10250 TCP",
    ];
    expect(reaching(internet).sort()).toEqual(expected.sort());
  });

  it("let names be looked up by whoever talks, and let nobody else into the cluster's own namespaces", () => {
    // The last two talk only to the API server, whose address every pod has in its environment.
    const silent = [
      ...["node-exporter", "postgres", "redis", "statsd-exporter"],
      ...["kube-state-metrics", "prometheus-operator"],
    ];
    const talking = [...byRole.keys()].filter((role) => !silent.includes(role));
    expect(reaching(dns).sort()).toEqual(talking.flatMap((role) => [`${role} 53 TCP`, `${role} 53 UDP`]).sort());
    expect(reaching(stranger)).toEqual([]);
  });

  it("let nobody in from elsewhere, whatever labels it has", () => {
    for (const from of [stranger, imposter, dns, internet]) {
      for (const to of byRole.values()) {
        expect(connections(from, to).filter((connection) => letsIn(policies, connection))).toEqual([]);
      }
    }
  });

  it.each([
    ["app", "prometheus", 9090],
    ["worker", "postgres-exporter", 9187],
    ["grafana", "postgres", 5432],
    ["app", "alertmanager", 9093],
    ["app", "worker", 8001],
    ["worker", "app", 8000],
    ["blackbox-exporter", "postgres", 5432],
    ["postgres", "app", 8000],
    ["node-exporter", "prometheus", 9090],
    ["alertmanager", "prometheus", 9090],
  ])("don't let %s to %s:%i", (from, to, port) => {
    const connection = { from: byRole.get(from)!, to: byRole.get(to)!, port, protocol: "TCP" as const };
    expect(letsOut(policies, connection)).toBe(false);
    expect(letsIn(policies, connection)).toBe(false);
  });

  it.each(["app", "worker", "postgres", "redis", "grafana", "alertmanager", "node-exporter"])(
    "don't let %s out of the cluster unless the stack's configuration says so",
    (role) => {
      expect(connections(byRole.get(role)!, internet).filter((one) => letsOut(policies, one))).toEqual([]);
    },
  );
});
