import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../cli/lib/shell";
import type { CommandResult } from "../lib/command";
import { needsKubernetes } from "../lib/needs";
import { startCluster, type Cluster } from "./cluster/cluster";
import { foreignOperator, limits, quota, stricterPolicy } from "./lib/in-the-way";
import { ClusterStack } from "./lib/stack";

/** As much of a kubeconfig as a test makes another of. */
interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { server: string } }[];
  readonly users: readonly { readonly user: Record<string, string> }[];
}

describe("what is in the way in a cluster", () => {
  const kubernetes = needsKubernetes();
  const folder = mkdtempSync(join(tmpdir(), "sightline-preflight-"));
  const added: string[][] = [];
  let cluster: Cluster;
  let stack: ClusterStack;

  const apply = async (object: { kind: string; metadata: { name: string; namespace?: string } }) => {
    const { kind, metadata } = object;
    added.push([kind, metadata.name, ...(metadata.namespace === undefined ? [] : ["--namespace", metadata.namespace])]);
    const args = ["--kubeconfig", cluster.kubeconfig, "apply", "--filename", "-"];
    await run(cluster.kubectl, args, { input: JSON.stringify(object) });
  };
  /** Says whose the namespace is; it's there from before the first test, since each deletion takes five seconds. */
  const namespaceOf = async (owner: string | undefined) => {
    const labels = owner === undefined ? {} : { "sightline.stack": owner };
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: stack.namespace, labels } };
    await run(cluster.kubectl, ["--kubeconfig", cluster.kubeconfig, "apply", "--filename", "-"], {
      input: JSON.stringify(object),
    });
  };
  const kubeconfig = (name: string, change: (config: Kubeconfig) => void) => {
    const config = JSON.parse(readFileSync(cluster.kubeconfig, "utf8")) as Kubeconfig;
    change(config);
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
    return path;
  };

  /** A fault of the user's: told in sentences, with nothing of ours showing, and nothing was made. */
  async function refused(settings: object, kubernetesSettings: object = {}): Promise<CommandResult> {
    stack.configure({ ...settings, kubernetes: kubernetesSettings });
    const before = await stack.leftovers();
    const result = await stack.run("up");
    expect(result.code).toBe(1);
    expect(result.errors.length).toBeGreaterThan(0);
    expect(result.output).not.toMatch(/^ {4}at |shouldn't happen/m);
    expect((await stack.leftovers()).sort()).toEqual(before.sort());
    return result;
  }

  beforeAll(async () => {
    if (!kubernetes) return;
    cluster = await startCluster({ log: console.log });
    stack = new ClusterStack("test-preflight", cluster);
    await stack.clear();
    await namespaceOf(stack.name);
  });
  afterEach(async () => {
    for (const one of added.splice(0).reverse()) await stack.kubectl("delete", ...one);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await stack?.kubectl("delete", "namespace", stack.namespace);
    await stack?.remove();
    await cluster?.stop();
  });

  it("is that no cluster can be found or asked", async () => {
    const gone = kubeconfig("gone", ({ clusters }) => (clusters[0]!.cluster.server = "https://127.0.0.1:1"));
    const stranger = kubeconfig("stranger", ({ users }) => Object.assign(users[0]!, { user: { token: "nobody's" } }));
    const said = async (settings: object) => (await refused({}, settings)).errors;
    expect(await said({ context: "sightlin" })).toEqual([
      expect.stringMatching(/kubernetes\.context is "sightlin", .*did you mean "sightline"\?/),
    ]);
    expect(await said({ kubeconfig: "/nowhere/config" })).toEqual([expect.stringMatching(/\/nowhere\/config, and no/)]);
    expect(await said({ kubeconfig: gone })).toEqual([
      expect.stringMatching(/context "sightline" at https:\/\/127\.0\.0\.1:1 doesn't answer: .*refused/),
    ]);
    expect(await said({ kubeconfig: stranger })).toEqual([expect.stringMatching(/doesn't answer: .*logged in/)]);
  });

  it("is each right that is missing", async () => {
    const visitor = kubeconfig("visitor", ({ users }) => (users[0]!.user["as"] = "visitor"));
    const { errors } = await refused({}, { kubeconfig: visitor });
    const lines = errors.filter((line) => line.startsWith("you may not get, list, watch, create, patch, delete"));
    expect(lines).toEqual([
      expect.stringMatching(/in the whole cluster: .*namespaces, .*clusterroles\.rbac/),
      expect.stringMatching(
        /in the namespace sightline-test-preflight: .*secrets, .*deployments\.apps, .*prometheuses/,
      ),
      expect.stringMatching(/in the namespace sightline-test-preflight-node: .*daemonsets\.apps/),
    ]);
    expect(errors).toContainEqual(expect.stringMatching(/create in the namespace .*: pods\/portforward/));
    expect(errors).toContainEqual(expect.stringMatching(/give the stack's service accounts .*: nodes\/metrics/));
  });

  it("is what the settings name and the cluster lacks, all at once", async () => {
    const result = await refused(
      {
        app: { verticalScaling: "Auto" },
        workers: { autoscaling: { minReplicas: 1, maxReplicas: 3, cpuPercent: 70 } },
      },
      {
        storageClass: "locla",
        imagePullSecrets: ["registry"],
        operator: "existing",
        ingress: { className: "nginx", hosts: { app: "app.example" }, namespace: "nowhere" },
      },
    );
    const expected = [
      /kubernetes\.operator is "existing", but no Prometheus operator/,
      /no CustomResourceDefinition verticalpodautoscalers\.autoscaling\.k8s\.io/,
      /storageClass is "locla", .*did you mean "local"\?/,
      /ingress\.className is "nginx", and the cluster has no such IngressClass/,
      /cpuPercent needs the APIService v1beta1\.metrics\.k8s\.io/,
      /ingress\.namespace is "nowhere"/,
      /imagePullSecrets has "registry", and the namespace sightline-test-preflight has no such secret/,
    ];
    for (const one of expected) expect(result.errors).toContainEqual(expect.stringMatching(one));
  });

  it("is a namespace of somebody else's", async () => {
    await namespaceOf(undefined);
    expect((await refused({})).errors).toEqual([
      expect.stringMatching(/Namespace .*-preflight is there and isn't ours/),
    ]);
    await namespaceOf("another");
    expect((await refused({})).errors).toEqual([expect.stringMatching(/belongs to the stack "another"/)]);
    await namespaceOf(stack.name);
  });

  it("is a stack that the other engine brought up", async () => {
    const labels = { "sightline.stack": stack.name, "sightline.engine": "pulumi" };
    const template = { metadata: { labels }, spec: { containers: [{ name: "app", image: "none" }] } };
    await apply({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "app", namespace: stack.namespace, labels },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    } as never);
    expect((await refused({})).errors).toEqual([
      expect.stringMatching(/the Pulumi engine brought the stack "test-preflight" up.*npm run down .*--engine pulumi/),
    ]);
  });

  it("is an operator that is too old, or one too many", async () => {
    await apply(foreignOperator(stack.namespace, "v0.70.0"));
    expect((await refused({})).errors).toEqual([
      expect.stringMatching(/sightline-test-preflight\/foreign is 0\.70\.0; 0\.79\.2 or later was expected/),
      // It has brought none of its kinds here.
      ...(await missingKinds()),
    ]);
    expect((await refused({}, { operator: "install" })).errors).toEqual([
      expect.stringMatching(/operator is "install", but sightline-test-preflight\/foreign serves the namespace/),
    ]);
  });

  it("is a cluster that allows less than the stack takes", async () => {
    await apply(quota(stack.namespace));
    await apply(limits(stack.namespace));
    for (const object of stricterPolicy("test-stricter", stack.name)) await apply(object);
    const { errors } = await refused({});
    expect(errors).toContainEqual(expect.stringMatching(/refuses .*statsd-exporter.*: exceeded quota: small/));
    expect(errors).toContainEqual(expect.stringMatching(/refuses .*Pod .*redis.*: maximum memory usage per Container/));
    expect(errors).toContainEqual(expect.stringMatching(/PersistentVolumeClaim .*: maximum storage usage per/));
    expect(errors).toContainEqual(
      expect.stringMatching(/Pod .*-node\/node-exporter: .*test-stricter.*: no host paths/),
    );
  });

  /** Another stack of the cluster may have brought them. */
  async function missingKinds() {
    const crds = await stack.kubectl("get", "customresourcedefinitions", "--output", "name");
    if (crds.includes("monitoring.coreos.com")) return [];
    const kinds = ["alertmanagers", "prometheusrules", "servicemonitors", "podmonitors", "probes", "prometheuses"];
    return kinds.map((kind) => expect.stringContaining(`no CustomResourceDefinition ${kind}.monitoring.coreos.com`));
  }
});
