import type { types } from "@pulumi/kubernetes";
import type { ServiceSpec } from "../platform";

type Rule = types.input.rbac.v1.PolicyRule;

export interface OperatorArgs {
  readonly image: string;
  readonly reloaderImage: string;
  /** The only namespaces that it looks into. */
  readonly namespace: string;
}

const group = "monitoring.coreos.com";

/**
 * The stack's own Prometheus operator. It looks into the stack's namespace only, so it needs no right elsewhere, and
 * several stacks of a cluster have theirs side by side.
 */
export function operatorService({ image, reloaderImage, namespace }: OperatorArgs): ServiceSpec {
  return {
    image: { reference: image },
    args: [
      `--namespaces=${namespace}`,
      `--prometheus-config-reloader=${reloaderImage}`,
      "--config-reloader-cpu-request=10m",
      "--config-reloader-cpu-limit=100m",
      "--config-reloader-memory-request=25Mi",
      "--config-reloader-memory-limit=50Mi",
      // A Service of all kubelets is the cluster's to make; Prometheus finds the nodes itself.
      "--kubelet-endpoints=false",
      "--kubelet-endpointslice=false",
      "--web.listen-address=:8080",
    ],
    ports: [{ name: "http", port: 8080 }],
    health: { http: { port: 8080, path: "/healthz" } },
    resources: { memoryMiB: 200, cpus: 0.5 },
    confinement: { user: "65534:65534" },
    scrapes: [{ job: "prometheus-operator", port: 8080 }],
  };
}

const owned = ["alertmanagers", "prometheuses"];
const ownedParts = owned.flatMap((kind) => [kind, `${kind}/finalizers`, `${kind}/status`]);
/** Kinds that it reads; those that we don't use it watches all the same, where their definitions are there. */
const read = [
  "alertmanagerconfigs",
  "podmonitors",
  "probes",
  "prometheusagents",
  "prometheusrules",
  "scrapeconfigs",
  "servicemonitors",
  "thanosrulers",
];

/** In its namespace only. */
export const operatorRules: readonly Rule[] = [
  { apiGroups: [group], resources: ownedParts, verbs: ["get", "list", "watch", "update", "patch"] },
  { apiGroups: [group], resources: read, verbs: ["get", "list", "watch"] },
  { apiGroups: [group], resources: read.map((kind) => `${kind}/status`), verbs: ["update", "patch"] },
  {
    apiGroups: ["apps"],
    resources: ["statefulsets"],
    verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
  },
  {
    apiGroups: [""],
    resources: ["configmaps", "secrets"],
    verbs: ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
  },
  {
    apiGroups: [""],
    resources: ["services", "services/finalizers"],
    verbs: ["get", "create", "update", "delete"],
  },
  { apiGroups: [""], resources: ["pods"], verbs: ["list", "delete"] },
  // Its own namespace only: to the API server, a namespace is in itself.
  { apiGroups: [""], resources: ["namespaces"], verbs: ["get"] },
  { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
];

/** What a Prometheus finds its targets by. */
export const prometheusRules: readonly Rule[] = [
  { apiGroups: [""], resources: ["pods", "services"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
];

/** What it needs of the whole cluster, for the containers' metrics. */
export const kubeletRules: readonly Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
];
