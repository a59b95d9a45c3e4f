import type { types } from "@pulumi/kubernetes";
import type { ServiceSpec } from "../platform";

/** What it tells of, by API group. No secrets, no ConfigMaps: names are enough to know of them. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "": ["persistentvolumeclaims", "pods", "services"],
  apps: ["daemonsets", "deployments", "replicasets", "statefulsets"],
  autoscaling: ["horizontalpodautoscalers"],
  policy: ["poddisruptionbudgets"],
};

/** It may read these, in the stack's namespaces. */
export const kubeStateRules: readonly types.input.rbac.v1.PolicyRule[] = Object.entries(kinds).map(
  ([group, resources]) => ({ apiGroups: [group], resources: [...resources], verbs: ["list", "watch"] }),
);

/** kube-state-metrics: what the API server knows of the stack's objects, as metrics. */
export function kubeStateMetrics(image: string, namespaces: readonly string[]): ServiceSpec {
  const resources = Object.values(kinds).flat().sort();
  return {
    image: { reference: image },
    args: [
      "--port=8080",
      "--telemetry-port=8081",
      `--namespaces=${namespaces.join(",")}`,
      `--resources=${resources.join(",")}`,
    ],
    ports: [{ name: "metrics", port: 8080 }],
    health: { http: { port: 8080, path: "/livez" } },
    resources: { memoryMiB: 128, cpus: 0.25 },
    confinement: { user: "65534:65534" },
    scrapes: [{ job: "kube-state-metrics", port: 8080, honorLabels: true }],
  };
}
