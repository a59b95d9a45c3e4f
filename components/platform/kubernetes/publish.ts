import type { types } from "@pulumi/kubernetes";

/** Host names by role; a role without one is reached by a port-forward. */
export type Hosts = Readonly<Record<string, string | undefined>>;

export interface IngressArgs {
  readonly className?: string;
  readonly hosts: Hosts;
  readonly tlsSecret?: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where the controller runs. */
  readonly namespace: string;
}

export interface GatewayArgs {
  readonly name: string;
  readonly namespace: string;
  readonly hosts: Hosts;
}

export function ingress(
  role: string,
  port: number,
  host: string,
  { className, tlsSecret }: IngressArgs,
): types.input.networking.v1.IngressSpec {
  const backend = { service: { name: role, port: { number: port } } };
  return {
    ...(className && { ingressClassName: className }),
    tls: [{ hosts: [host], ...(tlsSecret && { secretName: tlsSecret }) }],
    rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
  };
}

export function httpRoute(role: string, port: number, host: string, { name, namespace }: GatewayArgs) {
  return {
    parentRefs: [{ name, namespace }],
    hostnames: [host],
    rules: [{ backendRefs: [{ name: role, port }] }],
  };
}
