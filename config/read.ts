import { UserError } from "../signals/errors";
import { didYouMean } from "../signals/nearest";
import { workloads } from "../workloads";
import type { Workload } from "../signals/workload";
import { schema, type Settings } from "./schema";

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
  if (settings) faults.push(...crossFaults(settings));
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

/** Container, network and volume names, and the compose project are made of it. */
function stackNameFaults(stack: string): string[] {
  return /^[a-z0-9][a-z0-9-]{0,29}$/.test(stack)
    ? []
    : [`stack name ${quote(stack)}: lower-case letters, digits and hyphens were expected, at most 30`];
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

function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path[0] === "alerts") return ["enabled", "threshold", "for", "severity"];
  const sample = schema.parse({ postgres: { host: "h" } }) as unknown as Record<string, object>;
  return Object.keys(sample[String(path[0])] ?? {});
}

/** What no single value shows. Each fault names both values. */
function crossFaults(settings: Settings): string[] {
  const faults: string[] = [];
  if (settings.target === "kubernetes") {
    faults.push(`${project}:target is "kubernetes", which isn't there yet; "docker" was expected`);
  }
  if (settings.app.image !== undefined && settings.app.build !== undefined) {
    faults.push(
      `${project}:app has an image (${settings.app.image}) and a build (${settings.app.build.context}); one was expected`,
    );
  }
  for (const key of ["postgres", "redis"] as const) {
    const { mode, host } = settings[key];
    if (mode === "external" && host === undefined)
      faults.push(`${project}:${key}.mode is "external", so ${key}.host was expected`);
    if (mode !== "external" && host !== undefined) {
      faults.push(`${project}:${key}.host is ${quote(host)}, but ${key}.mode is "${mode}"; "external" was expected`);
    }
  }
  if (settings.postgres.mode === "external" && settings.postgresPassword === undefined) {
    faults.push(`${project}:postgres.mode is "external", so postgresPassword was expected`);
  }
  const { app, workers } = settings;
  if ((app.image || app.build) && workers.replicas > 0 && !workers.image && !workers.command) {
    faults.push(
      `${project}:app is your own image, so ${project}:workers.command (or workers.image) was expected; for none, workers.replicas: 0`,
    );
  }
  if (!app.image && !app.build && (app.command || workers.image || workers.command)) {
    faults.push(
      `${project}:app has neither image nor build, so the demo runs, which takes no command or image of yours`,
    );
  }
  const byPort = new Map<number, string>();
  for (const [name, port] of Object.entries(settings.ports)) {
    if (name === "statsd") continue; // UDP: no clash with the others.
    const other = byPort.get(port);
    if (other !== undefined) faults.push(`${project}:ports.${other} and ports.${name} are both ${port}`);
    byPort.set(port, name);
  }
  return faults;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
