import { describe, expect, it } from "vitest";
import { judgeVersion, whichCluster } from "../../cli/lib/kubernetes/connection";
import { denials, type Tried } from "../../cli/lib/kubernetes/denials";
import { ingressFaults, scalingFaults, storageFaults } from "../../cli/lib/kubernetes/needs";
import { claimsOf, podOf } from "../../cli/lib/kubernetes/offspring";
import { engineFaults, foreignFaults } from "../../cli/lib/kubernetes/owners";
import { workloadFaults, type WorkloadObject } from "../../cli/lib/kubernetes/workloads";

const object = (kind: string, name: string, labels: Record<string, string> = {}) => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name, namespace: "sightline-dev", labels },
});

describe("a server's version", () => {
  it.each([
    ["v1.29.9", [expect.stringMatching(/v1\.29\.9; 1\.30 or later .*1\.34 to 1\.36/)], 0],
    ["v1.31.0-eks-1", [], 1],
    ["v1.34.2", [], 0],
    ["v1.36.3", [], 0],
    ["v1.37.0", [], 1],
  ])("%s", (version, faults, notes) => {
    const judged = judgeVersion("the cluster", version);
    expect(judged.faults).toEqual(faults);
    expect(judged.notes).toHaveLength(notes);
  });
});

describe("the cluster of a stack", () => {
  const config = {
    "current-context": "kind",
    contexts: [{ name: "kind", context: { cluster: "c" } }],
    clusters: [{ name: "c", cluster: { server: "https://c:6443" } }],
  };
  const stack = (context?: string) =>
    ({ settings: { kubernetes: { context, kubeconfig: "/k" } }, configFile: "f" }) as never;
  it("is named by context and address", () => {
    expect(whichCluster(stack(), config)).toBe('the cluster of context "kind" at https://c:6443');
  });
  it("must be known", () => {
    expect(() => whichCluster(stack("kin"), config)).toThrow(/context is "kin", .*did you mean "kind"/);
    expect(() => whichCluster(stack(), { ...config, "current-context": "" })).toThrow(/no current context/);
    expect(() => whichCluster(stack(), { contexts: null })).toThrow(/no kubeconfig/);
  });
});

describe("what a cluster refuses", () => {
  const tried = (kind: string, name: string, metadata: object, standIn = false): Tried => ({
    object: object(kind, name),
    as: { ...object(kind, name), metadata },
    standIn,
  });
  const all = [
    tried("Deployment", "app", { name: "app" }),
    tried("NetworkPolicy", "app", { name: "app" }),
    tried("Pod", "app", { generateName: "app-" }),
    tried("Pod", "app-exporter", { generateName: "app-exporter-" }),
    tried("Pod", "far", { generateName: "far-" }, true),
  ];

  it("is told by object, the same reason once", () => {
    const said = [
      'Error from server (Forbidden): deployments.apps "app" is forbidden: policy says no',
      'Error from server (Forbidden): error when creating "STDIN": pods "app-exporter-x7k2p" is forbidden: policy says no',
      'The NetworkPolicy "app" is invalid: ',
      "* spec.x: Invalid value",
      "Warning: something else",
    ].join("\n");
    expect(denials(said, all)).toEqual([
      {
        objects: ["Deployment sightline-dev/app", "Pod sightline-dev/app-exporter"],
        reason: "policy says no",
        untried: false,
      },
      { objects: ["NetworkPolicy sightline-dev/app"], reason: "* spec.x: Invalid value", untried: false },
    ]);
  });

  it("isn't what only a namespace refuses that stands for another, nor a right, nor what is made anew", () => {
    const said = [
      'Error from server (Forbidden): pods "far-x7k2p" is forbidden: exceeded quota: q, requested: cpu=1',
      'Error from server (Invalid): Deployment.apps "app" is invalid: spec.selector: Invalid value: {}: field is immutable',
      'Error from server (Forbidden): pods is forbidden: User "u" cannot create resource "pods" in API group ""',
    ].join("\n");
    expect(denials(said, all)).toEqual([]);
    expect(denials(said.replace("far-", "app-"), all)).toHaveLength(1);
  });

  it("can't be told where a webhook takes no trial", () => {
    const said = 'Error from server (BadRequest): admission webhook "w" does not support dry run';
    expect(denials(said, all)).toMatchObject([{ objects: [], untried: true }]);
  });
});

describe("what comes of an object", () => {
  const template = {
    metadata: { labels: { a: "b" } },
    spec: { serviceAccountName: "s", priorityClassName: "p", containers: [] },
  };
  const data = { metadata: { name: "data" }, spec: { resources: {} } };
  it("is a pod that can be tried alone, and its claims", () => {
    const set = { ...object("StatefulSet", "postgres"), spec: { template, volumeClaimTemplates: [data] } };
    const metadata = { name: "postgres", namespace: "sightline-dev" };
    expect(podOf(set)).toEqual([
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...metadata, labels: { a: "b" } },
        spec: { containers: [], volumes: [{ name: "data", emptyDir: {} }], automountServiceAccountToken: false },
      },
    ]);
    expect(claimsOf(set)).toMatchObject([{ kind: "PersistentVolumeClaim", metadata, spec: data.spec }]);
    const operated = { ...object("Prometheus", "prometheus"), spec: { storage: { volumeClaimTemplate: data } } };
    expect(podOf(operated)).toEqual([]);
    expect(claimsOf(operated)).toHaveLength(1);
  });
});

describe("what a cluster must have", () => {
  const named = (name: string, annotation?: string) => ({
    metadata: { name, annotations: annotation === undefined ? {} : { [annotation]: "true" } },
  });
  it("is a storage class", () => {
    const settings = (storageClass?: string) => ({ kubernetes: { storageClass } }) as never;
    const classes = [named("fast"), named("slow", "storageclass.kubernetes.io/is-default-class")];
    expect(storageFaults(settings(), classes)).toEqual([]);
    expect(storageFaults(settings("fast"), classes)).toEqual([]);
    expect(storageFaults(settings("fas"), classes)).toEqual([
      expect.stringMatching(/did you mean "fast"\? .*fast, slow/),
    ]);
    expect(storageFaults(settings(), [named("fast")])).toEqual([expect.stringMatching(/no default StorageClass/)]);
  });
  it("is an ingress class", () => {
    expect(ingressFaults("nginx", [named("nginx")])).toEqual([]);
    expect(ingressFaults(undefined, [])).toEqual([expect.stringMatching(/no default IngressClass.*it has none/)]);
  });
  it("is the metrics that an autoscaler asks", () => {
    const settings = (autoscaling: object) => ({ workers: { autoscaling } }) as never;
    const status = (status: string) => ({ conditions: [{ type: "Available", status }] });
    const service = { ...named("v1beta1.metrics.k8s.io"), status: status("True") };
    expect(scalingFaults(settings({ cpuPercent: 70 }), [service])).toEqual([]);
    expect(scalingFaults(settings({ cpuPercent: 70 }), [{ ...service, status: status("False") }])).toEqual([
      expect.stringMatching(/v1beta1\.metrics\.k8s\.io, which isn't available/),
    ]);
    expect(scalingFaults(settings({ queue: {} }), [service])).toEqual([
      expect.stringMatching(/v1beta1\.external\.metrics\.k8s\.io, which the cluster doesn't have/),
    ]);
  });
});

describe("whose objects are", () => {
  it("is told by their labels", () => {
    const theirs = object("Namespace", "a", { "sightline.stack": "other" });
    const faults = foreignFaults(
      [object("Namespace", "a", { "sightline.stack": "dev" }), theirs, object("Role", "b")],
      "dev",
    );
    expect(faults).toEqual([
      expect.stringContaining('belongs to the stack "other"'),
      expect.stringContaining("isn't ours"),
    ]);
  });
  it("is also which engine's", () => {
    const running = [object("Deployment", "app", { "sightline.engine": "pulumi" })];
    expect(engineFaults(running, "dev", "pulumi")).toEqual([]);
    expect(engineFaults(running, "dev", "kubectl")).toEqual([expect.stringContaining("--engine pulumi")]);
  });
});

describe("a workload", () => {
  const workload = (kind: string, spec: object, status: object): WorkloadObject => ({
    ...object(kind, "x"),
    metadata: { name: "x", namespace: "a", generation: 2 },
    spec,
    status: { observedGeneration: 2, ...status },
  });
  const whole = { replicas: 2, readyReplicas: 2, updatedReplicas: 2 };
  const shards = { replicas: 2, shards: 2 };
  it.each<[string, object, object, string | undefined]>([
    ["Deployment", { replicas: 2 }, whole, undefined],
    ["Deployment", { replicas: 3 }, whole, "2 of 3 pods ready"],
    ["Deployment", { replicas: 2 }, { ...whole, updatedReplicas: 1 }, "1 of 2 pods as it was last told"],
    ["Deployment", { replicas: 2 }, { ...whole, replicas: 3 }, "3 pods instead of 2"],
    ["Deployment", { replicas: 2 }, { ...whole, observedGeneration: 1 }, "isn't under way yet"],
    ["DaemonSet", {}, { desiredNumberScheduled: 0 }, "no node takes its pods"],
    ["DaemonSet", {}, { desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3 }, "2 of 3 pods ready"],
    ["Prometheus", shards, { replicas: 4, availableReplicas: 4, updatedReplicas: 4 }, undefined],
    ["Prometheus", shards, { replicas: 4, availableReplicas: 3, updatedReplicas: 4 }, "3 of 4 pods ready"],
  ])("%s %j %j", (kind, spec, status, fault) => {
    const faults = workloadFaults(workload(kind, spec, status));
    expect(faults).toEqual(fault === undefined ? [] : [expect.stringContaining(fault)]);
  });
  it("is held against what the stack says, not against what somebody made of it", () => {
    const scaled = workload("Deployment", { replicas: 0 }, { replicas: 0 });
    expect(workloadFaults(scaled)).toEqual([]);
    expect(workloadFaults(scaled, workload("Deployment", { replicas: 1 }, {}))).toEqual([
      expect.stringContaining("0 of 1 pods ready"),
    ]);
  });
});
