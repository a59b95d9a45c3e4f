import { UserError } from "../signals/errors";
import { didYouMean } from "../signals/nearest";
import type { Workload } from "../signals/workload";
import { defaultsFaults, merged, type RawSettings } from "./defaults";
import { crossFaults } from "./faults";
import { kubernetesFaults } from "./faults-kubernetes";
import { faultsOf } from "./issues";
import { schema, type Settings } from "./schema";
import { isMapKey, isSecretKey, placeName, secretPlaces } from "./secret-places";
import { workloadOf } from "./workload-file";

export const project = "sightline";

export interface StackSettings {
  readonly settings: Settings;
  readonly workload: Workload;
}

/**
 * A stack's settings from its raw configuration, as Pulumi hands it over: full key to text, objects as JSON. What the
 * stack doesn't say is as its workload's defaults say.
 * Throws one `UserError` with every fault at once.
 *
 * @param found faults of the configuration that have been found before
 */
export function readSettings(
  stack: string,
  raw: Readonly<Record<string, string>>,
  found: readonly string[] = [],
): StackSettings {
  const { values, unknown } = rawValues(raw);
  const faults: string[] = [...stackNameFaults(stack), ...unknown, ...found];
  const chosen = schema.shape.workload.safeParse(values["workload"]).data;
  const { workload, faults: workloadFaults } = chosen === undefined ? { faults: [] } : workloadOf(chosen);
  faults.push(...workloadFaults);
  const wrongDefaults = workload ? defaultsFaults(workload) : [];
  faults.push(...wrongDefaults);
  const defaults = wrongDefaults.length > 0 ? {} : (workload?.defaults ?? {});
  const parsed = schema.safeParse(merged(defaults, values));
  const place = (path: readonly string[]) => `${project}:${path.join(".")}`;
  if (parsed.error) faults.push(...faultsOf(parsed.error, place, "configuration key "));
  const settings = parsed.data;
  if (settings) {
    faults.push(...crossFaults(settings), ...kubernetesFaults(settings, workload));
    faults.push(...clusterSecretFaults(settings.target, values));
  }
  if (faults.length > 0 || !settings || !workload) throw new UserError(faults);
  return { settings, workload };
}

/** Key to value, as far as the schema knows it. */
export function rawValues(raw: Readonly<Record<string, string>>) {
  const values: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [full, text] of Object.entries(raw)) {
    const [namespace, key] = split(full);
    // Empty is not set: Pulumi.yaml can't declare an optional key in another way.
    if (namespace !== project || text === "" || (text === "{}" && isMapKey(key))) continue;
    if (key in schema.shape) values[key] = parseValue(key, text);
    else unknown.push(`configuration key ${full} isn't known${didYouMean(key, Object.keys(schema.shape))}`);
  }
  return { values, unknown };
}

function split(full: string): [string, string] {
  const colon = full.indexOf(":");
  return [full.slice(0, colon), full.slice(colon + 1)];
}

/** Pulumi keeps strings as they are and everything else as JSON; the schema's type decides. */
function parseValue(key: string, text: string): unknown {
  if (isSecretKey(key)) return secretReference(text) ?? text;
  if (schema.shape[key as keyof typeof schema.shape].safeParse(text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Of a secret that isn't given as text. */
function secretReference(text: string): object | undefined {
  if (!/^\{\s*"(file|kubernetesSecret)"/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Docker has no secrets of its own. */
function clusterSecretFaults(target: Settings["target"], values: RawSettings): string[] {
  if (target === "kubernetes") return [];
  return secretPlaces(values)
    .filter(({ value }) => typeof value === "object" && value !== null && "kubernetesSecret" in value)
    .map(({ path }) => `${placeName(path)} is a kubernetesSecret, but target is "docker"; {file: path} was expected`);
}

/** Names of containers, networks, volumes and namespaces are made of it, and the compose project. */
function stackNameFaults(stack: string): string[] {
  return /^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/.test(stack)
    ? []
    : [`stack name ${JSON.stringify(stack)}: lower-case letters, digits and hyphens inside were expected, at most 30`];
}
