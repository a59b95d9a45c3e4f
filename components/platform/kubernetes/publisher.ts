import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PortSpec } from "../platform";
import type { Flow } from "./network";
import type { Objects } from "./objects";
import { kubernetesUrl } from "../published-url";
import { httpRoute, ingress, type GatewayArgs, type IngressArgs } from "./publish";

export interface PublishArgs {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly ingress?: IngressArgs;
  readonly gateway?: GatewayArgs;
  /** Roles that ask nobody for a login: under a host name, something that asks is published in their place. */
  readonly proxied: readonly string[];
}

/** How people reach what is published: by a host name, or by a port-forward that they start. */
export class Publisher {
  /** By role: the command that makes its URL work. */
  readonly portForwards: Record<string, string> = {};

  constructor(
    private readonly objects: Objects,
    private readonly namespace: string,
    private readonly args: PublishArgs,
  ) {}

  url(role: string, publishedPort: number): string {
    return kubernetesUrl(this.host(role), publishedPort);
  }

  /** Whether it has a host name, and must not be published under it but by something that stands before it. */
  isBehindProxy(role: string): boolean {
    return this.args.proxied.includes(role) && this.host(role) !== undefined;
  }

  /** Returns the flows that it takes. */
  publish(role: string, ports: readonly PortSpec[], parent: pulumi.Resource, service: pulumi.Resource): Flow[] {
    return ports.flatMap(({ port, publish, protocol, inPlaceOf = role }) => {
      // Neither an Ingress nor a port-forward takes UDP.
      if (publish === undefined || protocol === "udp") return [];
      const host = this.host(inPlaceOf);
      if (host === undefined) {
        this.portForwards[role] = this.command(role, publish, port);
        return [];
      }
      const namespace = this.route(inPlaceOf, { role, port }, host, parent, service);
      return [{ from: { namespace }, to: { role }, port, protocol: "TCP" as const, why: `published as ${host}` }];
    });
  }

  private host(role: string): string | undefined {
    return this.args.ingress?.hosts[role] ?? this.args.gateway?.hosts[role];
  }

  private command(role: string, publish: number, port: number): string {
    const { kubeconfig, context } = this.args;
    const file = kubeconfig === undefined ? "" : ` --kubeconfig ${kubeconfig}`;
    const cluster = context === undefined ? file : `${file} --context ${context}`;
    return `kubectl${cluster} --namespace ${this.namespace} port-forward service/${role} ${publish}:${port}`;
  }

  /** @param backend who gets it: `role` itself, or what stands before it */
  private route(
    role: string,
    backend: { readonly role: string; readonly port: number },
    host: string,
    parent: pulumi.Resource,
    service: pulumi.Resource,
  ): string {
    const at = { role, namespace: this.namespace, parent, after: [service] };
    if (this.args.ingress) {
      const { annotations, namespace } = this.args.ingress;
      new k8s.networking.v1.Ingress(
        `${this.objects.name(at)}-ingress`,
        // Whether its controller has an address yet isn't ours to wait for.
        {
          metadata: this.objects.metadata({ ...at, annotations: { "pulumi.com/skipAwait": "true", ...annotations } }),
          spec: ingress(backend.role, backend.port, host, this.args.ingress),
        },
        this.objects.options(at),
      );
      return namespace;
    }
    const gateway = this.args.gateway as GatewayArgs;
    this.objects.custom(
      at,
      "gateway.networking.k8s.io/v1",
      "HTTPRoute",
      httpRoute(backend.role, backend.port, host, gateway),
    );
    return gateway.namespace;
  }
}
