import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { letsIn, letsOut, type Endpoint, type NetworkPolicy } from "../../lib/network-policy";
import { NODE_ADDRESS, PORTS } from "../cluster/addresses";
import { observedConnections, type Observed } from "../lib/conntrack";
import type { ClusterStack } from "../lib/stack";
import type { Story } from "../stack.test";

/** Flows that are allowed and don't happen while all is well, and why. */
const rare: readonly { readonly flow: RegExp; readonly why: string }[] = [
  { flow: / 53\/(TCP|UDP)$/, why: "names are looked up for a new connection only, and the kernel forgets it soon" },
  { flow: /^app 9125\/UDP$/, why: "it's told where StatsD is; the demo's application exposes its metrics itself" },
];

interface PodJson {
  readonly metadata: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly podIP: string };
}

/** No network here enforces policies, so what the kernel saw is held against them. */
export function networkTests(story: () => Story): void {
  it("carries nothing but what the policies let through, and all of that", async () => {
    const { stack } = story();
    await lookAtDashboards(stack);
    const { items: pods } = await stack.json<{ items: PodJson[] }>(
      ...["get", "pods", "--all-namespaces", "--selector", `sightline.stack=${stack.name}`],
    );
    const selector = ["--all-namespaces", "--selector", `sightline.stack=${stack.name}`];
    const { items: policies } = await stack.json<{ items: NetworkPolicy[] }>("get", "networkpolicies", ...selector);
    const ends = new Map(pods.map(({ metadata, status }) => [status.podIP, end(metadata, status.podIP)]));
    const seen = observedConnections().filter(({ from, to }) => ends.has(from) || ends.has(to));
    const roles = new Set<string>();
    const refused: string[] = [];
    for (const one of seen) {
      const connection = { ...inCluster(one), from: peer(one.from, ends), to: dnsOr(one, ends) };
      const told = `${role(connection.from)} → ${role(connection.to)} ${connection.port}/${connection.protocol}`;
      // What the node itself sends to its pods, no policy can deny: here also what these tests ask.
      if (!connection.from.isNode) roles.add(told);
      if (!letsOut(policies, connection) || !letsIn(policies, connection)) refused.push(told);
    }
    console.log(`${seen.length} connections, of these kinds:\n${[...roles].sort().join("\n")}`);
    expect([...new Set(refused)]).toEqual([]);
    expect(roles.size).toBeGreaterThan(15);

    const used = new Set([...roles].map((told) => told.replace(/ → .* (?=\d)/, " ")));
    const unused = declared(policies).filter((flow) => !used.has(flow));
    expect(unused.filter((flow) => !rare.some((one) => one.flow.test(flow)))).toEqual([]);
  });
}

/** Reads by Grafana's data source, as its pages do; what stands in for Grafana has it at the same place. */
async function lookAtDashboards(stack: ClusterStack): Promise<void> {
  const role = (await stack.pods()).find(({ role }) => ["grafana", "viewer"].includes(role))?.role as string;
  const password = JSON.parse(readFileSync(join(stack.folder, "secrets.json"), "utf8"))["grafana-admin"] as string;
  const headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}` };
  const source = `${await stack.url(role, 3000)}/api/datasources/proxy/uid/prometheus`;
  expect((await fetch(`${source}/api/v1/query?query=up`, { headers })).status).toBe(200);
}

/** Each rule that lets something out: `app 5432/TCP`. */
function declared(policies: readonly NetworkPolicy[]): string[] {
  return policies.flatMap(({ spec }) =>
    (spec.egress ?? []).flatMap(({ ports = [] }) =>
      ports.map(({ port, protocol }) => `${spec.podSelector.matchLabels?.["sightline.role"]} ${port}/${protocol}`),
    ),
  );
}

function end({ namespace, labels }: PodJson["metadata"], ip: string): Endpoint {
  return { namespace, labels, ip };
}

function peer(ip: string, ends: ReadonlyMap<string, Endpoint>): Endpoint {
  return ends.get(ip) ?? { ip, isNode: ip === NODE_ADDRESS };
}

/** The tests' cluster has its DNS on the node, behind the usual Service; elsewhere it's pods of that namespace. */
const isDns = ({ to, port }: Observed) => to === NODE_ADDRESS && port === PORTS.dns;

function dnsOr(one: Observed, ends: ReadonlyMap<string, Endpoint>): Endpoint {
  return isDns(one) ? { namespace: "kube-system", labels: {} } : peer(one.to, ends);
}

function inCluster(one: Observed): Pick<Observed, "port" | "protocol"> {
  return { protocol: one.protocol, port: isDns(one) ? 53 : one.port };
}

function role({ labels, namespace, ip }: Endpoint): string {
  return labels?.["sightline.role"] ?? namespace ?? ip ?? "";
}
