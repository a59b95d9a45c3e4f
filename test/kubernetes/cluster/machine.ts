import { existsSync, readFileSync, readdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { waitUntil } from "../../../cli/lib/shell";
import { CLUSTER } from "./addresses";
import { send } from "./processes";

/** What the kubelet, the proxy and this folder set. */
const SETTINGS = [
  "kernel/keys/root_maxbytes",
  "kernel/keys/root_maxkeys",
  "kernel/panic",
  "kernel/panic_on_oops",
  "net/bridge/bridge-nf-call-ip6tables",
  "net/bridge/bridge-nf-call-iptables",
  "net/ipv4/conf/all/route_localnet",
  "net/ipv4/ip_forward",
  "vm/overcommit_memory",
  "vm/panic_on_oom",
].map((name) => join("/proc/sys", name));

/** What they make outside of a cluster's folder, whatever they are told. */
const FOLDERS = ["/var/lib/cni", "/var/lib/kubelet", "/var/log/containers", "/var/log/pods"];

/** How the machine was. It is there while a cluster runs, or when one crashed. */
export const NOTE = join(CLUSTER, "before.json");

const CGROUPS = "/sys/fs/cgroup";

interface Before {
  readonly settings: Readonly<Record<string, string>>;
  readonly absent: readonly string[];
}

/** Notes how the machine is, once: after a crash, the first note is the true one. */
export function noteMachine(): void {
  if (existsSync(NOTE)) return;
  const present = SETTINGS.filter((setting) => existsSync(setting));
  const before: Before = {
    settings: Object.fromEntries(present.map((setting) => [setting, readFileSync(setting, "utf8")])),
    absent: FOLDERS.filter((folder) => !existsSync(folder)),
  };
  writeFileSync(NOTE, JSON.stringify(before));
}

/** Puts the machine back to what was noted. */
export function restoreMachine(): void {
  if (!existsSync(NOTE)) return;
  const { settings, absent } = JSON.parse(readFileSync(NOTE, "utf8")) as Before;
  for (const [setting, value] of Object.entries(settings)) {
    if (readFileSync(setting, "utf8") !== value) writeFileSync(setting, value);
  }
  for (const folder of absent) rmSync(folder, { recursive: true, force: true });
  rmSync(NOTE);
}

/** Bridged traffic must pass iptables for services to work, and the machine routes for its pods. */
export function routePods(): void {
  for (const name of ["net/bridge/bridge-nf-call-iptables", "net/ipv4/ip_forward"]) {
    writeFileSync(join("/proc/sys", name), "1");
  }
}

/** Ends every process of every pod. The kubelet must be gone, or it would start them again. */
export async function endPods(): Promise<void> {
  const ended = await waitUntil(() => {
    const pids = podCgroups().flatMap(processesOf);
    pids.forEach((pid) => send(pid, "SIGKILL"));
    return pids.length === 0;
  }, 10_000);
  if (!ended) throw new Error("processes of pods don't end");
  // Children before parents: the kernel takes away none that has any.
  for (const folder of podCgroups().reverse()) rmdirSync(folder);
}

/** Every cgroup of pods, parents first, in each hierarchy of version 1 or the only one of version 2. */
function podCgroups(): string[] {
  const hierarchies = [CGROUPS, ...foldersIn(CGROUPS)];
  return hierarchies
    .map((folder) => join(folder, "kubepods"))
    .filter(existsSync)
    .flatMap(withDescendants);
}

function withDescendants(folder: string): string[] {
  return [folder, ...foldersIn(folder).flatMap(withDescendants)];
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => join(folder, entry.name));
}

function processesOf(cgroup: string): number[] {
  const text = readFileSync(join(cgroup, "cgroup.procs"), "utf8").trim();
  return text === "" ? [] : text.split("\n").map(Number);
}
