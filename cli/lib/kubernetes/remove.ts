import { UserError } from "../../../signals/errors";
import { stackLabel } from "../../../components/platform/kubernetes/labels";
import { lastLines } from "../shell";
import { inOrder, resourceName } from "./kinds";
import type { Kubectl } from "./kubectl";
import { identityOf, listOf, titleOf, type KubernetesObject } from "./objects";
import { listed } from "./own-objects";

/** Seconds within which what was deleted must be gone: pods are given theirs to end, and finalizers are met. */
const limit = 180;

/** Deletes exactly these and waits until they are gone. */
export async function removeObjects(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<void> {
  if (objects.length === 0) return;
  // What uses others goes before them.
  const named = inOrder(objects).reverse();
  const items = named.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  }));
  const args = ["delete", "--filename=-", "--ignore-not-found", "--wait", `--timeout=${limit}s`];
  const { code, stderr } = await kubectl.attempt(args, { input: listOf(items), timeout: (limit + 30) * 1000 });
  if (code === 0) return;
  const left = await stillThere(kubectl, objects);
  throw new UserError([`kubectl delete failed:\n${lastLines(stderr, 10)}`, ...left]);
}

/** Waits for the pods of a stack, which end after what made them is deleted. */
export async function waitForPods(kubectl: Kubectl, stack: string): Promise<void> {
  const args = ["wait", "--for=delete", "pods", "--all-namespaces", `--selector=${stackLabel}=${stack}`];
  const { code, stderr } = await kubectl.attempt([...args, `--timeout=${limit}s`], { timeout: (limit + 30) * 1000 });
  if (code !== 0 && !/no matching resources found/.test(stderr)) {
    throw new UserError(`pods of the stack are left:\n${lastLines(stderr, 10)}`);
  }
}

type Ending = KubernetesObject & {
  readonly metadata: { readonly finalizers?: readonly string[]; readonly deletionTimestamp?: string };
  readonly status?: { readonly conditions?: readonly { readonly status: string; readonly message?: string }[] };
};

/** What doesn't go, and what it waits for, as far as the cluster says. */
async function stillThere(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<string[]> {
  const wanted = new Set(objects.map(identityOf));
  const found = await listed<Ending>(kubectl, [...new Set(objects.map(resourceName))]);
  return found
    .filter((object) => wanted.has(identityOf(object)))
    .map((object) => {
      const { finalizers = [], deletionTimestamp } = object.metadata;
      if (deletionTimestamp === undefined) return `${titleOf(object)} is left`;
      const waits = finalizers.length > 0 ? `it waits for ${finalizers.join(", ")}` : "it is being deleted";
      const said = (object.status?.conditions ?? []).flatMap(({ status, message }) =>
        status === "True" && message ? [message] : [],
      );
      return `${titleOf(object)} is left: ${[waits, ...said].join("; ")}`;
    });
}
