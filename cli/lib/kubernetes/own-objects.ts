import { engineLabel, stackLabel } from "../../../components/platform/kubernetes/labels";
import { resourceNames } from "./kinds";
import type { Kubectl } from "./kubectl";
import { isData, type KubernetesObject } from "./objects";

/** Who owns the fields that we apply; also tells what we applied from what carries its labels only, such as pods. */
export const fieldManager = "sightline";

interface LiveObject extends KubernetesObject {
  readonly metadata: KubernetesObject["metadata"] & {
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
}

/** Everything of a stack that kubectl applied, whichever machine it was on. */
export async function ownObjects(kubectl: Kubectl, stack: string): Promise<KubernetesObject[]> {
  const selector = `${stackLabel}=${stack},${engineLabel}=kubectl`;
  const objects = await listed<LiveObject>(kubectl, resourceNames, selector);
  return objects.filter(({ metadata: { managedFields = [] } }) =>
    managedFields.some(({ manager, operation }) => manager === fieldManager && operation === "Apply"),
  );
}

/** Whether there's more of a stack than the data that outlives it, whichever engine brought it up. */
export async function isThere(kubectl: Kubectl, stack: string): Promise<boolean> {
  return (await listed(kubectl, resourceNames, `${stackLabel}=${stack}`)).some((object) => !isData(object));
}

/** Objects of these kinds in all namespaces. Of a kind that the cluster doesn't know there are none. */
export async function listed<T extends KubernetesObject>(
  kubectl: Kubectl,
  kinds: readonly string[],
  selector?: string,
): Promise<T[]> {
  const known = new Set((await kubectl.run(["api-resources", "--verbs=list", "--output=name"])).split("\n"));
  const asked = kinds.filter((name) => known.has(name));
  if (asked.length === 0) return [];
  const filter = selector === undefined ? [] : ["--selector", selector];
  const args = ["get", asked.join(","), "--all-namespaces", "--show-managed-fields", ...filter];
  return (await kubectl.json<{ items: T[] }>(args)).items;
}
