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

  /** Returns the flows that it takes. */
  publish(role: string, ports: readonly PortSpec[], parent: pulumi.Resource, service: pulumi.Resource): Flow[] {
    return ports.flatMap(({ port, publish, protocol }) => {
      // Neither an Ingress nor a port-forward takes UDP.
      if (publish === undefined || protocol === "udp") return [];
      const host = this.host(role);
      if (host === undefined) {
        this.portForwards[role] = this.command(role, publish, port);
        return [];
      }
      const namespace = this.route(role, host, port, parent, service);
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

  private route(role: string, host: string, port: number, parent: pulumi.Resource, service: pulumi.Resource): string {
    const at = { role, namespace: this.namespace, parent, after: [service] };
    if (this.args.ingress) {
      const { annotations, namespace } = this.args.ingress;
      new k8s.networking.v1.Ingress(
        `${this.objects.name(at)}-ingress`,
        // Whether its controller has an address yet isn't ours to wait for.
        {
          metadata: this.objects.metadata({ ...at, annotations: { "pulumi.com/skipAwait": "true", ...annotations } }),
          spec: ingress(role, port, host, this.args.ingress),
        },
        this.objects.options(at),
      );
      return namespace;
    }
    const gateway = this.args.gateway as GatewayArgs;
    this.objects.custom(at, "gateway.networking.k8s.io/v1", "HTTPRoute", httpRoute(role, port, host, gateway));
    return gateway.namespace;
  }
}
