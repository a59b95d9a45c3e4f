import { parse } from "yaml";

/**
 * What an object of a cluster holds as files, each with a path of its own below the object's: so a dashboard in a
 * ConfigMap is compared as the same dashboard in a file is. Undefined where it's none that holds files.
 */
export function innerFiles(file: string, text: string): Map<string, string> | undefined {
  if (!/\.ya?ml$/.test(file)) return undefined;
  const object = parse(text) as { kind?: unknown; data?: unknown; stringData?: unknown } | null;
  if (object?.kind !== "ConfigMap" && object?.kind !== "Secret") return undefined;
  const { data, stringData, ...rest } = object;
  if (data === undefined && stringData === undefined) return undefined;
  const folder = file.replace(/\.ya?ml$/, "");
  const held = Object.entries({ ...asRecord(data), ...asRecord(stringData) });
  return new Map([[file, JSON.stringify(rest)], ...held.map(([key, value]) => [`${folder}/${key}`, value] as const)]);
}

function asRecord(value: unknown): Record<string, string> {
  return (value ?? {}) as Record<string, string>;
}
