import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { operatorCrds } from "../operator/crds";
import { access } from "./access";
import type { Objects } from "./objects";
import { operatorRules, operatorService } from "./operator";
import type { Workloads } from "./workloads";

export interface OperatorInstallArgs {
  readonly image: string;
  readonly reloaderImage: string;
}

export const operatorRole = "prometheus-operator";

/**
 * The definitions of its kinds. They are the whole cluster's, so the name has no stack in it, and `pulumi destroy`
 * leaves them: with them would go every Prometheus and every monitor of everybody. `npm run down`, which can look
 * whether somebody else has any, takes them.
 */
export function installCrds(objects: Objects, parent: pulumi.Resource): pulumi.Resource[] {
  return operatorCrds().map((crd) => {
    const { name, annotations } = crd.metadata;
    const at = { role: operatorRole, name, annotations, parent };
    return new k8s.apiextensions.v1.CustomResourceDefinition(
      name,
      { metadata: objects.metadata(at), spec: crd.spec as never },
      { ...objects.options(at), retainOnDelete: true },
    );
  });
}

/** The operator itself, with its rights in the stack's namespace. */
export function installOperator(
  objects: Objects,
  workloads: Workloads,
  { image, reloaderImage }: OperatorInstallArgs,
  at: { readonly namespace: string; readonly parent: pulumi.Resource; readonly after: readonly pulumi.Resource[] },
) {
  const placed = { role: operatorRole, ...at };
  const spec = operatorService({ image, reloaderImage, namespace: at.namespace });
  const rights = access(objects, placed, operatorRules);
  const deployment = workloads.place(
    spec,
    { ...placed, after: [...at.after, ...rights] },
    { serviceAccount: operatorRole },
  );
  return { spec, deployment, service: workloads.service(spec, { ...placed, after: [deployment] }) };
}
