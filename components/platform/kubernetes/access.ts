import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { At, Objects } from "./objects";

type Rule = types.input.rbac.v1.PolicyRule;
type Namespaced = At & { readonly namespace: string };

/** A service account of a role with its own rights, in its own namespace and in others; nothing of the whole cluster. */
export function access(
  objects: Objects,
  at: Namespaced,
  rules: readonly Rule[],
  namespaces: readonly string[] = [at.namespace],
): pulumi.Resource[] {
  const account = new k8s.core.v1.ServiceAccount(
    objects.name(at),
    { metadata: objects.metadata(at), automountServiceAccountToken: false },
    objects.options(at),
  );
  const made = namespaces.flatMap((namespace) => {
    const there = { ...at, namespace };
    const role = new k8s.rbac.v1.Role(
      objects.name(there),
      { metadata: objects.metadata(there), rules: [...rules] },
      objects.options(there),
    );
    const binding = new k8s.rbac.v1.RoleBinding(
      objects.name(there),
      {
        metadata: objects.metadata(there),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: at.role },
        subjects: [{ kind: "ServiceAccount", name: at.role, namespace: at.namespace }],
      },
      objects.options(there),
    );
    return [role, binding];
  });
  return [account, ...made];
}

/** The same for what belongs to no namespace. The name has the stack in it: it's the whole cluster's. */
export function clusterAccess(
  objects: Objects,
  at: Namespaced,
  name: string,
  rules: readonly Rule[],
): pulumi.Resource[] {
  const { namespace, ...rest } = at;
  const clusterWide: At = { ...rest, name };
  const role = new k8s.rbac.v1.ClusterRole(
    name,
    { metadata: objects.metadata(clusterWide), rules: [...rules] },
    objects.options(clusterWide),
  );
  const binding = new k8s.rbac.v1.ClusterRoleBinding(
    name,
    {
      metadata: objects.metadata(clusterWide),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name: at.role, namespace }],
    },
    objects.options(clusterWide),
  );
  return [role, binding];
}
