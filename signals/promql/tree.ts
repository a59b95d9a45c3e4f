import { createRequire } from "node:module";
import type { SyntaxNode } from "@lezer/common";
import type { LRParser } from "@lezer/lr";

// The package ships CommonJS, but calls its types a module ("type": "module"), so that a plain import doesn't compile.
const { parser } = createRequire(__filename)("@prometheus-io/lezer-promql") as { parser: LRParser };

export type { SyntaxNode };

/** An expression as Prometheus' own grammar reads it: its tree, or why it can't be read. */
export type Parsed =
  { readonly root: SyntaxNode; readonly fault?: undefined } | { readonly root?: undefined; readonly fault: string };

/**
 * Parses PromQL. The grammar knows no types: `rate(x)` parses. Grafana's variables don't: put values in their place
 * first (`substituteGrafana`).
 */
export function parse(expr: string): Parsed {
  const known = parsed.get(expr);
  if (known !== undefined) return known;
  const fresh = read(expr);
  if (parsed.size >= REMEMBERED) parsed.clear();
  parsed.set(expr, fresh);
  return fresh;
}

/** Every check reads the same expressions again: half of the time of an evaluation went there. */
const parsed = new Map<string, Parsed>();
const REMEMBERED = 20_000;

function read(expr: string): Parsed {
  if (expr.trim() === "") return { fault: "the expression is empty" };
  const top = parser.parse(expr).topNode;
  const error = firstError(top);
  if (error !== undefined) return { fault: describe(error, expr) };
  const root = top.firstChild;
  // A comment on its own parses as nothing.
  return root === null || root.name === "LineComment" ? { fault: "the expression is empty" } : { root };
}

export function children(node: SyntaxNode): SyntaxNode[] {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "LineComment") list.push(child);
  }
  return list;
}

/** Every node of one of these kinds at or below `node`, in the order of the text. */
export function descendants(node: SyntaxNode, kind: string): SyntaxNode[] {
  return node.name === kind ? [node] : children(node).flatMap((child) => descendants(child, kind));
}

/** The value of a PromQL string literal, which is quoted with ", ' or `. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal.startsWith("`")) return inner;
  const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };
  return inner.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs, (_all, hex, unicode, other) =>
    other === undefined ? String.fromCharCode(parseInt(hex ?? unicode, 16)) : (escapes[other] ?? other),
  );
}

/** Text in one line, cut to `length` characters for a message. */
export function brief(text: string, length = 80): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Only the first one: the parser recovers from it by guessing, and what follows is mostly noise. */
function firstError(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type.isError) return node;
  for (const child of children(node)) {
    const error = firstError(child);
    if (error !== undefined) return error;
  }
  return undefined;
}

function describe(error: SyntaxNode, expr: string): string {
  const at = position(expr, error.from);
  const before = expr.slice(0, error.from);
  const after = expr.slice(error.from).trimStart();
  const called = /([a-zA-Z_]\w*)\s*$/.exec(before)?.[1];
  if (after.startsWith("(") && called !== undefined && error.prevSibling?.name === "Identifier") {
    return `can't be parsed at ${at}: "${called}" isn't a PromQL function`;
  }
  if (after === "") return `can't be parsed at ${at}: it ends too early`;
  const offending = /^(?:"[^"]*"|'[^']*'|[\w.:$]+|.)/s.exec(after)?.[0] ?? after;
  const verb = error.from === error.to ? "something is missing before" : "unexpected";
  return `can't be parsed at ${at}: ${verb} ${JSON.stringify(brief(offending, 30))}`;
}

/** `line:column`, both from 1, as Prometheus itself says where. */
function position(expr: string, offset: number): string {
  const lines = expr.slice(0, offset).split("\n");
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}
