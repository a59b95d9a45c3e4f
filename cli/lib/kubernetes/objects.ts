import { dataLabel } from "../../../components/platform/kubernetes/labels";
import { configSecretType } from "../../../components/platform/kubernetes/objects";

/** As much of an object as is needed to apply it, find it again and delete it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

/** Tells an object from every other, whichever version of its kind it's read by. */
export function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return `${groupOf(apiVersion)}/${kind}/${metadata.namespace ?? ""}/${metadata.name}`;
}

/** As a person reads it: `Deployment sightline-dev/app`. */
export function titleOf({ kind, metadata: { name, namespace } }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** Empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Whether its values may be seen by nobody. */
export function isSecret({ kind, type }: KubernetesObject): boolean {
  return kind === "Secret" && type !== configSecretType;
}

/** Whether it outlives the stack: the namespaces with their volumes, and what opens those. */
export function isData(object: KubernetesObject): boolean {
  return object.metadata.labels?.[dataLabel] === "true" || isSecret(object);
}

/** What kubectl takes several objects as. */
export function listOf(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
