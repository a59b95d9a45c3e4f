import { existsSync, readFileSync } from "node:fs";

import { canInstall, installPackages } from "../../../cli/lib/apt";
import { attempt } from "../../../cli/lib/shell";
import { olderThan } from "../../../cli/lib/versions";
import { NOTE } from "./machine";
import { hasRules } from "./network";

/** What the programs here call. */
const PACKAGES = ["iproute2", "iptables", "openssl"];

/** Kubernetes' own modules ask for it. */
const GO = "1.26";

/** Why no cluster can be had here, or `undefined`: a test is skipped with it. */
export async function whyNoCluster(): Promise<string | undefined> {
  if (process.platform !== "linux" || !canInstall()) return "a Kubernetes node needs root on Debian";
  const version = /go(\d+\.\d+(?:\.\d+)?)/.exec((await attempt("go", ["version"])).stdout)?.[1];
  if (version === undefined || olderThan(version, GO)) return `Kubernetes is built with Go ${GO} or later`;
  if (!/\boverlay\b/.test(readFileSync("/proc/filesystems", "utf8"))) return "the kernel has no overlay file system";
  await installPackages(PACKAGES, () => undefined);
  await attempt("modprobe", ["br_netfilter"]);
  if (!existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables")) return "the kernel doesn't filter bridged traffic";
  if (!existsSync(NOTE) && (await hasRules())) return "another Kubernetes node runs on this machine";
  return undefined;
}
