import { describe, expect, it } from "vitest";
import type { Kubectl } from "../../cli/lib/kubernetes/kubectl";
import { titleOf, type KubernetesObject } from "../../cli/lib/kubernetes/objects";
import { applyPlan, planLines, planOf } from "../../cli/lib/kubernetes/plan";
import { removeCrds, type Crd } from "../../cli/lib/kubernetes/remove-stack";
import type { Outcome, RunOptions } from "../../cli/lib/shell";

const managedFields = [{ manager: "sightline", operation: "Apply" }];

function object(kind: string, name: string, more: Readonly<Record<string, unknown>> = {}): KubernetesObject {
  const group = { Deployment: "apps/v1", StatefulSet: "apps/v1", Prometheus: "monitoring.coreos.com/v1" }[kind] ?? "v1";
  const namespace = kind === "Namespace" || kind === "CustomResourceDefinition" ? {} : { namespace: "n" };
  return { apiVersion: group, kind, metadata: { name, ...namespace }, ...more };
}

/** As the cluster has it when we applied it. */
const applied = (one: KubernetesObject): KubernetesObject => ({
  ...one,
  metadata: { ...one.metadata, managedFields } as never,
});

interface Call {
  readonly args: readonly string[];
  readonly items: readonly KubernetesObject[];
}

/** A cluster that has these objects, and says this to a comparison. */
function cluster(
  there: readonly KubernetesObject[],
  diff: (items: readonly KubernetesObject[]) => Partial<Outcome> = () => ({}),
) {
  const calls: Call[] = [];
  const attempt = async (args: readonly string[], { input }: RunOptions = {}): Promise<Outcome> => {
    const items = input === undefined ? [] : (JSON.parse(input) as { items: KubernetesObject[] }).items;
    calls.push({ args, items });
    return { code: 0, stdout: "", stderr: "", ...(args[0] === "diff" && diff(items)) };
  };
  const all = "namespaces configmaps secrets services persistentvolumeclaims deployments.apps statefulsets.apps";
  const kubectl = {
    attempt,
    run: async (args: readonly string[]) => {
      if (args[0] === "api-resources") return `${all} prometheuses.monitoring.coreos.com`.replaceAll(" ", "\n");
      return (await attempt(args)).stdout;
    },
    json: async (args: readonly string[]) => {
      const asked = (args[1] as string).split(",").map((name) => name.split(".")[0]);
      const items = there.filter(({ kind }) => asked.includes(`${kind.toLowerCase()}${/s$/.test(kind) ? "es" : "s"}`));
      return { items };
    },
  };
  return { kubectl: kubectl as unknown as Kubectl, calls };
}

const differs = (...names: string[]) => ({
  code: 1,
  stdout: names.map((name) => `Files /tmp/LIVE-1/${name} and /tmp/MERGED-2/${name} differ\n`).join(""),
});

describe("what an up would do", () => {
  it("is nothing where the cluster has it all", async () => {
    const wanted = [object("ConfigMap", "a"), object("Deployment", "b")];
    const { kubectl } = cluster(wanted.map(applied));
    expect(planLines(await planOf(kubectl, "s", wanted))).toEqual([]);
  });

  it("is told object by object", async () => {
    const wanted = [object("ConfigMap", "new"), object("ConfigMap", "same"), object("Deployment", "changed")];
    const there = [...wanted.slice(1), object("Service", "old")].map(applied);
    const { kubectl } = cluster(there, () => differs("apps.v1.Deployment.n.changed"));
    const lines = ["+ ConfigMap n/new", "~ Deployment n/changed", "- Service n/old"];
    expect(planLines(await planOf(kubectl, "s", wanted))).toEqual(lines);
  });

  it("leaves alone what carries our labels, and what we didn't apply", async () => {
    const copied = object("ConfigMap", "copied-by-hand");
    const edited = object("Deployment", "x", { metadata: { name: "x", managedFields: [{ manager: "kubectl-edit" }] } });
    const { kubectl } = cluster([copied, edited]);
    expect(planLines(await planOf(kubectl, "s", []))).toEqual([]);
  });

  it("takes no definition away, and no namespace that has data in it", async () => {
    const gone = [object("Namespace", "n"), object("Namespace", "empty"), object("CustomResourceDefinition", "c")];
    const { kubectl } = cluster([...gone.map(applied), object("PersistentVolumeClaim", "data")]);
    expect(planLines(await planOf(kubectl, "s", []))).toEqual(["- Namespace empty"]);
  });

  it("makes anew what can't be changed, and still finds what else is different", async () => {
    const wanted = [object("Service", "db"), object("Deployment", "app")];
    const invalid =
      'Error from server (Invalid): Service "db" is invalid: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set';
    const { kubectl, calls } = cluster(wanted.map(applied), (items) =>
      items.some(({ kind }) => kind === "Service") ? { code: 2, stderr: invalid } : differs("apps.v1.Deployment.n.app"),
    );
    const plan = await planOf(kubectl, "s", wanted);
    expect(planLines(plan)).toEqual(["~ Deployment n/app", "± Service n/db"]);
    calls.length = 0;
    await applyPlan(kubectl, plan);
    expect(calls.map(({ args, items }) => [args[0], ...items.map(titleOf)])).toEqual([
      ["delete", "Service n/db"],
      ["apply", "Service n/db", "Deployment n/app"],
    ]);
  });

  it("is an error that names what the server wouldn't take", async () => {
    const wanted = [object("Deployment", "app")];
    const invalid =
      'Error from server (Invalid): Deployment.apps "app" is invalid: spec.replicas: must not be negative';
    const { kubectl } = cluster(wanted.map(applied), () => ({ code: 2, stderr: invalid }));
    await expect(planOf(kubectl, "s", wanted)).rejects.toThrow("must not be negative");
  });

  it("never has a secret in a command line", async () => {
    const wanted = [object("Secret", "s", { data: { password: "aHVudGVyMg==" } })];
    const { kubectl, calls } = cluster([]);
    await applyPlan(kubectl, await planOf(kubectl, "s", wanted));
    expect(calls.some(({ items }) => items.some(({ data }) => data?.["password"] === "aHVudGVyMg=="))).toBe(true);
    for (const { args } of calls) expect(args.join(" ")).not.toContain("aHVudGVyMg==");
  });
});

describe("the definitions of a stack that is taken away", () => {
  const crd = object("CustomResourceDefinition", "prometheuses.monitoring.coreos.com", {
    spec: { group: "monitoring.coreos.com", names: { plural: "prometheuses" } },
  }) as Crd;

  it("go with it", async () => {
    const { kubectl, calls } = cluster([]);
    await removeCrds(kubectl, [crd]);
    expect(calls.map(({ args }) => args[0])).toEqual(["delete"]);
  });

  it("stay while anybody has anything of them", async () => {
    const { kubectl, calls } = cluster([object("Prometheus", "others")]);
    await removeCrds(kubectl, [crd]);
    expect(calls).toEqual([]);
  });
});
