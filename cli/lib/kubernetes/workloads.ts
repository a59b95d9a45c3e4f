import { titleOf, type KubernetesObject } from "./objects";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** As much of what makes pods as tells whether it has. */
export type WorkloadObject = KubernetesObject & {
  readonly metadata: { readonly generation?: number };
  readonly spec?: { readonly replicas?: number; readonly shards?: number };
  readonly status?: Readonly<Record<string, unknown>> & {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
};

/** Kinds that make pods, by themselves or through the operator. */
export const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "Prometheus", "Alertmanager"];

/**
 * Whether all of its pods are there, ready, and as it was last told; else what is missing.
 *
 * @param told what the stack says of it: somebody may have scaled it by hand. An autoscaler may, and it says nothing.
 */
export function workloadFaults(workload: WorkloadObject, told: WorkloadObject = workload): string[] {
  const { kind, metadata, status = {} } = workload;
  const title = titleOf(workload);
  if ((status.observedGeneration ?? metadata.generation ?? 0) < (metadata.generation ?? 0)) {
    return [`${title}: its last change isn't under way yet`];
  }
  const count = (key: string) => (status[key] as number | undefined) ?? 0;
  if (kind === "DaemonSet") {
    const wanted = count("desiredNumberScheduled");
    if (wanted === 0) return [`${title}: no node takes its pods`];
    return counted(title, { wanted, ready: count("numberReady"), updated: count("updatedNumberScheduled") });
  }
  const wanted = told.spec?.replicas === undefined ? podCount(workload) : podCount(told);
  const ready = kind === "Deployment" || kind === "StatefulSet" ? "readyReplicas" : "availableReplicas";
  const all = { wanted, ready: count(ready), updated: count("updatedReplicas"), total: count("replicas") };
  return [...counted(title, all), ...notReconciled(workload)];
}

/** How many pods it should have. */
export function podCount({ spec = {} }: WorkloadObject): number {
  return (spec.replicas ?? 1) * (spec.shards ?? 1);
}

interface Counts {
  readonly wanted: number;
  readonly ready: number;
  readonly updated: number;
  readonly total?: number;
}

function counted(title: string, { wanted, ready, updated, total = wanted }: Counts): string[] {
  if (ready < wanted) return [`${title}: ${ready} of ${wanted} pods ready`];
  if (updated < wanted) return [`${title}: ${updated} of ${wanted} pods as it was last told`];
  return total > wanted ? [`${title}: ${total} pods instead of ${wanted}`] : [];
}

/** What the operator says where it can't make anything of a resource. */
function notReconciled(workload: WorkloadObject): string[] {
  const condition = workload.status?.conditions?.find(
    ({ type, status }) => type === "Reconciled" && status === "False",
  );
  return condition ? [`${titleOf(workload)}: ${condition.reason ?? "not reconciled"}: ${condition.message ?? ""}`] : [];
}
