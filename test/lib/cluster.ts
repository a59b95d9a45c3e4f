import type { Endpoint } from "./network-policy";
import type { Container, PodSpec } from "./pod-security";
import { evaluateSettings, type Evaluated } from "./program";
import type { Labels } from "./selectors";

/** As much of any object as the tests read without knowing its kind. */
export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Labels;
    readonly annotations?: Labels;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has another shape, which a test knows
  readonly [key: string]: any;
}

/** Pods of one role, made by a workload or by the operator. */
export interface Pods {
  readonly role: string;
  readonly kind: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;
}

/** A stack in a cluster as the program describes it. */
export class Cluster {
  readonly objects: readonly AnyObject[];

  constructor(readonly evaluated: Evaluated) {
    const ours = evaluated.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    this.objects = ours.map(({ inputs }) => inputs as unknown as AnyObject);
  }

  all(...kinds: readonly string[]): AnyObject[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  find(kind: string, name: string): AnyObject | undefined {
    return this.all(kind).find(({ metadata }) => metadata.name === name);
  }

  get(kind: string, name: string): AnyObject {
    const found = this.find(kind, name);
    if (!found) throw new Error(`there's no ${kind} ${name}`);
    return found;
  }

  pods(): Pods[] {
    const workloads = this.all("Deployment", "StatefulSet", "DaemonSet").map(({ kind, metadata, spec }) => ({
      role: metadata.name,
      kind,
      namespace: metadata.namespace as string,
      labels: spec.template.metadata.labels as Labels,
      annotations: (spec.template.metadata.annotations ?? {}) as Labels,
      spec: spec.template.spec as PodSpec,
    }));
    return [...workloads, ...this.all("Prometheus", "Alertmanager").map(operatedPods)];
  }

  podsOf(role: string): Pods {
    const found = this.pods().find((pods) => pods.role === role);
    if (!found) throw new Error(`there are no pods of ${role}`);
    return found;
  }
}

/** How the operator confines the containers that it makes itself; a real cluster is asked whether it's so. */
const operatorsOwn: Container["securityContext"] = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** The pods that the operator makes of its resources, as far as those say. */
function operatedPods({ kind, metadata, spec }: AnyObject): Pods {
  const { resources, volumeMounts, containers = [], initContainers, ...rest } = spec;
  const port = { name: "web", containerPort: kind === "Prometheus" ? 9090 : 9093 };
  const own = { name: metadata.name, resources, volumeMounts, ports: [port], securityContext: operatorsOwn };
  return {
    role: metadata.name,
    kind,
    namespace: metadata.namespace as string,
    labels: spec.podMetadata.labels,
    annotations: spec.podMetadata.annotations ?? {},
    spec: { ...rest, containers: [own, ...containers], initContainers },
  };
}

export async function evaluateCluster(settings: Readonly<Record<string, unknown>> = {}): Promise<Cluster> {
  return new Cluster(await evaluateSettings({ target: "kubernetes", ...settings }));
}

/** A pod of a role, as policies see it. */
export function endpoint({ namespace, labels, spec }: Pods): Endpoint {
  const ports = spec.containers.flatMap(({ ports = [] }) => ports);
  return { namespace, labels, namedPorts: Object.fromEntries(ports.map((one) => [one.name, one.containerPort])) };
}
