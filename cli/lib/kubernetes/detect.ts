import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { operatorCrds } from "../../../components/platform/operator/crds";
import { labelsOf, stackLabel } from "../../../components/platform/kubernetes/labels";
import { clusterRecordPath, type ClusterRecord } from "../../../config/operator";
import type { Stack } from "../stack";
import { connect } from "./connection";
import { byOwner, readCrds, type ClusterCrd } from "./crds";
import { Kubectl } from "./kubectl";
import { readOperators, serves, type Operator } from "./operators";

/** What the cluster has of Prometheus operators that aren't this stack's. */
export interface OperatorSurvey {
  /** Undefined where this user may not look for them. */
  readonly operators: readonly Operator[] | undefined;
  /** Those that would make pods of this stack's resources. */
  readonly serving: readonly Operator[];
  /** Definitions of its kinds, this stack's and others', or undefined where this user may not see them. */
  readonly crds: { readonly own: readonly ClusterCrd[]; readonly foreign: readonly ClusterCrd[] } | undefined;
}

/**
 * Finds out whether the cluster has a Prometheus operator that serves the stack, and whose its definitions are, and
 * keeps the answer: the program is evaluated by it, by the Pulumi CLI too.
 */
export async function detectOperator(stack: Stack): Promise<void> {
  const { operator: choice } = stack.settings.kubernetes;
  if (choice === "existing") return;
  await connect(stack);
  const path = clusterRecordPath(stack.name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(recordOf(choice, await surveyOperators(stack)))}\n`);
}

/** Asks the cluster. */
export async function surveyOperators(stack: Stack): Promise<OperatorSurvey> {
  const kubectl = new Kubectl(stack);
  const names = operatorCrds().map(({ metadata }) => metadata.name);
  const [operators, crds] = await Promise.all([readOperators(kubectl), readCrds(kubectl, names)]);
  const labels = labelsOf({ [stackLabel]: stack.name }, "prometheus");
  return {
    operators,
    serving: (operators ?? []).filter((operator) => serves(operator, stack.project, labels)),
    crds: crds && byOwner(crds, stack.name),
  };
}

/**
 * Definitions without an operator that serves the stack come from another stack, or from an operator that looks
 * elsewhere: the stack then brings an operator and leaves them alone. Those that it has brought itself it keeps, even
 * when an operator has come that brings its own: with a definition goes everything of its kind, in the whole cluster.
 */
export function recordOf(choice: "auto" | "install", { serving, crds }: OperatorSurvey): ClusterRecord {
  const operator = choice === "auto" && serving.length > 0 ? "existing" : "install";
  const { own, foreign } = crds ?? { own: [], foreign: [] };
  const others = own.length === 0 && (operator === "existing" || foreign.length > 0);
  return { operator, crds: others ? "existing" : "install" };
}
