import { stringify } from "yaml";
import { configPath, withValueAt } from "./config-path";
import { examples } from "./examples";
import { cell, defaultText, eachOf, meaning, nestedRows, properties, pulumiType, typeText } from "./reference-rows";
import type { Property } from "./reference-rows";
import type { schema } from "./schema";
import { secretPlaces, type SecretPlace } from "./secret-places";

/** The configuration reference and Pulumi.yaml's `config` section, made from the schema. */

/** What the Pulumi CLI knows of each key: it checks the type, shows the description and fills in the default. */
export function pulumiConfig(): Record<string, object> {
  return Object.fromEntries(
    properties.map(([key, property]) => {
      const type = pulumiType(property);
      return [
        `sightline:${key}`,
        {
          ...(type !== undefined && { type }),
          ...(property.items && { items: { type: pulumiType(property.items) } }),
          description: property.description ?? "",
          // The CLI takes a key without a default for a required one. Empty is the same as not set.
          default: isScalar(property.default) ? property.default : (empty[type ?? ""] ?? ""),
        },
      ];
    }),
  );
}

const empty: Readonly<Record<string, unknown>> = { object: {}, array: [] };

/** docs/configuration.md */
export function configurationReference(): string {
  const sections = properties.map(([key, property]) => section(key as Key, property));
  return `${[introduction, index(), ...sections].join("\n\n")}\n`;
}

type Key = keyof typeof schema.shape;

const introduction = `# Configuration

Generated from \`config/schema.ts\` by \`npm run docs\`. A stack is configured in \`Pulumi.<stack>.yaml\`, below \`config:\`.
Everything has a default, so a stack file holds only what differs.

- All faults are told at once, before anything is touched: an unknown key (with the nearest known one), a wrong type, a
  value out of range, two keys that don't go together.
- A **secret** never stands in a stack file in plain text, which is refused. It's either set with the Pulumi CLI, which
  asks for the value and encrypts it: \`pulumi config set --secret --path 'sightline:<key>' --stack <stack>\`; or the
  path of a file stands in its place: \`{file: path}\`, from the project on, which is read when the stack is deployed; or,
  where a key says so, \`{kubernetesSecret: {name, key}}\`, which somebody else keeps in the stack's namespace. Without
  the CLI, it can be put into \`.sightline/<stack>/secrets.json\`, as \`{"sightline:<key>": "..."}\`; the file is never
  committed.
- Strings arrive as they are. A \`$\`, a quote or a line break in one is never interpreted.`;

function index(): string {
  const rows = properties.map(
    ([key, property]) => `| [\`${key}\`](#sightline${key.toLowerCase()}) | ${cell(meaning(property))} |`,
  );
  return ["| key | meaning |", "| --- | --- |", ...rows].join("\n");
}

/** What the entries of a map are named by. */
const entries: Readonly<Record<string, string>> = {
  alerts: "alert name",
  receivers: "receiver",
  levels: "level",
  timeIntervals: "time interval",
};

function section(key: Key, property: Property): string {
  const parts = [`## \`sightline:${key}\``, meaning(property)];
  const { each, suffix } = property.secret === undefined ? eachOf(property) : { each: {}, suffix: "" };
  const rows = nestedRows(each);
  if (rows.length === 0) parts.push(`${about(property)}.`);
  else {
    const name = suffix === "[]" ? "key of each" : suffix === "" ? "key" : `key below \`<${entries[key] ?? "name"}>\``;
    parts.push([`| ${name} | type | default | meaning |`, "| --- | --- | --- | --- |", ...rows].join("\n"));
  }
  if (property.secret === undefined) parts.push(yamlExample(key));
  const secrets = secretPlaces({ [key]: examples[key] }).filter(isText);
  if (secrets.length > 0) parts.push(`\`\`\`sh\n${secrets.map(setCommand).join("\n")}\n\`\`\``);
  return parts.join("\n\n");
}

function about(property: Property): string {
  return `Type: ${typeText(property)}. Default: ${defaultText(property)}`;
}

function setCommand({ path }: SecretPlace): string {
  return `pulumi config set --secret --path '${configPath(path)}' --stack prod`;
}

function isText({ value }: SecretPlace): boolean {
  return typeof value === "string";
}

/** As it stands in a stack file: secrets encrypted. */
function yamlExample(key: Key): string {
  const plain: unknown = { [key]: examples[key] };
  const places = secretPlaces(plain as Record<string, unknown>).filter(isText);
  const shown = places.reduce((values, { path }) => withValueAt(values, path, { secure: "..." }), plain);
  const value = (shown as Record<string, unknown>)[key];
  const yaml = stringify({ config: { [`sightline:${key}`]: value } }, { lineWidth: 100 });
  return `\`\`\`yaml\n${yaml}\`\`\``;
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
