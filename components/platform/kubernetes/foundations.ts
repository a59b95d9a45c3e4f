import * as k8s from "@pulumi/kubernetes";
import { access } from "./access";
import { kubeStateMetrics, kubeStateRules } from "./kube-state-metrics";
import { Objects } from "./objects";
import { installCrds, installOperator, operatorRole, type OperatorInstallArgs } from "./operator-install";
import type { Scene } from "./scene";

/** What a stack has in a cluster besides its services. */

/** What runs first when a cluster is full; the application itself has none. */
const priority = 100_000;

export function makePriorityClass({ name, objects, root: parent }: Scene): void {
  const at = { role: "monitoring", name, parent };
  new k8s.scheduling.v1.PriorityClass(
    name,
    { metadata: objects.metadata(at), value: priority, description: "Sightline: what watches the others." },
    objects.options(at),
  );
}

/** They outlive a stack, so the next one finds some; nothing else may be taken over like that. */
export function makeCrds(scene: Scene): void {
  const provider = scene.provider("definitions", { upsertExistingObjects: true });
  const objects = new Objects({ name: scene.name, labels: scene.args.labels, provider });
  scene.operator.push(...installCrds(objects, scene.root));
}

export function makeOperator(scene: Scene, args: OperatorInstallArgs): void {
  const { objects, workloads, root, name: namespace } = scene;
  const after = [...scene.at(operatorRole, root).after, ...scene.operator];
  const { spec, deployment } = installOperator(objects, workloads, args, { namespace, parent: root, after });
  scene.operator.push(deployment);
  scene.placeInNetwork(operatorRole, spec);
  scene.network.add(...scene.apiServerFlows(operatorRole, "watches the stack's resources"));
  scene.monitor(operatorRole, spec, root);
}

export function makeKubeStateMetrics(scene: Scene, image: string): void {
  const { objects, workloads, namespaces, root } = scene;
  const role = "kube-state-metrics";
  const spec = kubeStateMetrics(image, namespaces.names);
  const at = { ...scene.at(role, root), after: namespaces.all };
  const rights = access(objects, at, kubeStateRules, namespaces.names);
  const workload = workloads.place(spec, { ...at, after: [...at.after, ...rights] }, { serviceAccount: role });
  workloads.service(spec, { ...at, after: [workload] });
  scene.placeInNetwork(role, spec);
  scene.network.add(...scene.apiServerFlows(role, "reads the stack's objects"));
  scene.monitor(role, spec, root);
}
