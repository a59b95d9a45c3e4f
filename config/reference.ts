import { z } from "zod";
import { schema } from "./schema";

/** The configuration reference and Pulumi.yaml's `config` section, made from the schema. */

interface Property {
  readonly type?: string;
  readonly anyOf?: readonly Property[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: Property | boolean;
}

const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Property;
const keys = Object.entries(root.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

/** What the Pulumi CLI knows of each key: it checks the type, shows the description and fills in the default. */
export function pulumiConfig(): Record<string, object> {
  return Object.fromEntries(
    keys.map(([key, property]) => [
      `sightline:${key}`,
      {
        type: pulumiType(property),
        description: property.description ?? "",
        // The CLI takes a key without a default for a required one. Empty is the same as not set.
        default: isScalar(property.default) ? property.default : pulumiType(property) === "object" ? {} : "",
      },
    ]),
  );
}

/** docs/configuration.md */
export function configurationReference(): string {
  const lines = [
    "# Configuration",
    "",
    "Generated from `config/schema.ts` by `npm run docs`. Every key stands under `config:` in `Pulumi.<stack>.yaml` with",
    "`sightline:` before it. An unknown key, a wrong type or a value out of range is an error before anything is touched.",
    "",
  ];
  for (const [key, property] of keys) {
    lines.push(`## \`sightline:${key}\``, "", sentence(property), "");
    const inner = Object.entries(nested(property));
    if (inner.length === 0) continue;
    lines.push("| key | type | meaning |", "| --- | --- | --- |");
    for (const [name, value] of inner)
      lines.push(`| \`${name}\` | ${typeText(value)} | ${cell(value.description ?? "")} |`);
    lines.push("");
  }
  return lines.join("\n");
}

function sentence(property: Property): string {
  const type = Object.keys(nested(property)).length > 0 ? "" : ` Type: ${typeText(property)}.`;
  return `${property.description ?? ""}${type}`;
}

function nested(property: Property): Readonly<Record<string, Property>> {
  const of = typeof property.additionalProperties === "object" ? property.additionalProperties : property;
  return of.properties ?? {};
}

function typeText(property: Property): string {
  if (property.enum) return property.enum.map((value) => `\`${value}\``).join(", ");
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

function pulumiType({ type, anyOf }: Property): string {
  const named = type ?? anyOf?.[0]?.type ?? "string";
  return named === "number" ? "string" : named;
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
