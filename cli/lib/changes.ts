import diff from "microdiff";
import { parse } from "yaml";
import { named, placeOf } from "./change-places";
import { innerFiles } from "./inner-files";

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

export function changesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file): Change[] => {
    // It only lists the others.
    if (/(^|\/)kustomization\.yaml$/.test(file)) return [];
    const [old, now] = [before.get(file), after.get(file)];
    if (old === now) return [];
    if (old === undefined) return [{ sign: "+", file, what: "", detail: "" }];
    if (now === undefined) return [{ sign: "-", file, what: "", detail: "" }];
    if (!/\.(ya?ml|json)$/.test(file)) return [{ sign: "~", file, what: "", detail: "" }];
    const [held, holds] = [innerFiles(file, old), innerFiles(file, now)];
    return held && holds ? changesBetween(held, holds) : contentChanges(file, old, now);
  });
}

function contentChanges(file: string, old: string, now: string): Change[] {
  const root = (text: string) => ({ root: named(parse(text)) });
  return diff(root(old) as Record<string, unknown>, root(now) as Record<string, unknown>).map((difference) => {
    const { what, where } = placeOf(difference.path.slice(1).map(String));
    if (difference.type === "CREATE")
      return { sign: "+", file, what, detail: where && `${where}: ${short(difference.value)}` };
    if (difference.type === "REMOVE")
      return { sign: "-", file, what, detail: where && `${where}: ${short(difference.oldValue)}` };
    return { sign: "~", file, what, detail: `${where}: ${apart(difference.oldValue, difference.value)}` };
  });
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
export function oneLine(text: string): string {
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
