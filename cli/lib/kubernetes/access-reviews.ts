import type { Kubectl } from "./kubectl";
import { listOf } from "./objects";
import {
  describeRights,
  escalations,
  grantedRights,
  neededRights,
  rightKey,
  type Right,
  type RuledObject,
} from "./rights";

/** Whoever may do this may do everything, and needn't be asked one by one. */
const everything: Right = { verb: "*", group: "*", resource: "*" };

export interface Access {
  readonly faults: readonly string[];
  /** Whether pods and claims may be tried by themselves, which nothing but a trial needs. */
  readonly mayTryOffspring: boolean;
}

/**
 * What the user may not do of what these objects take, all at once.
 *
 * @param searched kinds of which the engine looks for the stack's everywhere
 */
export async function accessFaults(
  kubectl: Kubectl,
  objects: readonly RuledObject[],
  searched: readonly string[],
): Promise<Access> {
  const [admin] = await review(kubectl, [everything]);
  if (admin) return { faults: [], mayTryOffspring: true };
  const namespaces = new Set(objects.flatMap(({ metadata: { namespace } }) => namespace ?? []));
  const asked = {
    needed: neededRights(objects, searched),
    granted: grantedRights(objects),
    escalations: escalations(objects),
    offspring: [...namespaces].flatMap((namespace) =>
      ["pods", "persistentvolumeclaims"].map((resource) => ({ verb: "create", group: "", resource, namespace })),
    ),
  };
  const all = Object.values(asked).flat();
  const answers = await review(kubectl, all);
  const refused = new Set(all.filter((_, index) => answers[index] !== true).map(rightKey));
  const missing = (rights: readonly Right[]) => rights.filter((right) => refused.has(rightKey(right)));
  const given = missing(asked.granted).filter(
    ({ namespace }) => missing(asked.escalations.filter((escalation) => escalation.namespace === namespace)).length > 0,
  );
  return {
    faults: [
      ...describeRights(missing(asked.needed)).map((line) => `you may not ${line}`),
      ...describeRights(given).map((line) => `you may not give the stack's service accounts what you haven't: ${line}`),
    ],
    mayTryOffspring: missing(asked.offspring).length === 0,
  };
}

/** One call for all of them; an answer each, in their order. */
async function review(kubectl: Kubectl, rights: readonly Right[]): Promise<boolean[]> {
  const reviews = rights.map((right) => ({
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: right },
  }));
  const args = ["create", "--validate=false", "--filename", "-", "--output", 'jsonpath={.status.allowed}{"\\n"}'];
  return (await kubectl.run(args, { input: listOf(reviews) })).split("\n").map((line) => line === "true");
}
