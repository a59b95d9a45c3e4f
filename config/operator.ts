import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Settings } from "./schema";

/** What `npm run up` found in the stack's cluster: whether an operator of somebody else serves it. */
export interface ClusterRecord {
  readonly operator: "install" | "existing";
}

const projectFolder = resolve(__dirname, "..");

/** Kept for each stack on this machine; never committed. */
export function clusterRecordPath(stack: string): string {
  return join(projectFolder, ".sightline", stack, "cluster.json");
}

/**
 * Whether the stack brings its own Prometheus operator. `auto` is what `npm run up` found; where it never looked, the
 * stack brings one.
 */
export function operatorInstalledHere(stack: string, choice: Settings["kubernetes"]["operator"]): boolean {
  if (choice !== "auto") return choice === "install";
  const path = clusterRecordPath(stack);
  if (!existsSync(path)) return true;
  return (JSON.parse(readFileSync(path, "utf8")) as ClusterRecord).operator !== "existing";
}
