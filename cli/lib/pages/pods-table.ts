import type { RecordedService, RecordedStacks } from "../recorded-services";
import { code, table } from "./markdown";
import { inAnyStack, objectsOf, type RecordedObject } from "./objects";

const workloads = ["Alertmanager", "DaemonSet", "Deployment", "Prometheus", "StatefulSet"];
const level = "pod-security.kubernetes.io/enforce";

/** Every pod, the level of Pod Security that its namespace enforces, and why where that isn't the strictest. */
export function podsTable({ kubernetes, services }: Pick<RecordedStacks, "kubernetes" | "services">): string {
  const levels = new Map(
    objectsOf(kubernetes, "Namespace").map(({ metadata }) => [metadata.name, metadata.labels[level] as string]),
  );
  const body = objectsOf(kubernetes, ...workloads).map((workload) => {
    const { kind, metadata } = workload;
    const pod = podOf(workload);
    const enforced = levels.get(metadata.namespace as string) as string;
    const strict = enforced === "restricted";
    return [
      code(metadata.name),
      kind,
      code(inAnyStack(metadata.namespace as string)),
      strict ? enforced : `**${enforced}**`,
      code(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`),
      pod.automountServiceAccountToken === false ? "none" : code(pod.serviceAccountName),
      strict ? "" : whyNot(metadata.name, services),
    ];
  });
  return table(["pods", "made by a", "namespace", "level", "user", "token of", "why not restricted"], body);
}

function podOf({ kind, spec }: RecordedObject) {
  return kind === "Alertmanager" || kind === "Prometheus" ? spec : spec.template.spec;
}

function whyNot(role: string, services: readonly RecordedService[]): string {
  const { exceptions = [] } = services.find((one) => one.role === role)?.spec.confinement ?? {};
  if (exceptions.length === 0) throw new Error(`${role} is in a privileged namespace, and no exception says why`);
  return exceptions.map(({ what, why }) => `${what}: ${why}`).join("; ");
}
