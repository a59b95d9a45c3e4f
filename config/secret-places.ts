import { z } from "zod";
import type { Path } from "./config-path";
import type { RawSettings } from "./defaults";
import { schema } from "./schema";

/** Where in a stack's configuration secrets stand: as the schema says, whatever stands there. */

export interface SecretPlace {
  readonly path: Path;
  readonly value: unknown;
  /** What may stand for it, where it can't be read. */
  readonly standIn: string;
}

interface Node {
  readonly type?: string;
  readonly secret?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
}

const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;

/** Every place of a secret that has a value of any kind. */
export function secretPlaces(values: RawSettings): SecretPlace[] {
  return placesBelow(root, values, []);
}

/** Keys of the configuration that are secrets, or have secrets in them. */
export const keysWithSecrets: readonly string[] = Object.entries(root.properties ?? {})
  .filter(([, node]) => hasSecrets(node))
  .map(([key]) => key);

/** Whether a key as a whole is a secret, which the engine hands over as text. */
export function isSecretKey(key: string): boolean {
  return root.properties?.[key]?.secret !== undefined;
}

/** Whether a key is a map with keys or entries of its own. */
export function isMapKey(key: string): boolean {
  return root.properties?.[key]?.type === "object";
}

/** As a fault names it: `sightline:receivers.on-call.slack.0.url`. */
export function placeName(path: Path): string {
  return `sightline:${path.join(".")}`;
}

function placesBelow(node: Node | undefined, value: unknown, path: Path): SecretPlace[] {
  if (node === undefined || value === undefined || value === null) return [];
  if (node.secret !== undefined) return [{ path, value, standIn: node.secret }];
  if (typeof value !== "object") return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => placesBelow(below(node, key), inner, [...path, key]));
}

function below({ properties, items, additionalProperties }: Node, key: string | number): Node | undefined {
  if (typeof key === "number") return items;
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

function hasSecrets(node: Node): boolean {
  const { secret, properties = {}, items, additionalProperties } = node;
  const inner = [...Object.values(properties), items, additionalProperties];
  return secret !== undefined || inner.some((each) => typeof each === "object" && hasSecrets(each));
}
