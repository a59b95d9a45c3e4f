import { attempt, run } from "../../../cli/lib/shell";
import { BRIDGE, NODE_ADDRESS, POD_NETWORK, SERVICE_NETWORK } from "./addresses";

/** Tells this folder's own rules from others'. */
const COMMENT = ["-m", "comment", "--comment", BRIDGE];

/** Chains of the kubelet, the proxy and the pod network. */
const CHAIN = /^(KUBE|CNI)-/;

/** Makes the pods' bridge, which is the node's address too, and lets their traffic pass. */
export async function createNetwork(): Promise<void> {
  await run("ip", ["link", "add", BRIDGE, "type", "bridge"]);
  await run("ip", ["address", "add", `${NODE_ADDRESS}/24`, "dev", BRIDGE]);
  await run("ip", ["link", "set", BRIDGE, "up"]);
  // The machine itself reaches services, even without a default route.
  await run("ip", ["route", "add", SERVICE_NETWORK, "dev", BRIDGE, "src", NODE_ADDRESS]);
  // Docker drops what it doesn't know.
  for (const side of ["-s", "-d"]) {
    await run("iptables", ["-w", "-I", "FORWARD", side, POD_NETWORK, ...COMMENT, "-j", "ACCEPT"]);
  }
  const outward = ["-s", POD_NETWORK, "!", "-d", POD_NETWORK, ...COMMENT, "-j", "MASQUERADE"];
  await run("iptables", ["-w", "-t", "nat", "-A", "POSTROUTING", ...outward]);
}

/** Takes the bridge and every rule away that came with the cluster. Others' rules stay as they are by now. */
export async function removeNetwork(): Promise<void> {
  if ((await attempt("ip", ["link", "show", BRIDGE])).code === 0) await run("ip", ["link", "delete", BRIDGE]);
  for (const program of ["iptables", "ip6tables"]) {
    const { code, stdout } = await attempt(`${program}-save`, []);
    if (code !== 0) continue; // no IPv6 here
    const input = removal(stdout);
    if (input !== "") await run(`${program}-restore`, ["--noflush", "--wait"], { input });
  }
}

/** Whether the proxy or the kubelet of some cluster has rules here. */
export async function hasRules(): Promise<boolean> {
  return /^:(KUBE|CNI)-/m.test((await attempt("iptables-save", [])).stdout);
}

/** What `iptables-restore` takes away the cluster's chains with, from what `iptables-save` shows. */
function removal(saved: string): string {
  return saved
    .split(/^\*/m)
    .slice(1)
    .map((table) => {
      const lines = table.split("\n");
      const chains = lines.flatMap((line) => /^:(\S+)/.exec(line)?.[1] ?? []).filter((chain) => CHAIN.test(chain));
      const rules = lines.filter((line) => line.startsWith("-A ") && !CHAIN.test(line.slice(3)) && isOwn(line));
      if (chains.length + rules.length === 0) return "";
      return [
        `*${lines[0]}`,
        ...rules.map((rule) => rule.replace(/^-A/, "-D")),
        ...chains.map((chain) => `-F ${chain}`),
        ...chains.map((chain) => `-X ${chain}`),
        "COMMIT\n",
      ].join("\n");
    })
    .join("");
}

function isOwn(rule: string): boolean {
  return / -j (KUBE|CNI)-/.test(rule) || rule.includes(` --comment ${BRIDGE} `);
}
