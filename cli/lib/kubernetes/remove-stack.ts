import { say } from "../console";
import type { Kubectl } from "./kubectl";
import { titleOf, type KubernetesObject } from "./objects";
import { listed } from "./own-objects";
import { removeObjects, waitForPods } from "./remove";

export type Crd = KubernetesObject & {
  readonly spec: { readonly group: string; readonly names: { readonly plural: string } };
};

type PersistentVolume = KubernetesObject & {
  readonly spec: { readonly claimRef?: { readonly namespace: string; readonly name: string } };
};

/** Takes objects of a stack away, and says what is left and why. */
export async function removeStack(
  kubectl: Kubectl,
  stack: string,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const isCrd = ({ kind }: KubernetesObject) => kind === "CustomResourceDefinition";
  await removeObjects(
    kubectl,
    objects.filter((object) => !isCrd(object)),
  );
  await waitForPods(kubectl, stack);
  await removeCrds(kubectl, objects.filter(isCrd) as Crd[]);
  const namespaces = objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
  for (const namespace of namespaces) await tellVolumes(kubectl, namespace);
}

/** With a definition goes everything of its kind; so they stay while anybody has anything of any of them. */
export async function removeCrds(kubectl: Kubectl, crds: readonly Crd[]): Promise<void> {
  if (crds.length === 0) return;
  const users = await usersOf(kubectl, crds);
  if (users.length === 0) return removeObjects(kubectl, crds);
  const shown = users.slice(0, 5).map(titleOf).join(", ");
  const more = users.length > 5 ? ` and ${users.length - 5} more` : "";
  say(`${crds.length} definitions of the Prometheus operator are left, since others use them: ${shown}${more}.`);
}

/** Everything that there is of some kinds. */
async function usersOf(kubectl: Kubectl, crds: readonly Crd[]): Promise<KubernetesObject[]> {
  return listed(
    kubectl,
    crds.map(({ spec: { names, group } }) => `${names.plural}.${group}`),
  );
}

/** Volumes that the cluster keeps when their claim goes: what to do with them, only their owner knows. */
export async function tellVolumes(kubectl: Kubectl, namespace: string): Promise<void> {
  const volumes = await listed<PersistentVolume>(kubectl, ["persistentvolumes"]);
  const kept = volumes.filter(({ spec: { claimRef } }) => claimRef?.namespace === namespace);
  if (kept.length === 0) return;
  const names = kept.map(({ metadata, spec }) => `${metadata.name} (of ${spec.claimRef?.name})`);
  say(`The cluster keeps these volumes, as their reclaim policy says: ${names.join(", ")}.`);
}
