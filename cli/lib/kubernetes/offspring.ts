import type { KubernetesObject } from "./objects";

interface ClaimTemplate {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: object;
}

type Parent = KubernetesObject & {
  readonly spec?: {
    readonly template?: { readonly metadata?: object; readonly spec: Readonly<Record<string, unknown>> };
    readonly volumeClaimTemplates?: readonly ClaimTemplate[];
    readonly storage?: { readonly volumeClaimTemplate?: ClaimTemplate };
  };
};

const makers = ["Deployment", "StatefulSet", "DaemonSet"];

/** Whether controllers make it, and not we: it gets a name of its own each time. */
export function isOffspring({ kind }: KubernetesObject): boolean {
  return kind === "Pod" || kind === "PersistentVolumeClaim";
}

/** The pod that a workload makes, as far as it can be tried before all else is there. */
export function podOf(parent: KubernetesObject): KubernetesObject[] {
  const { template, volumeClaimTemplates = [] } = (parent as Parent).spec ?? {};
  if (!template || !makers.includes(parent.kind)) return [];
  // Neither is there yet.
  const { serviceAccountName: _account, priorityClassName: _class, volumes, ...rest } = template.spec;
  const claimed = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name, emptyDir: {} }));
  const spec = {
    ...rest,
    volumes: [...((volumes ?? []) as object[]), ...claimed],
    automountServiceAccountToken: false,
  };
  return [{ apiVersion: "v1", kind: "Pod", metadata: placed(parent, template.metadata), spec } as KubernetesObject];
}

/** The claims for volumes, of the operator's resources too. */
export function claimsOf(parent: KubernetesObject): KubernetesObject[] {
  const { volumeClaimTemplates = [], storage } = (parent as Parent).spec ?? {};
  const templates = [...volumeClaimTemplates, ...(storage?.volumeClaimTemplate ? [storage.volumeClaimTemplate] : [])];
  return templates.map(({ metadata, spec }) => {
    const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: placed(parent, metadata), spec };
    return claim as KubernetesObject;
  });
}

/** Named as its parent, by which it is told of. */
function placed({ metadata: { name, namespace } }: KubernetesObject, own: object = {}) {
  return { ...own, name, ...(namespace !== undefined && { namespace }) };
}
