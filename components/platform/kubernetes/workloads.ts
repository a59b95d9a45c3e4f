import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AutoscalingSpec, FileSpec, ServiceSpec } from "../platform";
import { filesByFolder, filesChecksum, secretsChecksum, type FilesFolder } from "./files";
import type { KubernetesImages } from "./images";
import { labelsOf, selectorOf, type Labels } from "./labels";
import { pulumiAnnotations, type At, type Objects } from "./objects";
import { podTemplate, portName } from "./pods";
import { isUrgent } from "./resources";
import { disruptionBudget, horizontal, vertical } from "./scaling";
import type { SchedulingArgs } from "./scheduling";
import { claim } from "./storage";

export interface WorkloadsArgs {
  readonly stack: string;
  /** Prefix of built images' names. */
  readonly name: string;
  readonly labels: Labels;
  readonly scheduling: SchedulingArgs;
  readonly storageClass: string | undefined;
  readonly priorityClass: string;
  readonly images: KubernetesImages;
  readonly checksumKey: pulumi.Output<string>;
}

export interface WorkloadOptions {
  readonly serviceAccount?: string;
  readonly replicas?: number;
  readonly nameVariable?: string;
  readonly autoscaling?: AutoscalingSpec;
}

type Placed = At & { readonly namespace: string };

/** As much of a service as its address is made of. */
type Addressed = Pick<ServiceSpec, "ports" | "sidecars" | "volumes" | "everyNode">;

/** Whether Pod Security `restricted` can't have it: it needs the machine it runs on. */
export function isNodeLevel(spec: ServiceSpec): boolean {
  return (spec.hostMounts ?? []).length > 0 || spec.confinement.user.startsWith("0:");
}

/** Turns services into pods and what belongs to them. */
export class Workloads {
  constructor(
    private readonly objects: Objects,
    private readonly args: WorkloadsArgs,
  ) {}

  /** Deployment, StatefulSet where there's data, DaemonSet where there's one on every node. */
  place(spec: ServiceSpec, at: Placed, options: WorkloadOptions = {}): pulumi.CustomResource {
    const { role, namespace, parent } = at;
    const { folders, resources, annotations } = this.files(spec, at);
    const selector = selectorOf(this.args.stack, role);
    const template = podTemplate(spec, {
      role,
      labels: labelsOf(this.args.labels, role),
      selector,
      annotations,
      folders,
      image: (image) => this.args.images.of(image, `${this.args.name}-${role}`, parent),
      scheduling: this.args.scheduling,
      ...(isUrgent(spec.resources) && { priorityClass: this.args.priorityClass }),
      ...(options.serviceAccount && { serviceAccount: options.serviceAccount }),
      ...(options.nameVariable && { nameVariable: options.nameVariable }),
    });
    const common = { selector: { matchLabels: { ...selector } }, template, revisionHistoryLimit: 3 };
    const metadata = this.objects.metadata(at);
    const opts = {
      ...this.objects.options({ ...at, after: [...(at.after ?? []), ...resources] }),
      // Longer than a first pull of a large image; the error names the pod and its reason.
      customTimeouts: { create: "5m", update: "5m" },
    };
    const name = this.objects.name(at);
    const workload = spec.everyNode
      ? new k8s.apps.v1.DaemonSet(name, { metadata, spec: common }, opts)
      : spec.volumes?.length
        ? new k8s.apps.v1.StatefulSet(name, { metadata, spec: { ...common, ...this.storage(spec, role) } }, opts)
        : new k8s.apps.v1.Deployment(name, { metadata, spec: { ...common, ...replicas(spec, options) } }, opts);
    this.scale(spec, at, options, workload);
    if (!spec.everyNode) this.disruptionBudget({ ...at, namespace }, selector);
    return workload;
  }

  /** Of a role that isn't placed here itself. */
  disruptionBudget(at: Placed, selector: Labels): void {
    new k8s.policy.v1.PodDisruptionBudget(
      this.objects.name(at),
      { metadata: this.objects.metadata(at), spec: disruptionBudget(selector) },
      this.objects.options(at),
    );
  }

  /** The address of a role, for its ports and its sidecars'. */
  service(spec: Addressed, at: Placed, sessionAffinity?: "ClientIP"): k8s.core.v1.Service {
    const ports = servicePorts(spec);
    return new k8s.core.v1.Service(
      this.objects.name(at),
      {
        metadata: this.objects.metadata({ ...at, annotations: pulumiAnnotations.skipAwait }),
        spec: {
          selector: { ...selectorOf(this.args.stack, at.role) },
          ports,
          // A StatefulSet's pods are found each by its own name.
          ...(spec.volumes?.length && { clusterIP: "None" }),
          ...(sessionAffinity && { sessionAffinity }),
          // To the one of the same node, which is why there's one on each.
          ...(spec.everyNode && { internalTrafficPolicy: "Local" }),
        },
      },
      this.objects.options(at),
    );
  }

  /** The ConfigMaps and the Secret of a service; the annotations replace its pods when one of them changes. */
  files(spec: Pick<ServiceSpec, "files" | "secrets" | "onFileChange">, at: Placed) {
    const files = spec.files ?? [];
    const secrets = spec.secrets ?? [];
    const folders: FilesFolder[] = filesByFolder(files);
    const resources: pulumi.Resource[] = folders.map(({ suffix, data }) =>
      this.objects.configMap({ ...at, name: `${at.role}-${suffix}` }, data),
    );
    if (secrets.length > 0) {
      resources.push(this.objects.secret({ ...at, name: `${at.role}-secrets` }, byPath(secrets)));
    }
    const live = spec.onFileChange === "live";
    const annotations: Record<string, pulumi.Input<string>> = {
      ...(files.length > 0 && !live && { "sightline.files": filesChecksum(files) }),
      ...(secrets.length > 0 && { "sightline.secrets": secretsChecksum(secrets, this.args.checksumKey) }),
    };
    return { folders, resources, annotations };
  }

  private storage(spec: ServiceSpec, role: string) {
    const labels = labelsOf(this.args.labels, role);
    return {
      serviceName: role,
      replicas: 1,
      volumeClaimTemplates: (spec.volumes ?? []).map(({ name, sizeGiB }) =>
        claim(name, sizeGiB, this.args.storageClass, labels),
      ),
    };
  }

  private scale(spec: ServiceSpec, at: Placed, { autoscaling }: WorkloadOptions, workload: pulumi.Resource): void {
    const target = { apiVersion: "apps/v1", kind: "Deployment", name: at.role };
    const after = { ...at, after: [workload] };
    if (autoscaling) {
      new k8s.autoscaling.v2.HorizontalPodAutoscaler(
        this.objects.name(at),
        {
          metadata: this.objects.metadata({ ...at, annotations: pulumiAnnotations.skipAwait }),
          spec: horizontal(target, autoscaling),
        },
        this.objects.options(after),
      );
    }
    if (spec.verticalScaling) {
      const kind = "VerticalPodAutoscaler";
      this.objects.custom(after, "autoscaling.k8s.io/v1", kind, vertical(target, spec.verticalScaling));
    }
  }
}

/** An autoscaler that counts them itself must not be overruled at every `up`. */
function replicas(spec: ServiceSpec, options: WorkloadOptions) {
  return options.autoscaling ? {} : { replicas: options.replicas ?? spec.replicas ?? 1 };
}

function servicePorts(spec: Addressed): k8s.types.input.core.v1.ServicePort[] {
  const own = (spec.ports ?? []).map(({ name, port, protocol }) => ({
    name,
    port,
    targetPort: port,
    protocol: protocol === "udp" ? "UDP" : "TCP",
  }));
  const others = Object.values(spec.sidecars ?? {}).flatMap(({ scrapes = [] }) =>
    scrapes.map(({ job, port }) => ({ name: portName(job), port, targetPort: port, protocol: "TCP" })),
  );
  return [...own, ...others];
}

function byPath(files: readonly FileSpec[]): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}
