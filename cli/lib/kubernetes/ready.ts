import { UserError } from "../../../signals/errors";
import { lastLines } from "../shell";
import { explainUnready } from "./explain";
import { resourceName } from "./kinds";
import type { Kubectl } from "./kubectl";
import { titleOf, type KubernetesObject } from "./objects";

/** Seconds that everything together gets: a first pull of large images is the longest part. */
const limit = 300;

const rolledOut = new Set(["Deployment", "StatefulSet", "DaemonSet"]);
/** The operator tells when what it made of them is there. */
const available = new Set(["Prometheus", "Alertmanager"]);

/** Waits until all pods of a stack are ready, and says why when they don't get so. */
export async function waitUntilReady(
  kubectl: Kubectl,
  stack: string,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const faults = (await Promise.all(objects.map((object) => waitFor(kubectl, object)))).flat();
  if (faults.length > 0) throw new UserError([...faults, ...(await explainUnready(kubectl, stack))]);
}

async function waitFor(kubectl: Kubectl, object: KubernetesObject): Promise<string[]> {
  const { kind, metadata } = object;
  const target = [`${resourceName(object)}/${metadata.name}`, `--timeout=${limit}s`];
  const wait = rolledOut.has(kind)
    ? ["rollout", "status", ...target]
    : available.has(kind)
      ? ["wait", "--for=condition=Available", ...target]
      : undefined;
  if (wait === undefined) return [];
  const namespace = ["--namespace", metadata.namespace as string];
  const { code, stderr } = await kubectl.attempt([...namespace, ...wait], { timeout: (limit + 30) * 1000 });
  return code === 0 ? [] : [`${titleOf(object)} isn't ready: ${lastLines(stderr, 1)}`];
}
