/** What the shape of an expression tells of its values, whatever they are: a part of a whole, largest less smallest. */
import { matchers, text } from "../promql/selector";
import { children, descendants, type SyntaxNode } from "../promql/tree";

/** The expression that the nodes are of. */
type Source = { readonly expr: string };

/**
 * Whether a quotient can't be over 1: `a / (a + b)`, or the same with fewer series above than below,
 * `x{status="500"} / x`. For values that aren't negative.
 */
export function isShare(above: SyntaxNode, below: SyntaxNode, source: Source): boolean {
  const part = withoutFactor(unwrap(above));
  const whole = unwrap(below);
  return addends(whole).some((each) => plain(each, source) === plain(part, source)) || narrows(part, whole, source);
}

/** `max_over_time(x[1h]) - min_over_time(x[1h])`, which is never negative. */
export function isDifference(left: SyntaxNode, right: SyntaxNode, source: Source): boolean {
  const largest = /^max(?=\W|_over_time\W)/;
  const [minuend, subtrahend] = [left, right].map((node) => plain(unwrap(node), source));
  return largest.test(minuend!) && subtrahend === minuend!.replace(largest, "min");
}

/** Without parentheses, and without a comparison with a number, which only filters. */
function unwrap(node: SyntaxNode): SyntaxNode {
  const [first, second] = children(node);
  if (node.name === "ParenExpr") return unwrap(first!);
  const filters = node.name === "BinaryExpr" && ["Gtr", "Lss", "Gte", "Lte", "Neq"].includes(second!.name);
  return filters && node.lastChild!.name === "NumberDurationLiteral" ? unwrap(first!) : node;
}

/** `100 * a` is as much a part of `a + b` as `a` is. */
function withoutFactor(node: SyntaxNode): SyntaxNode {
  const parts = children(node);
  if (node.name !== "BinaryExpr" || parts[1]!.name !== "Mul") return node;
  const [left, right] = [parts[0]!, parts.at(-1)!];
  if (left.name === "NumberDurationLiteral") return unwrap(right);
  return right.name === "NumberDurationLiteral" ? unwrap(left) : node;
}

function addends(node: SyntaxNode): SyntaxNode[] {
  const parts = children(node);
  if (node.name !== "BinaryExpr" || parts[1]!.name !== "Add") return [];
  return [parts[0]!, parts.at(-1)!].map(unwrap).flatMap((part) => [part, ...addends(part)]);
}

/** Sums and counts of fewer series are smaller; an average or a maximum needn't be. */
const growing = new Set(["count", "count_over_time", "increase", "irate", "rate", "sum", "sum_over_time"]);

/** The same expression twice, of which the first selects fewer series by its matchers. */
function narrows(part: SyntaxNode, whole: SyntaxNode, source: Source): boolean {
  if (withoutMatchers(part, source) !== withoutMatchers(whole, source)) return false;
  const called = [...descendants(part, "FunctionIdentifier"), ...descendants(part, "AggregateOp")];
  if (!called.every((node) => growing.has(text(node, source).toLowerCase()))) return false;
  const [few, many] = [part, whole].map((node) =>
    descendants(node, "VectorSelector").map((each) => matchers(each, source).map((matcher) => JSON.stringify(matcher))),
  );
  return few!.length > 0 && few!.every((own, i) => many![i]!.every((matcher) => own.includes(matcher)));
}

function withoutMatchers(node: SyntaxNode, source: Source): string {
  let rest = "";
  let from = node.from;
  for (const braces of descendants(node, "LabelMatchers")) {
    rest += source.expr.slice(from, braces.from);
    from = braces.to;
  }
  return (rest + source.expr.slice(from, node.to)).replace(/\s+/g, "");
}

function plain(node: SyntaxNode, source: Source): string {
  return text(node, source).replace(/\s+/g, "");
}
