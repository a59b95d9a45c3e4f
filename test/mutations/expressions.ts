import { durationSeconds, secondsDuration } from "../../signals/durations";
import { children, parse, type SyntaxNode } from "../../signals/promql/tree";

const window = /(\[\s*|\boffset\s+)(\d\w*)/g;

/** For each length of a window in an expression: the expression with all windows of this length halved. */
export function halvedWindows(expr: string): { readonly window: string; readonly expr: string }[] {
  const lengths = [...new Set([...expr.matchAll(window)].map((match) => match[2]!))];
  return lengths.map((length) => ({
    window: length,
    expr: expr.replace(window, (all, before, found) =>
      found === length ? `${before}${secondsDuration(durationSeconds(length) / 2)}` : all,
    ),
  }));
}

const swapped: Readonly<Record<string, string>> = { Gtr: "<", Gte: "<=", Lss: ">", Lte: ">=", EqlC: "!=", Neq: "==" };

/** Each comparison of a guard, turned round in its turn. A guard begins with `on (…)`, so it can't be parsed alone. */
export function swappedComparisons(guard: string): string[] {
  const before = "x and ";
  const expr = `${before}${guard}`;
  const { root } = parse(expr);
  if (root === undefined) return [];
  return operators(root).map(({ from, to, name }) =>
    `${expr.slice(0, from)}${swapped[name]}${expr.slice(to)}`.slice(before.length),
  );
}

function operators(node: SyntaxNode): SyntaxNode[] {
  // A label matcher's "not equal" is no comparison.
  if (node.name === "VectorSelector") return [];
  return swapped[node.name] === undefined ? children(node).flatMap(operators) : [node];
}
