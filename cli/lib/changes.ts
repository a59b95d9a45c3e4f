import diff from "microdiff";
import { parse } from "yaml";

/** One difference between two sets of rendered files, in the reader's terms. */
export interface Change {
  /** `+` new, `-` gone, `~` different. */
  readonly sign: "+" | "-" | "~";
  readonly file: string;
  /** `alert LlmApiErrors`, `panel Queue length`, `service app`; empty for the file as a whole. */
  readonly what: string;
  /** `expr: a > 3 → a > 5`; empty when the whole thing came or went. */
  readonly detail: string;
}

/** What tells the entries of a list apart, and what such an entry is called. The first that an entry has counts. */
const identities: readonly (readonly [key: string, called: string])[] = [
  ["alert", "alert"],
  ["record", "recording rule"],
  ["job_name", "job"],
  ["uid", ""],
  ["title", "panel"],
  ["refId", "query"],
  ["match", "mapping"],
  ["name", ""],
  ["target", "mount"],
];

/** Positions in a list that carry no meaning of their own. */
const meaningless = new Set(["id"]);

export function changesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file): Change[] => {
    const [old, now] = [before.get(file), after.get(file)];
    if (old === now) return [];
    if (old === undefined) return [{ sign: "+", file, what: "", detail: "" }];
    if (now === undefined) return [{ sign: "-", file, what: "", detail: "" }];
    if (!/\.(ya?ml|json)$/.test(file)) return [{ sign: "~", file, what: "", detail: "" }];
    return contentChanges(file, old, now);
  });
}

function contentChanges(file: string, old: string, now: string): Change[] {
  const root = (text: string) => ({ root: named(parse(text)) });
  return diff(root(old) as Record<string, unknown>, root(now) as Record<string, unknown>).map((difference) => {
    const path = difference.path.slice(1).map(String);
    // The last named entry is what a person calls it; the rest is where in it.
    const deepest = path.reduce((found, part, index) => (part.includes("\u0000") ? index : found), -1);
    const what = deepest < 0 ? path.slice(0, 2).join(" ") || "" : spoken(path[deepest] as string);
    const where = path
      .slice(deepest < 0 ? 2 : deepest + 1)
      .map(spoken)
      .join(".");
    if (difference.type === "CREATE")
      return { sign: "+", file, what, detail: where && `${where}: ${short(difference.value)}` };
    if (difference.type === "REMOVE")
      return { sign: "-", file, what, detail: where && `${where}: ${short(difference.oldValue)}` };
    return { sign: "~", file, what, detail: `${where}: ${short(difference.oldValue)} → ${short(difference.value)}` };
  });
}

/** Lists whose entries have names become maps, so that an inserted entry is one change and not a shift of all. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) {
    const keys = value.map(identity);
    const unique = keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
    return unique ? Object.fromEntries(value.map((entry, index) => [keys[index], named(entry)])) : value.map(named);
  }
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => !meaningless.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, named(inner)]));
}

function identity(entry: unknown): string | undefined {
  if (entry === null || typeof entry !== "object") return undefined;
  const found = identities.find(([key]) => typeof (entry as Record<string, unknown>)[key] === "string");
  return found && `${found[1]}\u0000${String((entry as Record<string, unknown>)[found[0]])}`;
}

function spoken(part: string): string {
  return part.replace("\u0000", " ").trim();
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

/** As a person reads it in a terminal. */
export function asText(changes: readonly Change[]): string {
  if (changes.length === 0) return "No change.";
  return changes
    .map(({ sign, file, what, detail }) => `${sign} ${[file, what, detail].filter(Boolean).join("  ")}`)
    .join("\n");
}

/** As a pull request's comment shows it. A code block, so that nothing in a value becomes markup. */
export function asMarkdown(stack: string, changes: readonly Change[]): string {
  const title = `### Stack \`${stack}\`: ${changes.length === 0 ? "no change" : `${changes.length} changes`}`;
  if (changes.length === 0) return `${title}\n`;
  const fence = "`".repeat(3);
  const body = changes.map(
    ({ sign, file, what, detail }) => `${sign === "~" ? "!" : sign} ${[file, what, detail].filter(Boolean).join("  ")}`,
  );
  return `${title}\n\n${fence}diff\n${body.join("\n").replaceAll(fence, "'''")}\n${fence}\n`;
}
