import { z } from "zod";
import { stringify } from "yaml";
import { examples } from "./examples";
import { schema, secretKeys } from "./schema";

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
  readonly required?: readonly string[];
  readonly additionalProperties?: Property | boolean;
  /** Of a list. */
  readonly items?: Property;
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
        ...(property.items && { items: { type: pulumiType(property.items) } }),
        description: property.description ?? "",
        // The CLI takes a key without a default for a required one. Empty is the same as not set.
        default: isScalar(property.default) ? property.default : (empty[pulumiType(property)] ?? ""),
      },
    ]),
  );
}

const empty: Readonly<Record<string, unknown>> = { object: {}, array: [] };

/** docs/configuration.md */
export function configurationReference(): string {
  return `${[introduction, index(), ...keys.map(([key, property]) => section(key as Key, property))].join("\n\n")}\n`;
}

type Key = keyof typeof schema.shape;

const introduction = `# Configuration

Generated from \`config/schema.ts\` by \`npm run docs\`. A stack is configured in \`Pulumi.<stack>.yaml\`, below \`config:\`.
Everything has a default, so a stack file holds only what differs.

- All faults are told at once, before anything is touched: an unknown key (with the nearest known one), a wrong type, a
  value out of range, two keys that don't go together.
- A key that is marked **secret** is set with the Pulumi CLI, which encrypts it:
  \`pulumi config set --secret sightline:<key> --stack <stack>\`. Without the CLI, put it into
  \`.sightline/<stack>/secrets.json\`, as \`{"sightline:<key>": "..."}\`; the file is never committed.
- Strings arrive as they are. A \`$\`, a quote or a line break in one is never interpreted.`;

function index(): string {
  const rows = keys.map(
    ([key, property]) => `| [\`${key}\`](#sightline${key.toLowerCase()}) | ${cell(meaning(property))} |`,
  );
  return ["| key | meaning |", "| --- | --- |", ...rows].join("\n");
}

function section(key: Key, property: Property): string {
  const parts = [`## \`sightline:${key}\``, meaning(property)];
  const rows = nestedRows(property);
  if (rows.length === 0) parts.push(`${about(property)}.`);
  else {
    const ofEach = property.items ? "key of each" : "key";
    const name = typeof property.additionalProperties === "object" ? `key below \`<alert name>\`` : ofEach;
    parts.push([`| ${name} | type | default | meaning |`, "| --- | --- | --- | --- |", ...rows].join("\n"));
  }
  parts.push(isSecret(key) ? secretExample(key) : yamlExample(key));
  return parts.join("\n\n");
}

function about(property: Property): string {
  return `Type: ${typeText(property)}. Default: ${defaultText(property)}`;
}

/** One row for each nested key; of an object in an object, `build.context`. */
function nestedRows(property: Property, prefix = ""): string[] {
  const { properties, required = [] } = innerObject(property);
  const unset = typeof property.additionalProperties === "object" ? "the alert's own" : undefined;
  return Object.entries(properties ?? {}).flatMap(([name, value]) => {
    const must = required.includes(name) ? "required" : undefined;
    const own = `| \`${prefix}${name}\` | ${typeText(value)} | ${must ?? unset ?? defaultText(value)} | ${cell(meaning(value))} |`;
    return [own, ...(value.properties ? nestedRows(value, `${prefix}${name}.`) : [])];
  });
}

function innerObject(property: Property): Property {
  if (property.items) return property.items;
  return typeof property.additionalProperties === "object" ? property.additionalProperties : property;
}

function isSecret(key: Key): boolean {
  return (secretKeys as readonly string[]).includes(key);
}

function secretExample(key: Key): string {
  return `\`\`\`sh\npulumi config set --secret sightline:${key} --stack prod '${String(examples[key])}'\n\`\`\``;
}

function yamlExample(key: Key): string {
  const yaml = stringify({ config: { [`sightline:${key}`]: examples[key] } }, { lineWidth: 100 });
  return `\`\`\`yaml\n${yaml}\`\`\``;
}

/** A description often ends with its default, which here has a place of its own. */
const defaultSentence = /\s*Default:? (.+)\.$/;

function meaning({ description = "" }: Property): string {
  const text = description.replace(defaultSentence, "").replace(/^Default:? .+\.$/, "");
  return text.replace(/^Secret\. /, "**Secret.** ");
}

function defaultText(property: Property): string {
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

function typeText(property: Property): string {
  if (property.enum) return property.enum.map((value) => `\`${value}\``).join(", ");
  if (property.type === "array") return `list of ${plural(property.items)}`;
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

function plural(each: Property | undefined): string {
  return `${each?.type === "object" ? "map" : (each?.type ?? "string")}s`;
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
