import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Settings } from "./schema";

/** What `npm run up` found in the stack's cluster. */
export interface ClusterRecord {
  /** Whether an operator of somebody else serves the stack. */
  readonly operator: "install" | "existing";
  /** Whether the definitions of the operator's kinds are somebody else's. */
  readonly crds: "install" | "existing";
}

const projectFolder = resolve(__dirname, "..");

/** Kept for each stack on this machine; never committed. */
export function clusterRecordPath(stack: string): string {
  return join(projectFolder, ".sightline", stack, "cluster.json");
}

/**
 * Whether the stack brings its own Prometheus operator, and its kinds' definitions. `auto` is what `npm run up` found;
 * where it never looked, the stack brings both.
 */
export function clusterRecord(stack: string, choice: Settings["kubernetes"]["operator"]): ClusterRecord {
  if (choice === "existing") return { operator: "existing", crds: "existing" };
  const path = clusterRecordPath(stack);
  if (!existsSync(path)) return { operator: "install", crds: "install" };
  const found = JSON.parse(readFileSync(path, "utf8")) as ClusterRecord;
  return choice === "install" ? { ...found, operator: "install" } : found;
}
