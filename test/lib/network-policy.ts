import { BlockList, isIPv6 } from "node:net";
import { matches, type Labels, type Selector } from "./selectors";

/**
 * What NetworkPolicies let through, decided as Kubernetes documents it: where no network enforces them, connections
 * that were seen can be held against them. https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */

interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface PolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: string;
}

export interface NetworkPolicy {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly from?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
    readonly egress?: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
  };
}

/** A pod has a namespace and labels; what has none is outside of the cluster, or a node. */
export interface Endpoint {
  readonly namespace?: string;
  readonly labels?: Labels;
  /** Besides `kubernetes.io/metadata.name`, which each has. */
  readonly namespaceLabels?: Labels;
  /** Where it isn't told, no block of addresses has it. Behind a Service, that of the pod: policies see no Service. */
  readonly ip?: string;
  /** What a node sends to its own pods can't be denied: the kubelet's probes. */
  readonly isNode?: boolean;
  /** Named ports of its containers. */
  readonly namedPorts?: Readonly<Record<string, number>>;
}

export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

type Direction = "Ingress" | "Egress";

/** Whether a connection is let out and in. */
export function allows(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  const { from, to } = connection;
  // A pod can't be kept from itself.
  if (from.ip !== undefined && from.ip === to.ip) return true;
  return letsOut(policies, connection) && letsIn(policies, connection);
}

export function letsOut(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  return lets("Egress", policies, connection.from, connection.to, connection);
}

export function letsIn(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  return connection.from.isNode === true || lets("Ingress", policies, connection.to, connection.from, connection);
}

/** Everything, until one policy of that direction selects the pod; then what at least one of those has. */
function lets(
  direction: Direction,
  policies: readonly NetworkPolicy[],
  pod: Endpoint,
  other: Endpoint,
  connection: Connection,
): boolean {
  const ofPod = policies.filter((policy) => typesOf(policy).includes(direction) && selects(policy, pod));
  if (ofPod.length === 0) return true;
  return ofPod.some(({ metadata: { namespace = "default" }, spec }) =>
    rulesOf(spec, direction).some(
      ({ peers, ports }) =>
        (peers.length === 0 || peers.some((peer) => isPeer(peer, other, namespace))) &&
        (ports.length === 0 || ports.some((port) => isPort(port, connection))),
    ),
  );
}

function rulesOf({ ingress = [], egress = [] }: NetworkPolicy["spec"], direction: Direction) {
  return direction === "Ingress"
    ? ingress.map(({ from: peers = [], ports = [] }) => ({ peers, ports }))
    : egress.map(({ to: peers = [], ports = [] }) => ({ peers, ports }));
}

function typesOf({ spec: { policyTypes, egress } }: NetworkPolicy): readonly string[] {
  return policyTypes ?? ["Ingress", ...(egress === undefined ? [] : ["Egress"])];
}

export function selects({ metadata: { namespace = "default" }, spec }: NetworkPolicy, pod: Endpoint): boolean {
  return pod.namespace === namespace && matches(spec.podSelector, pod.labels);
}

function isPeer({ ipBlock, podSelector, namespaceSelector }: PolicyPeer, other: Endpoint, own: string): boolean {
  if (ipBlock) return other.ip !== undefined && isIn(ipBlock, other.ip);
  if (other.namespace === undefined) return false;
  const labels = { ...other.namespaceLabels, "kubernetes.io/metadata.name": other.namespace };
  const there = namespaceSelector ? matches(namespaceSelector, labels) : other.namespace === own;
  return there && (podSelector === undefined || matches(podSelector, other.labels));
}

/** A name is that of a port of the pod that is connected to. */
function isPort({ port, endPort, protocol = "TCP" }: PolicyPort, connection: Connection): boolean {
  if (protocol !== connection.protocol) return false;
  if (port === undefined) return true;
  const first = typeof port === "string" ? connection.to.namedPorts?.[port] : port;
  return first !== undefined && connection.port >= first && connection.port <= (endPort ?? first);
}

function isIn({ cidr, except = [] }: NonNullable<PolicyPeer["ipBlock"]>, ip: string): boolean {
  return isWithin(cidr, ip) && !except.some((block) => isWithin(block, ip));
}

function isWithin(cidr: string, ip: string): boolean {
  const family = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
  const [network = "", bits] = cidr.split("/");
  if (family(network) !== family(ip)) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family(network));
  return block.check(ip, family(ip));
}
