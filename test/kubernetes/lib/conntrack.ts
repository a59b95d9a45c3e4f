import { readFileSync } from "node:fs";

/** A connection that this machine's kernel saw, after it put a pod's address in place of a Service's. */
export interface Observed {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** Every connection in the kernel's table, each once. */
export function observedConnections(path = "/proc/net/nf_conntrack"): Observed[] {
  const lines = readFileSync(path, "utf8").split("\n");
  const found = lines.flatMap((line): [string, Observed][] => {
    const [, protocol = ""] = /^ipv4\s+\d+\s+(tcp|udp)\s/.exec(line) ?? [];
    // The first half is what the client sent; the second what comes back, and so from whom it really comes.
    const from = /src=(\S+)/.exec(line)?.[1];
    const [, reply = ""] = /\ssrc=\S+.*?(\ssrc=.*)$/.exec(line) ?? [];
    const [, to, port] = /src=(\S+) dst=\S+ sport=(\d+)/.exec(reply) ?? [];
    if (from === undefined || to === undefined || port === undefined) return [];
    const one: Observed = { from, to, port: Number(port), protocol: protocol === "udp" ? "UDP" : "TCP" };
    return [[JSON.stringify(one), one]];
  });
  return [...new Map(found).values()];
}
