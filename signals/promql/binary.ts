import { add, drop, either, has, keep, labelSet, neverMatch, type LabelSet, type Matching } from "./labels";
import {
  grouping,
  isVector,
  matchers,
  requireLabel,
  text,
  type Context,
  type Matcher,
  type Value,
  type Vector,
} from "./selector";
import { brief, children, descendants, type SyntaxNode } from "./tree";

const comparisons = new Set(["==", "!=", ">", "<", ">=", "<="]);

interface Modifiers extends Matching {
  readonly group?: "group_left" | "group_right";
  /** Labels that the "many" side takes over from the "one" side. */
  readonly included: readonly string[];
  readonly explicit: boolean;
}

interface Side {
  readonly node: SyntaxNode;
  readonly vector: Vector;
}

/** A binary operation: can its sides match at all, and which labels does the result have? */
export function binary(node: SyntaxNode, context: Context, infer: (node: SyntaxNode, c: Context) => Value): Value {
  const parts = children(node);
  const [leftNode, rightNode] = [parts[0]!, parts.at(-1)!];
  const op = text(parts[1]!, context).toLowerCase();
  const [left, right] = [infer(leftNode, context), infer(rightNode, context)];
  for (const [side, value] of [[leftNode, left] as const, [rightNode, right] as const]) {
    if (value.type === "range") context.fault(`"${op}" can't take a range: ${brief(text(side, context))}`);
  }
  const modifiers = read(node, context);
  if (isVector(left) && isVector(right)) {
    const sides = [
      { node: leftNode, vector: left },
      { node: rightNode, vector: right },
    ] as const;
    if (op === "/" && !shifted(node)) checkRatio(...sides, modifiers, context);
    return vectors(op, ...sides, modifiers, context);
  }
  if (["and", "or", "unless"].includes(op) || modifiers.explicit) {
    context.fault(`"${op}"${modifiers.explicit ? ` ${modifiers.kind}` : ""} needs a vector on both sides`);
  }
  if (isVector(left)) return { ...left, type: "instant" };
  if (isVector(right)) return { ...right, type: "instant" };
  if (comparisons.has(op) && node.getChild("BoolModifier") === null) {
    context.fault(`"${op}" between two numbers needs "bool": ${brief(text(node, context))}`);
  }
  return { type: "scalar" };
}

function read(node: SyntaxNode, context: Context): Modifiers {
  const clause = node.getChild("MatchingModifierClause");
  if (clause === null) return { kind: "ignoring", labels: [], included: [], explicit: false };
  const [labels, included] = clause.getChildren("GroupingLabels").map((group) => grouping(group, context));
  const group = clause.getChild("GroupLeft") ? "group_left" : clause.getChild("GroupRight") ? "group_right" : undefined;
  const kind = clause.getChild("On") ? "on" : "ignoring";
  return { kind, labels: labels ?? [], group, included: included ?? [], explicit: true };
}

function vectors(op: string, left: Side, right: Side, modifiers: Modifiers, context: Context): Value {
  const [l, r] = [left.vector, right.vector];
  const { kind, labels, group, included } = modifiers;
  if (kind === "on") {
    for (const side of [left, right]) {
      for (const label of labels) requireLabel(label, side.vector, side.node, context);
    }
  } else {
    for (const label of labels) {
      if (!has(r.labels, label)) requireLabel(label, l, left.node, context);
    }
  }
  const metrics = [...new Set([...l.metrics, ...r.metrics])];
  const result = (set: LabelSet): Vector => ({ type: "instant", labels: set, metrics, plain: false });
  if (op === "or") return result(either([l.labels, r.labels]));

  const why = neverMatch(l.labels, r.labels, modifiers);
  if (why !== undefined) {
    const hint =
      kind === "ignoring" ? `; aggregate both sides by the same labels, or say on (...) or ignoring (...)` : "";
    context.fault(`the two sides of "${op}" can never match: ${why}${hint}`);
  }
  if (op === "and" || op === "unless") return { ...l, type: "instant" };

  if (group !== undefined) {
    const [many, one] = group === "group_left" ? [left, right] : [right, left];
    for (const label of included) requireLabel(label, one.vector, one.node, context);
    return result(add(many.vector.labels, included));
  }
  return result(kind === "on" ? keep(merge(l.labels, r.labels), labels) : drop(l.labels, labels));
}

/** What `on` keeps is on both sides; a value fixed on one of them is fixed in the result. */
function merge(left: LabelSet, right: LabelSet): LabelSet {
  const fixed = new Map([...right.fixed, ...left.fixed]);
  return labelSet([...left.required, ...right.required], [...left.optional, ...right.optional], {
    open: left.open || right.open,
    fixed,
  });
}

/**
 * `x{status="500"} / x` divides each series by itself: what isn't aggregated away is matched on, and so the filter
 * doesn't count. The most common fault of published error-ratio rules.
 */
function checkRatio(left: Side, right: Side, modifiers: Modifiers, context: Context): void {
  const [l, r] = [left, right].map((side) => skeleton(side.node, context));
  if (l!.selectors.length === 0 || l!.text !== r!.text) return;
  const filtered = l!.selectors.flatMap((all, i) => difference(all, r!.selectors[i] ?? []));
  const compared = (label: string) => modifiers.labels.includes(label) === (modifiers.kind === "on");
  // A fault that was told already.
  if (!modifiers.labels.every((label) => has(left.vector.labels, label))) return;
  const kept = (label: string) => left.vector.labels.required.has(label) && compared(label);
  if (left.vector.labels.open || !filtered.every(kept)) return;
  // The same vector on both sides, matched on fewer labels than it has: that isn't one by itself.
  if (![...left.vector.labels.required].every(compared)) return;
  context.fault(
    `${brief(text(left.node, context))} is divided by itself, series by series, which is always 1; ` +
      `aggregate both sides by what the ratio is about`,
  );
}

/**
 * Whether the right operand has an offset (or `@`) of its own. The grammar hangs a modifier that isn't in parentheses on
 * everything before it, where Prometheus takes the last operand only.
 */
function shifted(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (parent.name === "OffsetExpr" || parent.name === "StepInvariantExpr") return true;
  return parent.name === "BinaryExpr" && parent.lastChild!.from === node.from && shifted(parent);
}

/** An expression without its label matchers, and these apart. */
function skeleton(node: SyntaxNode, context: Context) {
  const braces = descendants(node, "LabelMatchers");
  let rest = "";
  let from = node.from;
  for (const { from: start, to } of braces) {
    rest += context.expr.slice(from, start);
    from = to;
  }
  rest += context.expr.slice(from, node.to);
  const plain = rest.replace(/\s+/g, "").replace(/^\((.*)\)$/, "$1");
  return { text: plain, selectors: descendants(node, "VectorSelector").map((each) => matchers(each, context)) };
}

/** The labels of matchers that only one of the two has. */
function difference(left: readonly Matcher[], right: readonly Matcher[]): string[] {
  const key = ({ label, op, value }: Matcher) => JSON.stringify([label, op, value]);
  const only = (a: readonly Matcher[], b: readonly Matcher[]) => a.filter((m) => !b.some((n) => key(n) === key(m)));
  return [...only(left, right), ...only(right, left)].map(({ label }) => label);
}
