import { beforeAll, describe, expect, it } from "vitest";
import { evaluateCluster, type AnyObject, type Cluster, type Pods } from "../lib/cluster";
import { containers, violations } from "../lib/pod-security";
import { services } from "../lib/program";
import { documentProbes } from "../lib/probes";

/** What Kubernetes makes of a value: one `$` of two, and a variable's value of `$(NAME)`. */
const expanded = (text: string) =>
  text.replace(/\$(?:(\$)|\(([^)]*)\))/g, (_, dollar?: string) => dollar ?? "a variable's value");
const awkward = "$(PORT) $$(PORT) $$ $PORT 100$";

describe("every pod", () => {
  let cluster: Cluster;
  let pods: Pods[];
  const inNamespace = (level: string) =>
    pods.filter(
      ({ namespace }) =>
        cluster.get("Namespace", namespace).metadata.labels["pod-security.kubernetes.io/enforce"] === level,
    );

  beforeAll(async () => {
    cluster = await evaluateCluster({ app: { environment: { AWKWARD: awkward } } });
    pods = cluster.pods();
  });

  it("is there: what runs on Docker, and what only a cluster has", async () => {
    const roles = new Set(pods.map(({ role }) => role));
    const onDocker = (await services()).map(({ role }) => role);
    // A sidecar has no pod, workers are alike, and a kubelet has the containers' metrics.
    const elsewhere = ["statsd-exporter-kernel", "worker-1", "cadvisor"];
    const added = ["worker", "prometheus-operator", "kube-state-metrics"];
    expect([...roles].sort()).toEqual([...onDocker.filter((role) => !elsewhere.includes(role)), ...added].sort());
    expect(pods.length).toBe(roles.size);
  });

  it("meets Pod Security restricted, which its namespace enforces; but for the node exporter", () => {
    for (const { role, spec } of inNamespace("restricted")) expect(violations(spec), role).toEqual([]);
    const [nodeExporter, ...others] = inNamespace("privileged");
    expect(others).toEqual([]);
    expect(nodeExporter?.role).toBe("node-exporter");
    expect(violations(nodeExporter!.spec)).toEqual(["volume types"]);
    expect(inNamespace("restricted").length + 1).toBe(pods.length);
  });

  it("reads only what isn't its own to write: files, secrets, the node", () => {
    for (const { role, spec } of pods) {
      const kinds = new Map((spec.volumes ?? []).map(({ name, ...kind }) => [name, Object.keys(kind)[0]!]));
      for (const container of containers(spec)) {
        expect(container.securityContext?.readOnlyRootFilesystem, role).toBe(true);
        const fixed = (container.volumeMounts ?? []).filter(({ name }) =>
          ["configMap", "secret", "hostPath"].includes(kinds.get(name) ?? ""),
        );
        for (const { name, readOnly } of fixed) expect(readOnly, `${role} ${name}`).toBe(true);
      }
    }
  });

  it("has a token of the API server only where it asks one", () => {
    const withToken = pods.filter(({ spec }) => spec.automountServiceAccountToken !== false).map(({ role }) => role);
    expect(withToken.sort()).toEqual(["kube-state-metrics", "prometheus", "prometheus-operator"]);
    const accounts = cluster.all("ServiceAccount");
    expect(accounts.map(({ metadata }) => metadata.name).sort()).toEqual(withToken);
    for (const account of accounts) expect(account["automountServiceAccountToken"]).toBe(false);
  });

  it("requests no more than its limits", () => {
    for (const { role, spec } of pods) {
      for (const { name, resources } of containers(spec)) {
        expect(resources, `${role} ${name}`).toBeDefined();
        for (const unit of ["cpu", "memory"] as const) {
          const [request, limit] = [resources!.requests[unit], resources!.limits[unit]];
          expect(quantity(request), `${role} ${name} ${unit}`).toBeGreaterThan(0);
          expect(quantity(request), `${role} ${name} ${unit}`).toBeLessThanOrEqual(quantity(limit));
        }
      }
    }
  });

  it("gets text as it is, whatever dollars are in it", () => {
    const [app] = cluster.podsOf("app").spec.containers;
    expect(expanded(app!.env!.find(({ name }) => name === "AWKWARD")!.value!)).toBe(awkward);
    const [node] = cluster.podsOf("node-exporter").spec.containers;
    expect(node!.args!.map(expanded).join("\n")).toContain("($|/)");
  });

  it("gets secrets as files, and nothing else names one", () => {
    for (const { role, spec } of pods) {
      for (const { name, env = [], envFrom } of containers(spec)) {
        expect(envFrom, `${role} ${name}`).toBeUndefined();
        expect(JSON.stringify(env), `${role} ${name}`).not.toContain("secretKeyRef");
      }
    }
    const isSecret = ({ kind, type }: AnyObject) => kind === "Secret" && type !== "sightline/config";
    const open = JSON.stringify(cluster.objects.filter((object) => !isSecret(object)));
    for (const shape of ["secret-of-", Buffer.from("secret-of-").toString("base64").slice(0, 12)]) {
      expect(open).not.toContain(shape);
      expect([...cluster.evaluated.files.values()].join("\n")).not.toContain(shape);
    }
    const secrets = cluster.objects.filter(isSecret);
    expect(secrets.map(({ metadata }) => metadata.name)).toContain("postgres-secrets");
    const decoded = Object.values(cluster.get("Secret", "postgres-secrets")["data"] as Record<string, string>);
    expect(decoded.map((text) => Buffer.from(text, "base64").toString())).toEqual(["secret-of-postgres"]);
  });
});

describe("probes", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await evaluateCluster({
      app: { image: "registry.example/rag:1", user: "1000:1000", port: 8020 },
      workers: { replicas: 0 },
    });
  });

  it("of the application are those that self-rag's document has", () => {
    expect(cluster.podsOf("app").spec.containers[0]).toMatchObject(documentProbes);
  });

  it("never restart what has data, and ask everything else whether it lives", () => {
    const own = cluster.pods().filter(({ kind }) => kind.endsWith("Set") || kind === "Deployment");
    for (const { role, kind, spec } of own) {
      for (const container of spec.containers) {
        expect(container.readinessProbe, role).toBeDefined();
        expect(container.livenessProbe === undefined, role).toBe(kind === "StatefulSet");
      }
    }
    expect(own.filter(({ kind }) => kind === "StatefulSet").length).toBe(3);
  });
});

/** In cores, or in bytes. */
function quantity(text: string): number {
  const units: Record<string, number> = { "": 1, m: 0.001, Mi: 2 ** 20, Gi: 2 ** 30 };
  const [, number, unit] = /^([\d.]+)(\w*)$/.exec(text)!;
  return Number(number) * units[unit!]!;
}
