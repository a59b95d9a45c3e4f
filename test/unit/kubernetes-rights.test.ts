import { describe, expect, it } from "vitest";
import { describeRights, escalations, grantedRights, neededRights } from "../../cli/lib/kubernetes/rights";

const role = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "Role",
  metadata: { name: "operator", namespace: "a" },
  rules: [
    { apiGroups: ["", "events.k8s.io"], resources: ["events", "services/finalizers"], verbs: ["create", "patch"] },
  ],
};
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } };
const rights = "get, list, watch, create, patch, delete";

describe("the rights that a stack takes", () => {
  it("are those on each kind where it is, and those to look at pods", () => {
    const second = { ...role, metadata: { name: "other", namespace: "a" } };
    expect(describeRights(neededRights([namespace, role, second]))).toEqual([
      `${rights} in the whole cluster: namespaces`,
      `${rights} in the namespace a: roles.rbac.authorization.k8s.io`,
      "get, list, watch in the namespace a: pods, replicasets.apps",
      "create in the namespace a: pods/portforward",
    ]);
  });

  it("are also those to find what an engine applied earlier", () => {
    expect(describeRights(neededRights([namespace], ["namespaces", "deployments.apps"]))).toEqual([
      `${rights} in the whole cluster: namespaces`,
      "list in the whole cluster: deployments.apps",
    ]);
  });

  it("are also those that it gives away", () => {
    expect(describeRights(grantedRights([namespace, role]))).toEqual([
      "create, patch in the namespace a: events, services/finalizers, events.events.k8s.io, services.events.k8s.io/finalizers",
    ]);
    expect(describeRights(escalations([namespace, role]))).toEqual([
      "escalate, bind in the namespace a: roles.rbac.authorization.k8s.io",
    ]);
  });
});
