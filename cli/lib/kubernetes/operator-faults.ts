import { operatorVersions } from "../../../components/platform/operator/versions";
import type { ClusterRecord } from "../../../config/operator";
import type { Stack } from "../stack";
import { olderThan } from "../versions";
import { newerCrdFaults, olderCrdFaults } from "./crds";
import type { OperatorSurvey } from "./detect";
import { groupOf, type KubernetesObject } from "./objects";
import { resourceName } from "./kinds";
import type { Found } from "./needs";

/** Whether what the cluster has of Prometheus operators goes with what the stack brings. */
export function operatorFaults(stack: Stack, survey: OperatorSurvey, { operator, crds }: ClusterRecord): Found {
  const { operators, serving } = survey;
  const choice = stack.settings.kubernetes.operator;
  const key = `sightline:kubernetes.operator is "${choice}"`;
  const faults: string[] = [];
  const notes: string[] = [];
  if (operators === undefined) {
    const fault = "you may not list in the whole cluster: deployments.apps, which shows its Prometheus operators";
    if (choice === "auto") faults.push(`${fault}; sightline:kubernetes.operator says what there is`);
    else notes.push(`not checked: ${fault}`);
  }
  if (survey.crds === undefined && choice !== "existing") {
    faults.push(
      "you may not get in the whole cluster: customresourcedefinitions.apiextensions.k8s.io, which shows whether the " +
        "Prometheus operator's kinds are there already; then no more of them is needed",
    );
  }
  if (operator === "existing") {
    if (operators && serving.length === 0) faults.push(nobodyServes(stack.project, operators));
    for (const { name, version } of serving) {
      const expected = `${operatorVersions.minimum} or later was expected (tested: ${operatorVersions.tested})`;
      if (version === undefined)
        notes.push(`nothing tells the version of the Prometheus operator ${name}; ${expected}`);
      else if (olderThan(version, operatorVersions.minimum)) {
        faults.push(`the Prometheus operator ${name} is ${version}; ${expected}`);
      }
    }
  } else {
    for (const { name } of serving) {
      faults.push(
        `${key}, but ${name} serves the namespace ${stack.project} too, and two would undo each other; "existing" was expected`,
      );
    }
    if (crds === "existing")
      faults.push(...olderCrdFaults(survey.crds?.foreign ?? [], operatorVersions.tested, stack.name));
  }
  if (crds === "install") faults.push(...newerCrdFaults(survey.crds?.own ?? [], operatorVersions.tested));
  return { faults, notes };
}

function nobodyServes(namespace: string, operators: OperatorSurvey["operators"]): string {
  const others = (operators ?? []).map(({ name }) => name).join(", ");
  return (
    `sightline:kubernetes.operator is "existing", but no Prometheus operator of the cluster serves the namespace ` +
    `${namespace}${others === "" ? "" : ` (others: ${others})`}; "install" brings one`
  );
}

/** Kinds that come with something, and with what. */
const extensions: Readonly<Record<string, string>> = {
  "monitoring.coreos.com": "the Prometheus operator brings it",
  "autoscaling.k8s.io":
    "the Vertical Pod Autoscaler brings it; without it, app.verticalScaling and workers.verticalScaling must not be set",
  "gateway.networking.k8s.io": "the Gateway API brings it; without it, kubernetes.gateway must not be set",
};

/** Definitions that neither the cluster has nor the stack brings. */
export function missingKinds(objects: readonly KubernetesObject[], known: ReadonlySet<string>): string[] {
  const brought = new Set(
    objects.filter(({ kind }) => kind === "CustomResourceDefinition").map(({ metadata }) => metadata.name),
  );
  const needed = objects.filter(({ apiVersion }) => groupOf(apiVersion) in extensions);
  const missing = needed.filter((object) => !known.has(resourceName(object)) && !brought.has(resourceName(object)));
  const byName = new Map(missing.map((object) => [resourceName(object), extensions[groupOf(object.apiVersion)]]));
  return [...byName].map(([name, hint]) => `the cluster has no CustomResourceDefinition ${name}: ${hint}`);
}
