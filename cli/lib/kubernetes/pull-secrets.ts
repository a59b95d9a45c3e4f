import { didYouMean } from "../../../signals/nearest";
import type { Stack } from "../stack";
import type { Kubectl } from "./kubectl";
import type { Found } from "./needs";
import type { KubernetesObject } from "./objects";

/** The secrets that images are pulled with, in each namespace that has pods: nobody but their owner can make them. */
export async function pullSecretFaults(
  kubectl: Kubectl,
  { settings }: Pick<Stack, "settings">,
  objects: readonly KubernetesObject[],
  there: ReadonlySet<string>,
): Promise<Found> {
  const wanted = settings.kubernetes.imagePullSecrets;
  if (wanted.length === 0) return { faults: [], notes: [] };
  const all = [...new Set(objects.flatMap(({ metadata: { namespace } }) => namespace ?? []))];
  const faults = await Promise.all(
    all.filter((namespace) => there.has(namespace)).map((namespace) => missingIn(kubectl, namespace, wanted)),
  );
  const notes = all
    .filter((namespace) => !there.has(namespace))
    .map(
      (namespace) =>
        `the namespace ${namespace} is made by \`up\`; pods there wait for images until it has these secrets: ${wanted.join(", ")}`,
    );
  return { faults: faults.flat(), notes };
}

async function missingIn(kubectl: Kubectl, namespace: string, wanted: readonly string[]): Promise<string[]> {
  const { code, stdout } = await kubectl.attempt(["get", "secrets", "--namespace", namespace, "--output", "name"]);
  // Who may not see them is told so among the missing rights.
  if (code !== 0) return [];
  const names = stdout.split("\n").map((line) => line.replace(/^secret\//, ""));
  return wanted
    .filter((name) => !names.includes(name))
    .map(
      (name) =>
        `sightline:kubernetes.imagePullSecrets has "${name}", and the namespace ${namespace} has no such secret${didYouMean(name, names.filter(Boolean))}`,
    );
}
