import { applyObjects, differing, type Differing } from "./apply";
import { inOrder } from "./kinds";
import type { Kubectl } from "./kubectl";
import { identityOf, titleOf, type KubernetesObject } from "./objects";
import { listed, ownObjects } from "./own-objects";
import { removeObjects } from "./remove";

/** What applying a stack would do. */
export interface Plan extends Differing {
  readonly create: readonly KubernetesObject[];
  /** Applied earlier, and wanted no longer. */
  readonly remove: readonly KubernetesObject[];
}

/** Compares a stack with the cluster itself, so that what was changed or deleted by hand is found as well. */
export async function planOf(kubectl: Kubectl, stack: string, wanted: readonly KubernetesObject[]): Promise<Plan> {
  const there = await ownObjects(kubectl, stack);
  const [known, kept] = [there, wanted].map((objects) => new Set(objects.map(identityOf))) as [
    Set<string>,
    Set<string>,
  ];
  const existing = wanted.filter((object) => known.has(identityOf(object)));
  const remove = there.filter((object) => !kept.has(identityOf(object)));
  return {
    create: wanted.filter((object) => !known.has(identityOf(object))),
    ...(await differing(kubectl, existing)),
    remove: await removable(kubectl, remove),
  };
}

export function isEmpty(plan: Plan): boolean {
  return planLines(plan).length === 0;
}

export async function applyPlan(kubectl: Kubectl, { create, update, replace, remove }: Plan): Promise<void> {
  await removeObjects(kubectl, replace);
  await applyObjects(kubectl, inOrder([...create, ...update, ...replace]));
  await removeObjects(kubectl, remove);
}

/** `+ Deployment sightline-dev/app` */
export function planLines({ create, update, replace, remove }: Plan): string[] {
  const lines = (sign: string, objects: readonly KubernetesObject[]) => objects.map((one) => `${sign} ${titleOf(one)}`);
  return [...lines("+", create), ...lines("~", update), ...lines("±", replace), ...lines("-", remove)];
}

/** Without it, everything else of its kind would go too, whosever it is; a namespace goes when no data is in it. */
async function removable(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<KubernetesObject[]> {
  const candidates = objects.filter(({ kind }) => kind !== "CustomResourceDefinition");
  if (!candidates.some(({ kind }) => kind === "Namespace")) return candidates;
  const claims = await listed(kubectl, ["persistentvolumeclaims"]);
  const withData = new Set(claims.map(({ metadata: { namespace } }) => namespace));
  return candidates.filter(({ kind, metadata: { name } }) => kind !== "Namespace" || !withData.has(name));
}
