import { operatorVersionOf } from "../../../components/platform/operator/crds";
import { stackLabel } from "../../../components/platform/kubernetes/labels";
import { olderThan } from "../versions";
import type { Kubectl } from "./kubectl";

/** As much of a definition in the cluster as tells whose it is, and what it takes. */
export interface ClusterCrd {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
}

/** Those of the names that the cluster has, or undefined where this user may not see them. */
export async function readCrds(kubectl: Kubectl, names: readonly string[]): Promise<ClusterCrd[] | undefined> {
  if (names.length === 0) return [];
  const args = ["get", "customresourcedefinitions.apiextensions.k8s.io", ...names, "--ignore-not-found"];
  const { code, stdout } = await kubectl.attempt([...args, "--output", "json"]);
  if (code !== 0) return undefined;
  if (stdout.trim() === "") return [];
  const found = JSON.parse(stdout) as ClusterCrd | { items: ClusterCrd[] };
  return "items" in found ? found.items : [found];
}

/** A stack's own, and those of other stacks and of nobody. */
export function byOwner(crds: readonly ClusterCrd[], stack: string) {
  const isOwn = (crd: ClusterCrd) => ownerOf(crd) === stack;
  return { own: crds.filter(isOwn), foreign: crds.filter((crd) => !isOwn(crd)) };
}

/**
 * What of others' definitions an operator of this stack's can't work with. They are the whole cluster's, so they are
 * never changed from here: as new ones will do as they are, and older ones are for their owner to replace.
 */
export function olderCrdFaults(foreign: readonly ClusterCrd[], version: string, stack: string): string[] {
  const byKind = new Map<string, ClusterCrd[]>();
  for (const crd of foreign) {
    const found = operatorVersionOf(crd);
    if (found !== undefined && !olderThan(found, version)) continue;
    const key = `${found ?? "an unknown version"} of ${ownerOf(crd) ?? ""}`;
    byKind.set(key, [...(byKind.get(key) ?? []), crd]);
  }
  return [...byKind.values()].map((crds) => {
    const [first] = crds as [ClusterCrd, ...ClusterCrd[]];
    const names = crds.map(({ metadata }) => metadata.name);
    const owner = ownerOf(first);
    const take = `kubectl label --overwrite customresourcedefinitions ${names.join(" ")} ${stackLabel}=${stack}`;
    return (
      `these definitions of the Prometheus operator's kinds are of ${operatorVersionOf(first) ?? "an unknown version"} ` +
      `and ${owner === undefined ? "nobody's stack's" : `the stack "${owner}"'s`}; ${version} or later was expected: ` +
      `${names.join(", ")}${owner === undefined ? "" : `; where that stack is gone, take them over: ${take}`}`
    );
  });
}

function ownerOf({ metadata: { labels } }: ClusterCrd): string | undefined {
  return labels?.[stackLabel];
}

/** Somebody has put newer ones over the stack's own: to put the older back could break what uses them. */
export function newerCrdFaults(own: readonly ClusterCrd[], version: string): string[] {
  const newer = own.filter((crd) => olderThan(version, operatorVersionOf(crd) ?? version));
  if (newer.length === 0) return [];
  const found = operatorVersionOf(newer[0] as ClusterCrd);
  return [
    `these definitions of the stack's are of version ${found} of the Prometheus operator, newer than ${version}, which ` +
      `this stack has: ${newer.map(({ metadata }) => metadata.name).join(", ")}`,
  ];
}
