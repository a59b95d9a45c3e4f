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
    const what =
      deepest < 0
        ? path
            .slice(0, 2)
            .join(" ")
            .replace(/^(service|volume|network)s /, "$1 ")
        : spoken(path[deepest] as string);
    const where = path
      .slice(deepest < 0 ? 2 : deepest + 1)
      .map(spoken)
      .join(".");
    if (difference.type === "CREATE")
      return { sign: "+", file, what, detail: where && `${where}: ${short(difference.value)}` };
    if (difference.type === "REMOVE")
      return { sign: "-", file, what, detail: where && `${where}: ${short(difference.oldValue)}` };
    return { sign: "~", file, what, detail: `${where}: ${apart(difference.oldValue, difference.value)}` };
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

/** Longer values are cut: what they begin with tells enough. */
const longest = 160;
/** Around what differs in two long values, so much is shown of what doesn't. */
const context = 24;

function short(value: unknown): string {
  const text = plain(value);
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/** `old → new`; of two long values only the part that differs, since a threshold stands at an expression's end. */
function apart(old: unknown, now: unknown): string {
  const [a, b] = [plain(old), plain(now)];
  if (a.length <= longest && b.length <= longest) return `${a} → ${b}`;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const from = Math.max(0, start - context);
  const to = Math.max(0, end - context);
  const cut = (text: string) =>
    `${from > 0 ? "..." : ""}${short(text.slice(from, text.length - to))}${to > 0 ? "..." : ""}`;
  return `${cut(a)} → ${cut(b)}`;
}

/** One line, whatever is in it. */
function plain(value: unknown): string {
  return oneLine(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

/** Line breaks become spaces; what a terminal or a page would obey instead of show (escapes, text direction) is spelt out. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
}

function line({ sign, file, what, detail }: Change): string {
  return `${sign} ${[file, what, detail].filter(Boolean).map(oneLine).join("  ")}`;
}

/** As a person reads it in a terminal. */
export function asText(changes: readonly Change[]): string {
  return changes.length === 0 ? "No change." : changes.map(line).join("\n");
}

/**
 * As a pull request shows it: a code block, so that nothing in a value becomes markup.
 *
 * @param limit changes that are shown; of the rest, how many there are. Default 300.
 */
export function asMarkdown(stack: string, changes: readonly Change[], limit = 300): string {
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  const title = `### Stack \`${oneLine(stack).replaceAll("`", "'")}\`: ${changes.length === 0 ? "no change" : count}`;
  if (changes.length === 0) return `${title}\n`;
  // A line that starts with "!" is marked as changed there.
  const lines = changes.slice(0, limit).map((change) => line(change).replace(/^~/, "!"));
  const more = changes.length > limit ? `\n${changes.length - limit} more aren't shown here.\n` : "";
  return `${title}\n\n${codeBlock(lines.join("\n"), "diff")}${more}`;
}

/** A fenced block that no content can end: its fence is longer than every run of backticks in it. */
export function codeBlock(text: string, language = "text"): string {
  const longestRun = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longestRun + 1);
  return `${fence}${language}\n${text}\n${fence}\n`;
}
