import * as pulumi from "@pulumi/pulumi";
import type { KubernetesPlatformArgs } from "./kubernetes/args";
import { makeCrds, makeKubeStateMetrics, makeOperator, makePriorityClass } from "./kubernetes/foundations";
import type { Flow } from "./kubernetes/network";
import { placeAlertmanager } from "./kubernetes/place-alertmanager";
import { placePrometheus } from "./kubernetes/place-prometheus";
import { Scene } from "./kubernetes/scene";
import { isNodeLevel, type WorkloadOptions } from "./kubernetes/workloads";
import type {
  AlertmanagerSpec,
  ImageSpec,
  Placement,
  Platform,
  PrometheusSpec,
  ReplicasSpec,
  Service,
  ServiceSpec,
  WebPort,
} from "./platform";

/**
 * A stack in a cluster: a namespace under Pod Security `restricted`, another for what needs the node itself, and
 * Prometheus and Alertmanager as resources of the Prometheus operator.
 */
export class KubernetesPlatform extends pulumi.ComponentResource implements Platform {
  private readonly scene: Scene;
  private kubeletMetrics = false;

  constructor(name: string, args: KubernetesPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sightline:index:KubernetesPlatform", name, {}, opts);
    this.scene = new Scene(name, args, this);
    makePriorityClass(this.scene);
    if (args.installCrds) makeCrds(this.scene);
    if (args.operator) makeOperator(this.scene, args.operator);
    this.registerOutputs({ namespace: name });
  }

  service(role: string, spec: ServiceSpec, placement: Placement): Service {
    return this.place(role, spec, placement, {});
  }

  /** One Deployment, whose pods tell their own names. */
  replicas(role: string, spec: ReplicasSpec, placement: Placement): readonly Service[] {
    const { service, count, nameVariable, autoscaling } = spec;
    if (count === 0) return [];
    const options = { replicas: count, nameVariable, ...(autoscaling && { autoscaling }) };
    return [this.place(role, service, placement, options)];
  }

  filesOnly(role: string, spec: Pick<ServiceSpec, "files" | "secrets">, { parent }: Placement): void {
    this.scene.workloads.files(spec, this.scene.at(role, parent));
  }

  prometheus(role: string, spec: PrometheusSpec, placement: Placement): Service {
    return placePrometheus(this.scene, role, spec, placement, this.kubeletMetrics);
  }

  /** One Service: the operator makes the cluster behind it. */
  alertmanager(role: string, spec: AlertmanagerSpec, placement: Placement): readonly Service[] {
    return [placeAlertmanager(this.scene, role, spec, placement)];
  }

  /** The kubelets have these metrics: Prometheus, which comes later, is told to ask them. */
  containerMetrics(_role: string, _image: ImageSpec, _placement: Placement): readonly Service[] {
    this.kubeletMetrics = true;
    return [];
  }

  get behindProxy(): readonly WebPort[] {
    return this.scene.behindProxy;
  }

  url(role: string, publishedPort: number): string {
    return this.scene.publisher.url(role, publishedPort);
  }

  udpAddress(role: string, port: number): string {
    return `${role}.${this.scene.name}.svc:${port}`;
  }

  /** By role: the command that makes a URL on localhost work. */
  get portForwards(): Readonly<Record<string, string>> {
    return this.scene.publisher.portForwards;
  }

  /** Who may talk to whom, as the network policies say it. */
  get flows(): readonly Flow[] {
    return this.scene.network.flows;
  }

  finish(): void {
    const { args, network, namespaces } = this.scene;
    // Now that it's known which namespaces there are.
    if (args.kubeStateImage) makeKubeStateMetrics(this.scene, args.kubeStateImage);
    network.make(this, namespaces.all);
  }

  private place(role: string, spec: ServiceSpec, { parent, after }: Placement, options: WorkloadOptions): Service {
    const { scene } = this;
    const namespace = isNodeLevel(spec) ? scene.namespaces.node() : scene.name;
    const at = scene.at(role, parent, after, namespace);
    const workload = scene.workloads.place(spec, at, options);
    // What others look up by name is in the stack's own namespace.
    const addressed = spec.ports !== undefined && namespace === scene.name && options.nameVariable === undefined;
    if (addressed) {
      const service = scene.workloads.service(spec, { ...at, after: [workload] });
      scene.network.add(...scene.publisher.publish(role, spec.ports ?? [], parent, service));
    }
    scene.placeInNetwork(role, spec, namespace);
    scene.monitor(role, spec, parent, { namespace, addressed });
    return { host: role, resource: workload, scrapes: [] };
  }
}
