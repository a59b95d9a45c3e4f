import type { Kubectl } from "./kubectl";
import { isSecret, type KubernetesObject } from "./objects";
import { claimsOf, isOffspring, podOf } from "./offspring";
import { denials, type Denial, type Tried } from "./denials";

/** What a trial has to know of the cluster. */
export interface TrialSurroundings {
  /** Those of the stack's namespaces that are there. */
  readonly namespaces: ReadonlySet<string>;
  /** Workloads that run already, by their titles. */
  readonly running: ReadonlySet<string>;
  /** Of objects whose kind the cluster doesn't know yet nothing can be tried. */
  readonly isKnown: (object: KubernetesObject) => boolean;
  /** Whether this user may make pods and claims, which nothing else takes. */
  readonly mayTryOffspring: boolean;
}

/** Stands for namespaces that aren't there yet: every cluster has it. */
const standIn = "default";

/**
 * Asks the cluster whether it would take the objects, and the pods and claims that come of them, without it keeping
 * any: what its admission policies, quotas and limits refuse is told before anything is created.
 */
export async function trialDenials(
  kubectl: Kubectl,
  objects: readonly KubernetesObject[],
  at: TrialSurroundings,
): Promise<Denial[]> {
  const tried = [...objects.filter(at.isKnown), ...offspring(objects, at)].map(withoutSecrets).map((object): Tried => {
    const { namespace, name, ...metadata } = object.metadata;
    const placed = namespace === undefined || at.namespaces.has(namespace);
    if (placed && !isOffspring(object)) return { object, as: object, standIn: false };
    // A name of its own, since something there may have the same.
    const renamed = { ...metadata, generateName: `${name}-`, namespace: placed ? namespace : standIn };
    return { object, as: { ...object, metadata: renamed }, standIn: !placed };
  });
  const named = tried.filter(({ as }) => "name" in as.metadata);
  const unnamed = tried.filter(({ as }) => !("name" in as.metadata));
  const dry = ["--dry-run=server", "--validate=strict", "--output", "name", "--filename", "-"];
  // What there's nothing of, kubectl calls an error.
  const ask = async (args: readonly string[], some: readonly Tried[]) =>
    some.length === 0 ? [] : denials((await kubectl.attempt([...args, ...dry], { input: stream(some) })).stderr, some);
  const denied = await Promise.all([
    ask(["apply", "--server-side", "--force-conflicts"], named),
    ask(["create"], unnamed),
  ]);
  return denied.flat();
}

/** One after another: as a list, kubectl would check fields itself, by a description that it has to fetch. */
function stream(tried: readonly Tried[]): string {
  return tried.map(({ as }) => JSON.stringify(as)).join("\n");
}

/** Many policies and quotas look at these only. What runs is replaced by its like: quotas would count it twice. */
function offspring(objects: readonly KubernetesObject[], { running, mayTryOffspring }: TrialSurroundings) {
  if (!mayTryOffspring) return [];
  // The operator's pods hang on a StatefulSet with a name of its own.
  const titles = ({ kind, metadata: { name, namespace } }: KubernetesObject) => [
    `${kind} ${namespace}/${name}`,
    `StatefulSet ${namespace}/${kind.toLowerCase()}-${name}`,
  ];
  return objects
    .filter((object) => !titles(object).some((title) => running.has(title)))
    .flatMap((object) => [...podOf(object), ...claimsOf(object)]);
}

/** A trial needs no secret, so none is sent. */
function withoutSecrets(object: KubernetesObject): KubernetesObject {
  if (!isSecret(object) || !object.data) return object;
  return { ...object, data: Object.fromEntries(Object.keys(object.data).map((key) => [key, ""])) };
}
