import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { denyAll, dnsFlows, outsidePeer, rolePolicy, type DnsPlace, type Flow, type Place } from "./network";
import type { Objects } from "./objects";
import type { ServiceSpec } from "../platform";

/** Gathers who talks to whom while services are placed, and makes the policies of it at the end. */
export class NetworkPolicies {
  readonly flows: Flow[] = [];
  private readonly places = new Map<string, Place>();

  constructor(
    private readonly objects: Objects,
    private readonly dns: DnsPlace,
  ) {}

  /** What a service itself says. Everyone who talks looks names up. */
  place(role: string, place: Place, spec: Pick<ServiceSpec, "reaches" | "scrapes" | "sidecars">): void {
    this.places.set(role, place);
    for (const reach of spec.reaches ?? []) {
      this.flows.push(
        "service" in reach
          ? {
              from: { role },
              to: { role: reach.service.host },
              port: reach.port,
              protocol: reach.protocol === "udp" ? "UDP" : "TCP",
              why: `${role} uses ${reach.service.host}`,
            }
          : {
              from: { role },
              to: outsidePeer(reach.outside),
              port: reach.outside.port,
              protocol: reach.outside.protocol === "udp" ? "UDP" : "TCP",
              why: reach.why,
            },
      );
    }
    for (const { port, job } of [spec, ...Object.values(spec.sidecars ?? {})].flatMap((one) => one.scrapes ?? [])) {
      this.flows.push({ from: { role: "prometheus" }, to: { role }, port, protocol: "TCP", why: `scrapes ${job}` });
    }
  }

  add(...flows: readonly Flow[]): void {
    this.flows.push(...flows);
  }

  /** One for each role, and one for each namespace that denies the rest. */
  make(parent: pulumi.Resource, after: readonly pulumi.Resource[]): void {
    // A target that isn't there has no pods to be let in to: Grafana where its image can't be had.
    const known = this.flows.filter(({ from, to }) =>
      [from, to].every((peer) => !("role" in peer) || this.places.has(peer.role)),
    );
    const talking = new Set(known.flatMap(({ from, byAddress }) => ("role" in from && !byAddress ? [from.role] : [])));
    const all = [...known, ...[...talking].flatMap((role) => dnsFlows(role, this.dns))];
    const placeOf = (role: string) => this.places.get(role) as Place;
    for (const [role, { namespace }] of this.places) {
      this.policy({ role, namespace, parent, after }, rolePolicy(role, all, placeOf));
    }
    for (const namespace of new Set([...this.places.values()].map(({ namespace }) => namespace))) {
      this.policy({ role: "all", name: "deny-all", namespace, parent, after }, denyAll);
    }
    this.flows.splice(0, this.flows.length, ...all);
  }

  private policy(at: Parameters<Objects["metadata"]>[0], spec: k8s.types.input.networking.v1.NetworkPolicySpec): void {
    const name = `${this.objects.name(at)}-flows`;
    new k8s.networking.v1.NetworkPolicy(name, { metadata: this.objects.metadata(at), spec }, this.objects.options(at));
  }
}
