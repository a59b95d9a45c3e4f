import type { KubernetesObject } from "./objects";

/** Every kind that a stack is made of and what kubectl calls it, in the order of application. */
const kinds: Readonly<Record<string, string>> = {
  CustomResourceDefinition: "customresourcedefinitions.apiextensions.k8s.io",
  Namespace: "namespaces",
  PriorityClass: "priorityclasses.scheduling.k8s.io",
  // Before the pods: nothing is ever let through that shouldn't be.
  NetworkPolicy: "networkpolicies.networking.k8s.io",
  ServiceAccount: "serviceaccounts",
  ClusterRole: "clusterroles.rbac.authorization.k8s.io",
  ClusterRoleBinding: "clusterrolebindings.rbac.authorization.k8s.io",
  Role: "roles.rbac.authorization.k8s.io",
  RoleBinding: "rolebindings.rbac.authorization.k8s.io",
  ConfigMap: "configmaps",
  Secret: "secrets",
  Service: "services",
  PodDisruptionBudget: "poddisruptionbudgets.policy",
  StatefulSet: "statefulsets.apps",
  DaemonSet: "daemonsets.apps",
  Deployment: "deployments.apps",
  HorizontalPodAutoscaler: "horizontalpodautoscalers.autoscaling",
  VerticalPodAutoscaler: "verticalpodautoscalers.autoscaling.k8s.io",
  Alertmanager: "alertmanagers.monitoring.coreos.com",
  PrometheusRule: "prometheusrules.monitoring.coreos.com",
  ServiceMonitor: "servicemonitors.monitoring.coreos.com",
  PodMonitor: "podmonitors.monitoring.coreos.com",
  Probe: "probes.monitoring.coreos.com",
  ScrapeConfig: "scrapeconfigs.monitoring.coreos.com",
  Prometheus: "prometheuses.monitoring.coreos.com",
  Ingress: "ingresses.networking.k8s.io",
  HTTPRoute: "httproutes.gateway.networking.k8s.io",
};

const order = Object.keys(kinds);

/** What kubectl calls each kind. */
export const resourceNames = Object.values(kinds);

/** An object of a kind that isn't listed would be applied, but never found again. */
export function resourceName({ kind }: Pick<KubernetesObject, "kind">): string {
  const name = kinds[kind];
  if (name === undefined) throw new Error(`${kind}: no such kind in the list of kinds`);
  return name;
}

/** What others need comes first. */
export function inOrder<T extends KubernetesObject>(objects: readonly T[]): T[] {
  return [...objects].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
