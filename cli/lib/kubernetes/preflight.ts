import { clusterRecord } from "../../../config/operator";
import { UserError } from "../../../signals/errors";
import type { EngineName } from "../../engines/engine";
import type { Evaluation } from "../../translate/evaluate";
import { kubernetesObjects } from "../../translate/kubernetes";
import { say } from "../console";
import type { Stack } from "../stack";
import { accessFaults } from "./access-reviews";
import { connect } from "./connection";
import type { Denial } from "./denials";
import { surveyOperators } from "./detect";
import { existingSecretFaults } from "./existing-secrets";
import { resourceName, resourceNames } from "./kinds";
import { Kubectl } from "./kubectl";
import { nameFaults } from "./names";
import { needFaults } from "./needs";
import type { KubernetesObject } from "./objects";
import { missingKinds, operatorFaults } from "./operator-faults";
import { ownerFaults } from "./owners";
import { pullSecretFaults } from "./pull-secrets";
import { trialDenials } from "./trial";

/** Everything of the cluster that would be in the way, at once, before anything is touched. */
export async function preflightKubernetes(stack: Stack, evaluation: Evaluation, engine: EngineName): Promise<void> {
  const server = await connect(stack);
  const kubectl = new Kubectl(stack);
  const objects = kubernetesObjects(evaluation);
  const known = await knownKinds(kubectl);
  const searched = engine === "kubectl" ? resourceNames.filter((name) => known.has(name)) : [];
  const [access, owned, survey, needs] = await Promise.all([
    accessFaults(kubectl, objects, searched),
    ownerFaults(kubectl, stack, objects, engine),
    surveyOperators(stack),
    needFaults(kubectl, stack.settings),
  ]);
  const record = clusterRecord(stack.name, stack.settings.kubernetes.operator);
  const operator = operatorFaults(stack, survey, record);
  const names = nameFaults(objects);
  const secrets = await pullSecretFaults(kubectl, stack, objects, owned.namespaces);
  const existing = await existingSecretFaults(kubectl, stack, owned.namespaces);
  const isKnown = (object: KubernetesObject) => known.has(resourceName(object));
  // What somebody else has under our names would be refused for their sake, and a wrong name for its own.
  const free = owned.faults.length + names.length === 0;
  const denied = free
    ? await trialDenials(kubectl, objects, { ...owned, isKnown, mayTryOffspring: access.mayTryOffspring })
    : [];
  const faults = [
    ...server.faults,
    ...access.faults,
    ...owned.faults,
    ...operator.faults,
    ...missingKinds(objects, known),
    ...needs.faults,
    ...secrets.faults,
    ...existing.faults,
    ...names,
    ...denied.filter(({ untried }) => !untried).map(describe),
  ];
  const notes = [...server.notes, ...operator.notes, ...needs.notes, ...secrets.notes, ...existing.notes];
  for (const note of [...notes, ...denied.filter(({ untried }) => untried).map(describe)]) say(`note: ${note}`);
  if (faults.length > 0) throw new UserError(faults);
}

/** What the cluster serves, as `deployments.apps`; an API that doesn't answer doesn't keep the others from it. */
async function knownKinds(kubectl: Kubectl): Promise<Set<string>> {
  const { stdout } = await kubectl.attempt(["api-resources", "--output", "name"]);
  return new Set(stdout.split("\n").map((line) => line.trim()));
}

function describe({ objects, reason, untried }: Denial): string {
  const what = objects.length === 0 ? "an object" : objects.join(", ");
  return untried ? `not tried: ${what}: ${reason}` : `the cluster refuses ${what}: ${reason}`;
}
