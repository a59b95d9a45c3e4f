/** The actions of a Go template, `{{ … }}`, cut into words. Only as much of the grammar as finding slips needs. */

export interface Token {
  readonly kind: "text" | "word" | "variable" | "field" | "number" | "sign";
  /** As written; of a `text` what it says; of a `field` with its dots: `.Labels.severity`. */
  readonly text: string;
}

export interface Action {
  /** Counted from 1. */
  readonly line: number;
  readonly tokens: readonly Token[];
}

export interface Actions {
  readonly actions: readonly Action[];
  /** `line 3: …`. What comes after a fault isn't read. */
  readonly faults: readonly string[];
}

// Comments stand alone in their braces, with a trimming sign at most.
const comment = /\{\{(?:-\s)?\/\*[\s\S]*?\*\/(?:\s-)?\}\}/y;

const tokens: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'/y],
  ["number", /[-+]?(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)/y],
  ["variable", /\$\w*(?:\.[A-Za-z_]\w*)*/y],
  ["field", /(?:\.[A-Za-z_]\w*)+|\./y],
  ["word", /[A-Za-z_]\w*/y],
  ["sign", /:=|[=|(),]/y],
];

export function readActions(source: string): Actions {
  const actions: Action[] = [];
  let [line, counted] = [1, 0];
  let at = source.indexOf("{{");
  while (at !== -1) {
    line += source.slice(counted, at).split("\n").length - 1;
    counted = at;
    comment.lastIndex = at;
    const skipped = comment.exec(source);
    if (skipped) {
      at = source.indexOf("{{", comment.lastIndex);
      continue;
    }
    const read = readAction(source, at + 2);
    if (typeof read === "string") return { actions, faults: [`line ${line}: ${read}`] };
    actions.push({ line, tokens: read.tokens });
    at = source.indexOf("{{", read.end);
  }
  return { actions, faults: [] };
}

/** The words from behind `{{` to `}}`, or why there's no end. */
function readAction(source: string, from: number): { tokens: Token[]; end: number } | string {
  const found: Token[] = [];
  let at = /^-\s/.test(source.slice(from, from + 2)) ? from + 1 : from;
  for (;;) {
    const space = /\s*/y;
    space.lastIndex = at;
    at += space.exec(source)![0].length;
    const end = /-?\}\}/y;
    end.lastIndex = at;
    if (end.test(source)) return { tokens: found, end: end.lastIndex };
    if (at >= source.length || source.startsWith("{{", at)) return 'a "{{" has no "}}"';
    const token = readToken(source, at);
    if (token === undefined) {
      const sign = source[at]!;
      return `"'\``.includes(sign)
        ? `a text that begins with ${sign} has no end`
        : `"${sign}" can't stand in an action`;
    }
    at += token.length;
    found.push(token);
  }
}

function readToken(source: string, at: number): (Token & { length: number }) | undefined {
  for (const [kind, pattern] of tokens) {
    pattern.lastIndex = at;
    const match = pattern.exec(source)?.[0];
    if (match === undefined) continue;
    return { kind, text: kind === "text" ? match.slice(1, -1) : match, length: match.length };
  }
  return undefined;
}
