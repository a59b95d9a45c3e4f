import { stackLabels } from "../promql/labels";

/** What all alerts of a stack have alike, or what only says how bad it is and whose it is. */
const notSubjects: ReadonlySet<string> = new Set([
  "alertname",
  "alertstate",
  "priority",
  "severity",
  "team",
  ...stackLabels,
]);

/** What a target has on Kubernetes, whatever it emits. */
const ofPods: readonly string[] = ["container", "namespace", "node", "pod"];

/** What kube-state-metrics tells its objects apart by. It emits series that no contract declares, all of one instance. */
export const clusterObjects: readonly string[] = [
  "condition",
  "daemonset",
  "deployment",
  "horizontalpodautoscaler",
  "persistentvolumeclaim",
  "poddisruptionbudget",
  "reason",
  "replicaset",
  "statefulset",
  ...ofPods,
];

/**
 * What tells the alerts of one name apart: which queue, which disk, whose tenant. Sorted.
 *
 * @param labels all that an alert of the stack may carry, each any number of times
 */
export function subjectLabels(labels: Iterable<string>): string[] {
  return [...new Set([...ofPods, ...labels])].filter((label) => !notSubjects.has(label)).sort();
}
