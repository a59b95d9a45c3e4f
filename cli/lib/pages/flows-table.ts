import type { Flow, Peer } from "../../../components/platform/kubernetes/network";
import { code, list, table } from "./markdown";

interface Row {
  readonly from: readonly string[];
  readonly to: string;
  readonly ports: readonly number[];
  readonly protocols: readonly string[];
  readonly why: readonly string[];
}

/** Who may talk to whom. Several reasons for one port are a row, and several ports for one reason. */
export function flowsTable(flows: readonly Flow[]): string {
  const single = flows.map(({ from, to, port, protocol, why }) => ({
    from: [nameOf(from)],
    to: toText(to),
    ports: [port],
    protocols: [protocol],
    why: [why],
  }));
  const byPort = merged(single, ({ from, to, ports, protocols }) => [from, to, ports, protocols]);
  const byReason = merged(byPort, ({ from, to, why }) => [from, to, why]);
  // Last, everybody who looks names up.
  const rows = merged(byReason, ({ from, to, ports, why }) =>
    ports[0] === 53 ? [to, ports, why] : [from, to, ports, why],
  );
  const body = rows.map(({ from, to, ports, protocols, why }) => [
    list(from),
    to,
    ports.join(", "),
    protocols.join(", "),
    why.join("; "),
  ]);
  body.sort(([aFrom = "", aTo = ""], [bFrom = "", bTo = ""]) => (aFrom + aTo < bFrom + bTo ? -1 : 1));
  return table(["from", "to", "port", "protocol", "why"], body);
}

function merged(rows: readonly Row[], keyOf: (row: Row) => unknown): Row[] {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const known = byKey.get(key) ?? row;
    byKey.set(key, {
      from: union(known.from, row.from).sort(),
      to: row.to,
      ports: union(known.ports, row.ports),
      protocols: union(known.protocols, row.protocols).sort(),
      why: union(known.why, row.why),
    });
  }
  return [...byKey.values()];
}

function nameOf(peer: Peer): string {
  return "role" in peer ? peer.role : "namespace" in peer ? peer.namespace : peer.cidr;
}

function toText(peer: Peer): string {
  if ("namespace" in peer) return `pods of the namespace ${code(peer.namespace)}`;
  return "cidr" in peer && peer.cidr === "0.0.0.0/0" ? "any address" : code(nameOf(peer));
}

function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}
