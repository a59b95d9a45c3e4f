import { require as load } from "tsx/cjs/api";
import { didYouMean } from "../signals/nearest";
import type { Workload } from "../signals/workload";
import { workloads } from "../workloads";
import { fileFault, fromProject } from "./project-files";
import { shapeFaults } from "./workload-shape";

export interface FoundWorkload {
  /** Absent after a fault. */
  readonly workload?: Workload;
  readonly faults: readonly string[];
}

/** A workload that Sightline ships, by its name, or one of the user's own, by its file. */
export function workloadOf(chosen: string): FoundWorkload {
  if (isPath(chosen)) return fromFile(chosen);
  const workload = Object.hasOwn(workloads, chosen) ? workloads[chosen] : undefined;
  if (workload) return { workload, faults: [] };
  const hint = didYouMean(chosen, Object.keys(workloads)) || "; a file of your own is named by its path, ./x.ts";
  return { faults: [`sightline:workload is ${JSON.stringify(chosen)}, which isn't a workload${hint}`] };
}

function isPath(text: string): boolean {
  return /^[./~]|[/\\]|\.[cm]?[jt]s$/.test(text);
}

function fromFile(path: string): FoundWorkload {
  const where = `sightline:workload: ${path}`;
  const missing = fileFault(path);
  if (missing !== undefined) return { faults: [`sightline:workload: ${missing}`] };
  let exported: Readonly<Record<string, unknown>>;
  try {
    // The commands' own loader, of which every call reads the file anew.
    exported = load(fromProject(path), __filename) as typeof exported;
  } catch (error) {
    return { faults: [`${where} can't be run: ${reason(error, fromProject(path))}`] };
  }
  const found = candidates(exported);
  if (found.length !== 1) return { faults: [`${where} ${countFault(found.map(([name]) => name))}`] };
  const [name, value] = found[0]!;
  const faults = shapeFaults(value).map((fault) => `${where}: ${name} ${fault}`);
  return faults.length > 0 ? { faults } : { workload: value as Workload, faults };
}

function countFault(names: readonly string[]): string {
  const expected = 'one was expected, as "export default" or by a name';
  return names.length === 0
    ? `exports no workload; ${expected}`
    : `exports several workloads (${names.join(", ")}); ${expected}`;
}

/** The default export, else whatever of the others is, or was meant to be, a workload. */
function candidates(exported: Readonly<Record<string, unknown>>): [string, unknown][] {
  if (isObject(exported) && isWorkload(exported)) return [["its export", exported]];
  const all = Object.entries(exported).filter(([, value]) => isObject(value));
  const byDefault = all.find(([name]) => name === "default");
  if (byDefault) return [["its default export", byDefault[1]]];
  const likely = all.filter(([, value]) => isWorkload(value as object));
  return likely.length > 0 ? likely : all.length === 1 ? all : [];
}

function isWorkload(value: object): boolean {
  return "metrics" in value && ("rules" in value || "dashboards" in value || "name" in value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error's own words in one line, and where it was thrown: no stack trace. */
function reason(error: unknown, file: string): string {
  const { message = String(error), stack = "" } = (error ?? {}) as Partial<Error>;
  const compiling = /^(.+):(\d+):\d+: ERROR: (.+)$/m.exec(message);
  if (compiling) return `${compiling[3]} (line ${compiling[2]})`;
  const text = message
    .replace(/\nRequire stack:[\s\S]*/, "")
    .replace(/^- /gm, "")
    .split("\n")
    .join("; ");
  const line = stack.split("\n").find((each) => each.includes(file));
  const at = /:(\d+):\d+\)?$/.exec(line ?? "")?.[1];
  return at === undefined ? text : `${text} (line ${at})`;
}
