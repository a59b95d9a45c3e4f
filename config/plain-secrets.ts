import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { RawSettings } from "./defaults";
import { rawValues } from "./read";
import { configPath, valueAt } from "./config-path";
import { isSecretKey, placeName, secretPlaces, type SecretPlace } from "./secret-places";

/** Secrets that stand in a stack file for everybody who reads it. */

/** @param values the stack file's, as they stand there */
export function plainFaults(stack: string, values: RawSettings): string[] {
  return secretPlaces(values)
    .filter(isPlain)
    .map((place) => plainFault(stack, place));
}

/**
 * Of what Pulumi hands over, where all is decrypted: its stack file says which places are in plain text, where it can be
 * found. Where not, a key of which nothing is encrypted is.
 *
 * @param raw full key to text
 * @param folder of Pulumi.yaml
 */
export function storedPlainFaults(stack: string, raw: Readonly<Record<string, string>>, folder: string): string[] {
  const stored = storedValues(join(folder, `Pulumi.${stack}.yaml`));
  return secretPlaces(rawValues(raw).values)
    .filter(isPlain)
    .filter(({ path, value }) => !hasSecrets(`sightline:${path[0]}`) || valueAt(stored, path) === value)
    .map((place) => plainFault(stack, place));
}

function isPlain({ value }: SecretPlace): boolean {
  return typeof value !== "object" && value !== "";
}

function plainFault(stack: string, { path }: SecretPlace): string {
  const set = `pulumi config set --secret --path '${configPath(path)}' --stack ${stack}`;
  return `${placeName(path)} is in plain text in the stack file; set it with ${set} (it asks for the value), or give {file: path} in its place`;
}

/** The engine says of a key that something in it is encrypted, not what. */
function hasSecrets(key: string): boolean {
  // Not in the SDK's declarations; `Config.requireSecret` warns by it.
  const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };
  return isConfigSecret(key);
}

function storedValues(path: string): RawSettings {
  if (!existsSync(path)) return {};
  const { config = {} } = (parse(readFileSync(path, "utf8")) ?? {}) as { config?: Record<string, unknown> };
  return sightlineValues(config);
}

/** Values by key, without what they are called in a file: `sightline:`. */
export function sightlineValues(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([full, value]) => {
        const key = full.slice(prefix.length);
        return [key, isSecretKey(key) ? value : (parsedMap(value) ?? value)];
      }),
  );
}

const prefix = "sightline:";

/** Of a map or a list that was set as JSON. */
function parsedMap(value: unknown): object | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
}
