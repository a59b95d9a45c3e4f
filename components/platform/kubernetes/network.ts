import type { types } from "@pulumi/kubernetes";
import type { Outside } from "../platform";
import type { Labels } from "./labels";

/**
 * Who talks to whom. Everything else is denied, in and out: one policy denies all, and each role has one with its own
 * flows. Both are made of the same list, so that a flow which is let out is also let in.
 */

/** Pods of a role, pods of a namespace of others, or addresses. */
export type Peer = { readonly role: string } | { readonly namespace: string } | { readonly cidr: string };

export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
  readonly why: string;
  /** Its address is known without a name, so nothing is looked up. */
  readonly byAddress?: boolean;
}

/** A role's pods: where they are, and how they are found. */
export interface Place {
  readonly namespace: string;
  readonly selector: Labels;
}

/** Where the cluster's DNS is: pods of a namespace, and addresses where nodes have a cache of it. */
export interface DnsPlace {
  readonly namespace: string;
  readonly cidr?: string;
  readonly port: number;
}

export function outsidePeer({ cidr }: Outside): Peer {
  return { cidr };
}

/** Names are looked up by everyone who talks to anyone. */
export function dnsFlows(role: string, { namespace, cidr, port }: DnsPlace): Flow[] {
  const places: Peer[] = [{ namespace }, ...(cidr === undefined ? [] : [{ cidr }])];
  return places.flatMap((to) =>
    (["UDP", "TCP"] as const).map((protocol) => ({ from: { role }, to, port, protocol, why: "names of services" })),
  );
}

type Rule = types.input.networking.v1.NetworkPolicyPeer;

/** The policy of one role: its flows of both directions, and nothing where it has none. */
export function rolePolicy(
  role: string,
  flows: readonly Flow[],
  placeOf: (role: string) => Place,
): types.input.networking.v1.NetworkPolicySpec {
  const own = placeOf(role);
  const peer = (other: Peer): Rule => {
    if ("cidr" in other) return { ipBlock: { cidr: other.cidr } };
    const [namespace, selector] =
      "role" in other ? [placeOf(other.role).namespace, placeOf(other.role).selector] : [other.namespace, undefined];
    return {
      // Without it, a selector means pods of the policy's own namespace.
      ...(namespace !== own.namespace && {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      }),
      ...(selector && { podSelector: { matchLabels: { ...selector } } }),
    };
  };
  const port = ({ port, protocol }: Flow) => [{ port, protocol }];
  const outgoing = flows.filter(({ from }) => isRole(from, role));
  const incoming = flows.filter(({ to }) => isRole(to, role));
  return {
    podSelector: { matchLabels: { ...own.selector } },
    policyTypes: ["Ingress", "Egress"],
    ...(outgoing.length > 0 && { egress: outgoing.map((flow) => ({ to: [peer(flow.to)], ports: port(flow) })) }),
    ...(incoming.length > 0 && { ingress: incoming.map((flow) => ({ from: [peer(flow.from)], ports: port(flow) })) }),
  };
}

/** Of every pod of a namespace, also of such as nobody knows of. */
export const denyAll: types.input.networking.v1.NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
};

function isRole(peer: Peer, role: string): boolean {
  return "role" in peer && peer.role === role;
}
