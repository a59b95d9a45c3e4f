import { engineLabel, stackLabel } from "../../../components/platform/kubernetes/labels";
import { engineTitle, type EngineName } from "../../engines/engine";
import type { Stack } from "../stack";
import type { Kubectl } from "./kubectl";
import { listOf, titleOf, type KubernetesObject } from "./objects";

export interface Owned {
  readonly faults: readonly string[];
  /** Those of the stack's namespaces that are there. */
  readonly namespaces: ReadonlySet<string>;
  /** `Deployment sightline-dev/app`: what runs already. */
  readonly running: ReadonlySet<string>;
}

/** Whose the objects are that the stack's would replace; what is the whole cluster's has the stack in its name. */
export async function ownerFaults(
  kubectl: Kubectl,
  stack: Stack,
  objects: readonly KubernetesObject[],
  engine: EngineName,
): Promise<Owned> {
  const clusterWide = objects.filter(
    ({ kind, metadata }) => metadata.namespace === undefined && kind !== "CustomResourceDefinition",
  );
  // What this user may not see is among the missing rights.
  const there = await items(kubectl, ["get", "--filename", "-", "--ignore-not-found"], listOf(clusterWide));
  const namespaces = there.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
  const workloads = (
    await Promise.all(
      namespaces.map((namespace) => {
        const selector = `${stackLabel}=${stack.name}`;
        const kinds = "deployments.apps,statefulsets.apps,daemonsets.apps";
        return items(kubectl, ["get", kinds, "--namespace", namespace, "--selector", selector]);
      }),
    )
  ).flat();
  return {
    faults: [...foreignFaults(there, stack.name), ...engineFaults(workloads, stack.name, engine)],
    namespaces: new Set(namespaces),
    running: new Set(workloads.map(titleOf)),
  };
}

export function foreignFaults(there: readonly KubernetesObject[], stack: string): string[] {
  return there.flatMap((object) => {
    const owner = object.metadata.labels?.[stackLabel];
    if (owner === stack) return [];
    const whose = owner === undefined ? "isn't ours" : `belongs to the stack "${owner}"`;
    const adopt =
      owner === undefined && object.kind === "Namespace"
        ? `; or say that it is for this stack: kubectl label namespace ${object.metadata.name} ${stackLabel}=${stack}`
        : "";
    return [`${titleOf(object)} is there and ${whose}, so it isn't touched; rename the stack${adopt}`];
  });
}

/** By what runs: a namespace may outlive its stack, for the data in it. */
export function engineFaults(workloads: readonly KubernetesObject[], stack: string, to: EngineName): string[] {
  const from = workloads
    .map(({ metadata }) => metadata.labels?.[engineLabel])
    .find((engine) => engine !== undefined && engine !== to);
  if (from === undefined) return [];
  return [
    `${engineTitle[from as EngineName] ?? from} brought the stack "${stack}" up, and now ${engineTitle[to]} would; two can't own one ` +
      `stack. To take it over with its data: npm run down -- --stack ${stack} --engine ${from}, then npm run up -- --stack ${stack}`,
  ];
}

/** What could be read: without the right to one kind, the others come all the same. */
async function items(kubectl: Kubectl, args: readonly string[], input?: string): Promise<KubernetesObject[]> {
  const { stdout } = await kubectl.attempt([...args, "--output", "json"], input === undefined ? {} : { input });
  if (stdout.trim() === "") return [];
  const found = JSON.parse(stdout) as KubernetesObject & { readonly items?: readonly KubernetesObject[] };
  return found.kind === "List" ? [...(found.items ?? [])] : [found];
}
