import { readFileSync } from "node:fs";
import type { Metric } from "../signals/metrics";
import type { Workload } from "../signals/workload";

/** What the demo knows of the application that it plays: nothing else in `demo/` is about one workload. */
export interface Contract {
  readonly workload: string;
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** Where the containers find it unless `CONTRACT_FILE` says otherwise. */
export const CONTRACT_PATH = "/etc/sightline/contract.json";

/** The contract file of a workload: JSON with sorted keys, so that a preview shows the one line that changed. */
export function demoContract(workload: Pick<Workload, "name" | "title" | "metrics">): string {
  const { name, title, metrics } = workload;
  const contract: Contract = { workload: name, title, metrics };
  return JSON.stringify(contract, sortedKeys, 2) + "\n";
}

/** @throws Error naming the file when it can't be read or isn't a contract. */
export function readContract(path: string): Contract {
  let contract: Partial<Contract>;
  try {
    contract = JSON.parse(readFileSync(path, "utf8")) as Partial<Contract>;
  } catch (error) {
    throw new Error(`contract ${path}: ${(error as Error).message}`);
  }
  if (typeof contract?.workload !== "string" || !Array.isArray(contract.metrics)) {
    throw new Error(`contract ${path}: needs "workload" and "metrics"`);
  }
  return contract as Contract;
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
