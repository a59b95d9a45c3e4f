/** The tags that Telegram's HTML may have. */
const tags = new Set("b strong i em u ins s strike del span tg-spoiler tg-emoji a code pre blockquote".split(" "));

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** What a person reads of a text in Telegram's HTML, and where its links lead; or what's wrong with it, as Telegram says. */
export function parseEntities(
  html: string,
): { readonly text: string; readonly links: readonly string[] } | { readonly fault: string } {
  const open: string[] = [];
  const links: string[] = [];
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
      if (tag !== expected)
        return { fault: `Unmatched end tag at byte offset ${at}, expected "</${expected}>", found "</${tag}>"` };
    } else {
      if (!tags.has(tag)) return { fault: `Unsupported start tag "${tag}" at byte offset ${at}` };
      const href = /href="([^"]*)"/.exec(attributes)?.[1];
      if (tag === "a" && href !== undefined) links.push(unescaped(href));
      open.push(tag);
    }
  }
  const last = open.at(-1);
  if (last !== undefined) return { fault: `Can't find end tag corresponding to start tag "${last}"` };
  return { text: (text + unescaped(html.slice(rest))).trim(), links };
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(String(hexadecimal), 16));
    return named[String(name)] ?? whole;
  });
}
