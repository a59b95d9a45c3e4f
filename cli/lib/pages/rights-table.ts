import type { RecordedResource } from "../recorded-services";
import { code, table } from "./markdown";
import { inAnyStack, objectsOf, type RecordedObject } from "./objects";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What each service account may do, as its roles say. A pod that isn't named here has no token. */
export function rightsTable(resources: readonly RecordedResource[]): string {
  const roles = objectsOf(resources, "Role", "ClusterRole");
  const bindings = objectsOf(resources, "RoleBinding", "ClusterRoleBinding");
  const rows = new Map<string, { account: string; rule: Rule; where: string[] }>();
  for (const { kind, metadata, subjects, roleRef } of bindings) {
    const role = roles.find(
      (one) =>
        one.kind === roleRef.kind &&
        one.metadata.name === roleRef.name &&
        (one.kind === "ClusterRole" || one.metadata.namespace === metadata.namespace),
    ) as RecordedObject;
    const where = kind === "ClusterRoleBinding" ? "the whole cluster" : code(inAnyStack(metadata.namespace as string));
    for (const rule of role["rules"] as Rule[]) {
      const account = (subjects as { name: string }[]).map(({ name }) => name).join();
      const key = JSON.stringify([account, rule]);
      const row = rows.get(key) ?? { account, rule, where: [] };
      rows.set(key, { ...row, where: [...row.where, where].sort() });
    }
  }
  const body = [...rows.values()].sort((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0));
  return table(
    ["service account", "in", "may", "API group", "resources"],
    body.map(({ account, rule, where }) => [
      code(account),
      where.join(", "),
      rule.verbs.join(", "),
      rule.apiGroups.map((group) => (group === "" ? "core" : group)).join(", "),
      rule.resources.join(", "),
    ]),
  );
}
