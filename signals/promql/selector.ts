import { didYouMean } from "../nearest";
import { drop, either, has, labelSet, listing, shown, openLabels, storedLabels, type LabelSet } from "./labels";
import { brief, children, unquote, type SyntaxNode } from "./tree";

/** Series names and the labels that each was declared with. */
export type Known = ReadonlyMap<string, readonly string[]>;

/** What is handed down while an expression's tree is walked. */
export interface Context {
  readonly expr: string;
  readonly known: Known;
  fault(message: string): void;
}

export interface Vector {
  readonly type: "instant" | "range";
  readonly labels: LabelSet;
  /** The metrics that its values come from. */
  readonly metrics: readonly string[];
  /** It has the very labels of its one metric: nothing was aggregated, matched or replaced. */
  readonly plain: boolean;
}

export type Value = Vector | { readonly type: "scalar" | "string" };

export function isVector(value: Value | undefined): value is Vector {
  return value !== undefined && (value.type === "instant" || value.type === "range");
}

export function text(node: SyntaxNode, { expr }: Pick<Context, "expr">): string {
  return expr.slice(node.from, node.to);
}

/** The label names of a GroupingLabels node. */
export function grouping(node: SyntaxNode, context: Context): string[] {
  return children(node).map((child) => {
    const label = text(child, context);
    return child.name === "QuotedLabelName" ? unquote(label) : label;
  });
}

export interface Matcher {
  readonly label: string;
  readonly op: string;
  readonly value: string;
}

/** The matchers of a VectorSelector, a quoted metric name (`{"x"}`) as one of `__name__`. */
export function matchers(node: SyntaxNode, context: Pick<Context, "expr">): Matcher[] {
  const braces = children(node).find((child) => child.name === "LabelMatchers");
  return (braces === undefined ? [] : children(braces)).map((matcher) => {
    if (matcher.name === "QuotedLabelName") {
      return { label: "__name__", op: "=", value: unquote(text(matcher, context)) };
    }
    const [label, op, value] = children(matcher).map((part) => text(part, context));
    return { label: /^["'`]/.test(label!) ? unquote(label!) : label!, op: op!, value: unquote(value!) };
  });
}

/** A VectorSelector: are its metrics and labels declared, and which labels do its series have? */
export function selector(node: SyntaxNode, context: Context): Vector {
  const all = matchers(node, context);
  const metrics = metricNames(node, all, context);
  const vector = (labels: LabelSet): Vector => ({ type: "instant", labels, metrics: metrics ?? [], plain: true });
  if (metrics === undefined) {
    context.fault(
      `${brief(text(node, context))} doesn't say which metric, so it can't be checked; ` +
        `name it, or list several as {__name__=~"a|b"}`,
    );
    return vector(openLabels);
  }
  const sets = metrics.map((metric) => declaredLabels(metric, all, context));
  const absent = all.filter(({ op, value }) => op === "=" && value === "").map(({ label }) => label);
  const labels = drop(either(sets), absent);
  const fixed = all.filter(({ op, value }) => op === "=" && value !== "");
  return vector(
    labelSet(labels.required, labels.optional, {
      open: labels.open,
      fixed: new Map(fixed.map(({ label, value }) => [label, value])),
    }),
  );
}

/** Tells of a label that isn't there. `node` is what should have it. */
export function requireLabel(label: string, vector: Vector, node: SyntaxNode, context: Context): void {
  if (has(vector.labels, label)) return;
  const [metric, ...others] = vector.metrics;
  const single = vector.plain && metric !== undefined && others.length === 0;
  const subject = single ? `metric "${metric}"` : brief(text(node, context));
  context.fault(noLabel(subject, label, vector.labels));
}

function noLabel(subject: string, label: string, set: LabelSet): string {
  return `${subject} has no label "${label}", only ${listing(set)}${didYouMean(label, shown(set))}`;
}

function declaredLabels(metric: string, all: readonly Matcher[], context: Context): LabelSet {
  const declared = context.known.get(metric);
  if (declared === undefined) {
    context.fault(undeclared(metric, context.known));
    return openLabels;
  }
  const set = storedLabels(metric, declared);
  for (const { label } of all) {
    if (!has(set, label)) context.fault(noLabel(`metric "${metric}"`, label, set));
  }
  return set;
}

function undeclared(metric: string, known: Known): string {
  if (known.has(`${metric}_bucket`)) {
    return `metric "${metric}" is a histogram: its series are ${metric}_bucket, ${metric}_count and ${metric}_sum`;
  }
  return `metric "${metric}" isn't declared${didYouMean(metric, known.keys())}`;
}

/** The metrics that a VectorSelector takes; undefined when it leaves that open. */
export function metricNames(
  node: SyntaxNode,
  all: readonly Matcher[],
  context: Pick<Context, "expr">,
): string[] | undefined {
  const identifier = children(node).find((child) => child.name === "Identifier");
  if (identifier !== undefined) return [text(identifier, context)];
  const byName = all.find(({ label, op }) => label === "__name__" && (op === "=" || op === "=~"));
  if (byName === undefined) return undefined;
  if (byName.op === "=") return [byName.value];
  const alternatives = byName.value.replace(/^\^?\(?(?:\?:)?|\)?\$?$/g, "").split("|");
  return alternatives.every((name) => /^[a-zA-Z_:][\w:]*$/.test(name)) ? alternatives : undefined;
}
