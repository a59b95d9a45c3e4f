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

/** The last named entry is what a person calls it; the rest is where in it. */
export function placeOf(path: readonly string[]): { what: string; where: string } {
  const section = /^(service|volume|network)s$/.exec(path[0] ?? "");
  if (section && path[1] !== undefined) return { what: `${section[1]} ${path[1]}`, where: dotted(path.slice(2)) };
  const names = path.flatMap((part, index) => (part.includes("\u0000") ? [index] : []));
  const deepest = names.at(-1);
  if (deepest === undefined) return { what: "", where: dotted(path) };
  // Every panel has a query A.
  const shown = (path[deepest] as string).startsWith("query\u0000") ? names.slice(-2) : [deepest];
  const what = shown.map((index) => spoken(path[index] as string)).join(" ");
  return { what, where: dotted(path.slice(deepest + 1)) };
}

function dotted(path: readonly string[]): string {
  return path.map(spoken).join(".");
}

/** Lists whose entries have names become maps, so that an inserted entry is one change and not a shift of all. */
export function named(value: unknown): unknown {
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
  if ("ports" in entry && ("to" in entry || "from" in entry)) return `flow\u0000${words(entry).join(" ")}`;
  const found = identities.find(([key]) => typeof (entry as Record<string, unknown>)[key] === "string");
  return found && `${found[1]}\u0000${String((entry as Record<string, unknown>)[found[0]])}`;
}

function spoken(part: string): string {
  return part.replace("\u0000", " ").trim();
}

/** A flow of a network policy is told by all that is in it: `to app 8000 TCP`. */
function words(value: unknown): string[] {
  if (value === null || typeof value !== "object") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(words);
  const { to, from, ...rest } = value as Record<string, unknown>;
  const peers = Object.entries({ to, from }).flatMap(([key, peer]) =>
    peer === undefined ? [] : [key, ...words(peer)],
  );
  return [...peers, ...Object.values(rest).flatMap(words)];
}
