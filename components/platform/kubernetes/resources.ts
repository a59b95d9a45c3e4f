import type { ServiceSpec } from "../platform";

/** Weight of everything that has no other: as Docker's processor shares. */
const usualWeight = 1024;

/** Whoever must not wait behind others when processors are short mustn't be put off a full node either. */
export function isUrgent({ weight = usualWeight }: ServiceSpec["resources"]): boolean {
  return weight > usualWeight;
}

/**
 * Limits as the service says. It requests half of its memory, and a twentieth of its processors, since services of a stack
 * idle most of the time; one with more weight than usual requests a quarter of them.
 * What it writes to its node is its log, which the kubelet cuts at five times 10 MiB, unless its root can be written.
 */
export function resources(of: ServiceSpec["resources"], writableRoot = false) {
  const { memoryMiB, cpus } = of;
  const share = isUrgent(of) ? 0.25 : 0.05;
  return {
    limits: {
      memory: `${memoryMiB}Mi`,
      cpu: `${Math.round(cpus * 1000)}m`,
      "ephemeral-storage": writableRoot ? "2Gi" : "256Mi",
    },
    requests: {
      memory: `${Math.ceil(memoryMiB / 2)}Mi`,
      cpu: `${Math.ceil(cpus * 1000 * share)}m`,
      "ephemeral-storage": "64Mi",
    },
  };
}
