/** The tags that Telegram's HTML may have (Bot API, "HTML style"). */
const tags = new Set(
  "b strong i em u ins s strike del span tg-spoiler tg-emoji tg-time a code pre blockquote".split(" "),
);

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

export interface Entities {
  readonly text: string;
  /** Where the links lead that are shown. */
  readonly links: readonly string[];
  /** Links that aren't shown: their text is taken, and no more. */
  readonly hidden: readonly string[];
}

/** What a person reads of a text in Telegram's HTML; or what's wrong with it, as Telegram says. */
export function parseEntities(html: string): Entities | { readonly fault: string } {
  const open: string[] = [];
  const [links, hidden]: [string[], string[]] = [[], []];
  let text = "";
  let rest = 0;
  const offset = (index: number) => Buffer.byteLength(html.slice(0, index));
  for (const match of html.matchAll(/<(\/?)([^\s>/]*)([^>]*)(>?)/g)) {
    const [whole, slash, name = "", attributes = "", end] = match;
    const tag = name.toLowerCase();
    text += unescaped(html.slice(rest, match.index));
    rest = match.index + whole.length;
    const at = offset(match.index);
    if (end === "") return { fault: `Unclosed start tag at byte offset ${at}` };
    if (slash === "/") {
      const expected = open.pop();
      if (expected === undefined) return { fault: `Unexpected end tag at byte offset ${at}` };
      // `</>` ends whatever is open.
      if (tag !== "" && tag !== expected)
        return { fault: `Unmatched end tag at byte offset ${at}, expected "</${expected}>", found "</${tag}>"` };
    } else {
      if (!tags.has(tag)) return { fault: `Unsupported start tag "${tag}" at byte offset ${at}` };
      if (tag === "span" && !/\bclass="tg-spoiler"/.test(attributes))
        return { fault: `Tag "span" must have class "tg-spoiler" at byte offset ${at}` };
      const href = /href="([^"]*)"/.exec(attributes)?.[1];
      if (tag === "a" && href !== undefined) (isShown(unescaped(href)) ? links : hidden).push(unescaped(href));
      open.push(tag);
    }
  }
  const last = open.at(-1);
  if (last !== undefined) return { fault: `Can't find end tag corresponding to start tag "${last}"` };
  return { text: (text + unescaped(html.slice(rest))).trim(), links, hidden };
}

/** A host without a dot is none, unless it's an IPv6 address: `LinkManager::check_link_impl` of tdlib. */
function isShown(url: string): boolean {
  if (/^(?:tg|ton):/i.test(url)) return true;
  const host = /^(?:https?:\/\/)?(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]*)/i.exec(url)?.[1] ?? "";
  return host.startsWith("[") || host.includes(".");
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(String(hexadecimal), 16));
    return named[String(name)] ?? whole;
  });
}
