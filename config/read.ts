import { UserError } from "../signals/errors";
import { didYouMean } from "../signals/nearest";
import { workloads } from "../workloads";
import type { Workload } from "../signals/workload";
import { kubernetesFaults } from "./faults-kubernetes";
import { crossFaults } from "./faults";
import { knownKeys, schema, type Settings } from "./schema";

export const project = "sightline";

export interface StackSettings {
  readonly settings: Settings;
  readonly workload: Workload;
}

/**
 * A stack's settings from its raw configuration, as Pulumi hands it over: full key to text, objects as JSON.
 * Throws one `UserError` with every fault at once.
 */
export function readSettings(stack: string, raw: Readonly<Record<string, string>>): StackSettings {
  const faults: string[] = [...stackNameFaults(stack)];
  const values: Record<string, unknown> = {};
  for (const [full, text] of Object.entries(raw)) {
    const [namespace, key] = split(full);
    // Empty is not set: Pulumi.yaml can't declare an optional key in another way.
    if (namespace !== project || text === "") continue;
    if (key in schema.shape) values[key] = parseValue(key, text);
    else faults.push(`configuration key ${full} isn't known${didYouMean(key, Object.keys(schema.shape))}`);
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) faults.push(...parsed.error.issues.flatMap(issueFaults));
  const settings = parsed.data;
  const workloadName = settings?.workload ?? (typeof values["workload"] === "string" ? values["workload"] : undefined);
  const workload = workloadName === undefined ? undefined : workloads[workloadName];
  if (workloadName !== undefined && !workload) {
    faults.push(
      `${project}:workload is ${quote(workloadName)}, which isn't a workload${didYouMean(workloadName, Object.keys(workloads))}`,
    );
  }
  if (settings) faults.push(...crossFaults(settings), ...kubernetesFaults(settings, workload));
  if (faults.length > 0 || !settings || !workload) throw new UserError(faults);
  return { settings, workload };
}

function split(full: string): [string, string] {
  const colon = full.indexOf(":");
  return [full.slice(0, colon), full.slice(colon + 1)];
}

/** Pulumi keeps strings as they are and everything else as JSON; the schema's type decides. */
function parseValue(key: string, text: string): unknown {
  if (schema.shape[key as keyof typeof schema.shape].safeParse(text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Names of containers, networks, volumes and namespaces are made of it, and the compose project. */
function stackNameFaults(stack: string): string[] {
  return /^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/.test(stack)
    ? []
    : [`stack name ${quote(stack)}: lower-case letters, digits and hyphens inside were expected, at most 30`];
}

type Issue = NonNullable<ReturnType<typeof schema.safeParse>["error"]>["issues"][number];

function issueFaults(issue: Issue): string[] {
  const where = `${project}:${issue.path.map(String).join(".")}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) => `configuration key ${where}.${key} isn't known${didYouMean(key, knownKeys(issue.path))}`,
    );
  }
  return [`${where}: ${issue.message}`];
}

function quote(text: string): string {
  return JSON.stringify(text);
}
