import { z } from "zod";
import { schema } from "./schema";

/** What the schema says of each key, as rows of a table. */

export interface Property {
  readonly type?: string;
  readonly anyOf?: readonly Property[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Property | boolean;
  /** Of a list. */
  readonly items?: Property;
  /** Of a list: one value may stand by itself. */
  readonly orOne?: boolean;
  /** What may stand for a secret. */
  readonly secret?: string;
  /** Of what holds itself. */
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Property>>;
}

const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Property;

export const properties: readonly (readonly [string, Property])[] = Object.entries(root.properties ?? {}).sort(
  ([a], [b]) => (a < b ? -1 : 1),
);

/** One row for each nested key; of an object in an object, `build.context`; of each in a list, `routes[].receivers`. */
export function nestedRows(property: Property, prefix = "", around: readonly string[] = []): string[] {
  const within = property.$ref === undefined ? around : [...around, property.$ref];
  const { properties = {}, required = [] } = resolved(property);
  return Object.entries(properties).flatMap(([name, value]) => {
    const must = required.includes(name) ? "required" : defaultText(value);
    const own = `| \`${prefix}${name}\` | ${typeText(value)} | ${must} | ${cell(meaning(value))} |`;
    const { each, suffix } = eachOf(value);
    // What holds itself is told once.
    const told = each.secret !== undefined || (each.$ref !== undefined && within.includes(each.$ref));
    return [own, ...(told ? [] : nestedRows(each, `${prefix}${name}${suffix}.`, within))];
  });
}

/** What a list or a map consists of, and how that stands in the name of a key. */
export function eachOf(property: Property): { readonly each: Property; readonly suffix: string } {
  if (property.items) return { each: property.items, suffix: "[]" };
  const { additionalProperties: each } = property;
  return typeof each === "object" ? { each, suffix: ".<name>" } : { each: property, suffix: "" };
}

function resolved(property: Property): Property {
  const { $ref } = property;
  return $ref === undefined ? property : (root.$defs?.[$ref.split("/").at(-1) ?? ""] ?? property);
}

/** A description often ends with its default, which here has a place of its own. */
const defaultSentence = /\s*Default:? (.+)\.$/;

export function meaning({ description = "" }: Property): string {
  const text = description.replace(defaultSentence, "").replace(/^Default:? .+\.$/, "");
  return text.replace(/^Secret\. /, "**Secret.** ");
}

export function defaultText(property: Property): string {
  const { default: value, description = "" } = property;
  const said = defaultSentence.exec(description)?.[1];
  if (said !== undefined) return cell(said);
  if (value === undefined || value === "") return "none";
  return typeof value === "object"
    ? Object.keys(value ?? {}).length === 0
      ? "none"
      : `\`${JSON.stringify(value)}\``
    : `\`${value as string}\``;
}

export function typeText(property: Property): string {
  if (property.secret !== undefined) return "secret";
  if (property.enum) return property.enum.map((value) => `\`${value}\``).join(", ");
  if (property.type === "array") return `list of ${plural(property.items)}${property.orOne ? ", or one" : ""}`;
  if (property.type === "object" && !property.properties && typeof property.additionalProperties === "object") {
    return `map of ${plural(property.additionalProperties)}`;
  }
  const { minimum: low, maximum: high } = property;
  const largest = Number.MAX_SAFE_INTEGER;
  const range =
    low !== undefined && high !== undefined && high < largest
      ? ` ${low} to ${high}`
      : low !== undefined && low > -largest
        ? ` from ${low}`
        : "";
  return `${property.type ?? property.anyOf?.[0]?.type ?? "any"}${range}`;
}

function plural(given: Property | undefined): string {
  const each = given && resolved(given);
  if (each?.secret !== undefined) return "secrets";
  if (each?.enum) return typeText(each);
  return each?.type === "object" ? "maps" : each?.type === "array" ? "lists" : `${each?.type ?? "any value"}s`;
}

/** As the Pulumi CLI names types. A secret is text, or says where the text is, which it has no type for. */
export function pulumiType(given: Property): string | undefined {
  if (given.secret !== undefined) return undefined;
  const { type, anyOf } = resolved(given);
  const named = type ?? anyOf?.[0]?.type ?? "string";
  return named === "number" ? "string" : named;
}

export function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
