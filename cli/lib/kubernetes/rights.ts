import { resourceName } from "./kinds";
import type { KubernetesObject } from "./objects";

/** One thing that a user must be allowed to do. */
export interface Right {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Absent: of the whole cluster. */
  readonly namespace?: string;
}

export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

/** An object that may give rights away. */
export type RuledObject = KubernetesObject & { readonly rules?: readonly PolicyRule[] };

/** To apply what isn't there and what has changed, to wait for it, to find it again and to take it away. */
const verbs = ["get", "list", "watch", "create", "patch", "delete"];

/** What is looked at while waiting for pods and when checking them. */
const looks: readonly Omit<Right, "namespace">[] = [
  ...["get", "list", "watch"].flatMap((verb) => [
    { verb, group: "", resource: "pods" },
    { verb, group: "apps", resource: "replicasets" },
  ]),
  { verb: "create", group: "", resource: "pods", subresource: "portforward" },
];

/**
 * Everything that bringing these objects up, checking them and taking them away asks of the user.
 *
 * @param searched kinds of which the engine looks for the stack's everywhere, to find what is wanted no longer
 */
export function neededRights(objects: readonly KubernetesObject[], searched: readonly string[] = []): Right[] {
  const namespaces = new Set(objects.flatMap(({ metadata: { namespace } }) => namespace ?? []));
  const applied = objects.flatMap((object) => {
    const { namespace } = object.metadata;
    const of = { ...split(resourceName(object)), ...(namespace !== undefined && { namespace }) };
    return verbs.map((verb) => ({ verb, ...of }));
  });
  const search = searched.map((name) => ({ verb: "list", ...split(name) }));
  const seen = [...namespaces].flatMap((namespace) => looks.map((look) => ({ ...look, namespace })));
  return unique([...applied, ...search, ...seen]);
}

/** What the objects give to others: Kubernetes lets nobody give what they haven't themselves. */
export function grantedRights(objects: readonly RuledObject[]): Right[] {
  return unique(
    objects.flatMap(({ rules = [], metadata: { namespace } }) =>
      rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((name) =>
            verbs.map((verb) => {
              const [resource = "", subresource] = name.split("/");
              return {
                ...{ verb, group, resource },
                ...(subresource !== undefined && { subresource }),
                ...(namespace !== undefined && { namespace }),
              };
            }),
          ),
        ),
      ),
    ),
  );
}

/** The two that let somebody give what they haven't, in each place where something is given. */
export function escalations(objects: readonly RuledObject[]): Right[] {
  const places = new Set(
    objects.filter(({ rules = [] }) => rules.length > 0).map(({ metadata }) => metadata.namespace),
  );
  return [...places].flatMap((namespace) =>
    ["escalate", "bind"].map((verb) => ({
      ...{ verb, group: "rbac.authorization.k8s.io", resource: namespace === undefined ? "clusterroles" : "roles" },
      ...(namespace !== undefined && { namespace }),
    })),
  );
}

/** `get, list in the namespace x: secrets, deployments.apps`; one line for what is missing alike. */
export function describeRights(rights: readonly Right[]): string[] {
  const byResource = groupBy(rights, ({ resource, subresource, group, namespace }) => [
    `${resource}${group && `.${group}`}${subresource === undefined ? "" : `/${subresource}`}`,
    namespace === undefined ? "in the whole cluster" : `in the namespace ${namespace}`,
  ]);
  const alike = groupBy([...byResource], ([[, place], those]) => [those.map(({ verb }) => verb).join(", "), place]);
  return [...alike].map(([[verb, place], those]) => `${verb} ${place}: ${those.map(([[name]]) => name).join(", ")}`);
}

export function rightKey({ verb, group, resource, subresource = "", namespace = "" }: Right): string {
  return [namespace, group, resource, subresource, verb].join("|");
}

function unique(rights: readonly Right[]): Right[] {
  return [...new Map(rights.map((right) => [rightKey(right), right])).values()];
}

/** In the order in which each key came first. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => [string, string]): Map<[string, string], T[]> {
  const keys = new Map<string, [string, string]>();
  const groups = new Map<[string, string], T[]>();
  for (const item of items) {
    const found = keyOf(item);
    const key = keys.get(found.join("|")) ?? found;
    keys.set(found.join("|"), key);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function split(name: string): Pick<Right, "resource" | "group"> {
  const dot = name.indexOf(".");
  return dot < 0 ? { resource: name, group: "" } : { resource: name.slice(0, dot), group: name.slice(dot + 1) };
}
