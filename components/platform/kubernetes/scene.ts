import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Service, ServiceSpec, WebPort } from "../platform";
import type { KubernetesPlatformArgs } from "./args";
import { KubernetesImages } from "./images";
import { selectorOf, stackLabel } from "./labels";
import { namedScrapes, podMonitor, serviceMonitor } from "./monitors";
import { Namespaces } from "./namespaces";
import type { Flow } from "./network";
import { NetworkPolicies } from "./network-policies";
import { Objects } from "./objects";
import { Publisher } from "./publisher";
import { Workloads } from "./workloads";

export const monitoringApi = "monitoring.coreos.com/v1";

/** What every part of a stack in a cluster is made with. */
export class Scene {
  readonly stack: string;
  readonly objects: Objects;
  readonly workloads: Workloads;
  readonly images: KubernetesImages;
  readonly network: NetworkPolicies;
  readonly publisher: Publisher;
  readonly namespaces: Namespaces;
  /** What must be there before a resource of the operator is. */
  readonly operator: pulumi.Resource[] = [];
  readonly behindProxy: WebPort[] = [];

  /**
   * @param name of the stack's own namespace, and before the name of what belongs to no namespace
   * @param root the platform, which owns what no component does
   */
  constructor(
    readonly name: string,
    readonly args: KubernetesPlatformArgs,
    readonly root: pulumi.Resource,
  ) {
    this.stack = args.labels[stackLabel] as string;
    const { labels, scheduling, storageClass } = args;
    this.objects = new Objects({ name, labels, provider: this.provider("kubernetes") });
    this.images = new KubernetesImages(args.imageRegistry);
    // Kept beside the stack's other secrets: pods are replaced when it's lost, and nothing else happens.
    const checksumKey = new random.RandomPassword(
      `${name}-secrets-checksum`,
      { length: 32, special: false },
      { parent: root },
    ).result;
    this.workloads = new Workloads(this.objects, {
      stack: this.stack,
      name,
      labels,
      scheduling,
      storageClass,
      priorityClass: name,
      images: this.images,
      checksumKey,
    });
    this.network = new NetworkPolicies(this.objects, args.dns);
    this.publisher = new Publisher(this.objects, name, args);
    this.namespaces = new Namespaces(this.objects, name, root);
  }

  /** The cluster, as the engine talks to it. */
  provider(name: string, more: k8s.ProviderArgs = {}): k8s.Provider {
    const { kubeconfig, context } = this.args;
    return new k8s.Provider(
      `${this.name}-${name}`,
      {
        ...(kubeconfig && { kubeconfig }),
        ...(context && { context }),
        // Otherwise every changed file is another object, with another name.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
        ...more,
      },
      { parent: this.root },
    );
  }

  /** Where a role's objects go. */
  at(role: string, parent: pulumi.Resource, after: readonly Service[] = [], namespace = this.name) {
    const there = this.namespaces.get(namespace);
    return { role, namespace, parent, after: [there, ...after.map(({ resource }) => resource)] };
  }

  /** What scrapes a role: by its Service, or each of its pods where it has none. One for each job, named as that. */
  monitor(
    role: string,
    spec: Pick<ServiceSpec, "ports" | "scrapes" | "sidecars">,
    parent: pulumi.Resource,
    where: { readonly namespace: string; readonly addressed: boolean } = { namespace: this.name, addressed: true },
  ): void {
    const selector = selectorOf(this.stack, role);
    const at = this.at(role, parent);
    for (const scrape of namedScrapes(spec)) {
      const job = this.args.jobs[scrape.job]!;
      const [kind, monitor] = where.addressed
        ? ["ServiceMonitor", serviceMonitor(selector, scrape, job)]
        : ["PodMonitor", podMonitor(where.namespace, selector, scrape, job)];
      const placed = { ...at, name: scrape.job, after: [...at.after, ...this.operator] };
      this.objects.custom(placed, monitoringApi, kind, monitor);
    }
  }

  /** Where a role's pods are found by the network policies. */
  placeInNetwork(
    role: string,
    spec: Pick<ServiceSpec, "reaches" | "scrapes" | "sidecars">,
    namespace: string = this.name,
  ): void {
    this.network.place(role, { namespace, selector: selectorOf(this.stack, role) }, spec);
  }

  flow(from: string, to: Flow["to"], port: number, why: string): Flow {
    return { from: { role: from }, to, port, protocol: "TCP", why };
  }

  apiServerFlows(role: string, why: string): Flow[] {
    const { cidr, ports } = this.args.apiServer;
    // A pod has its address in its environment.
    return ports.map((port) => ({ ...this.flow(role, { cidr }, port, why), byAddress: true }));
  }
}
