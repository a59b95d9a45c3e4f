import { add, drop, labelSet, type LabelSet } from "./labels";
import {
  isVector,
  matchers,
  requireLabel,
  text,
  type Context,
  type Matcher,
  type Value,
  type Vector,
} from "./selector";
import { brief, unquote, type SyntaxNode } from "./tree";

/** An argument of a function call, with what is known of it. */
export interface Argument {
  readonly node: SyntaxNode;
  readonly value: Value;
}

const scalars = new Set(["end", "pi", "range", "scalar", "start", "step", "time"]);

/** They take a range vector; every other function takes an instant vector. */
const overRange = new Set([
  "changes",
  "delta",
  "deriv",
  "double_exponential_smoothing",
  "idelta",
  "increase",
  "irate",
  "predict_linear",
  "rate",
  "resets",
]);

/** What a function makes of the labels of its arguments. Most keep them. */
export function functionCall(name: string, args: readonly Argument[], context: Context): Value {
  checkTypes(name, args, context);
  if (scalars.has(name)) return { type: "scalar" };
  const argument = args.find(({ value }) => isVector(value));
  // vector(1), hour(): one series without labels.
  if (argument === undefined || !isVector(argument.value)) return instant(labelSet(), []);
  const vector = argument.value;
  const node = argument.node;
  const changed = (labels: LabelSet) => instant(labels, vector.metrics);
  switch (name) {
    case "absent":
    case "absent_over_time":
      return changed(absentLabels(node, context));
    case "histogram_quantile":
    case "histogram_fraction":
      requireBuckets(name, vector, context);
      return changed(drop(vector.labels, ["le"]));
    case "histogram_quantiles":
      requireBuckets(name, vector, context);
      return changed(add(drop(vector.labels, ["le"]), strings(args, context).slice(0, 1)));
    case "info":
      return changed(labelSet(vector.labels.required, vector.labels.optional, { ...vector.labels, open: true }));
    case "label_replace": {
      const [target, , source] = strings(args, context);
      if (source !== undefined && source !== "") requireLabel(source, vector, node, context);
      // Where the regular expression doesn't match, the series stays as it was.
      return changed(replaced(vector.labels, target));
    }
    case "label_join": {
      const [target, , ...sources] = strings(args, context);
      for (const source of sources) requireLabel(source, vector, node, context);
      return changed(replaced(vector.labels, target));
    }
    case "sort_by_label":
    case "sort_by_label_desc":
      for (const label of strings(args, context)) requireLabel(label, vector, node, context);
      return { ...vector, type: "instant" };
    default:
      return { ...vector, type: "instant" };
  }
}

function instant(labels: LabelSet, metrics: readonly string[]): Vector {
  return { type: "instant", labels, metrics, plain: false };
}

function checkTypes(name: string, args: readonly Argument[], context: Context): void {
  const wantsRange = overRange.has(name) || name.endsWith("_over_time");
  for (const { node, value } of args) {
    const shown = brief(text(node, context));
    if (wantsRange && value.type === "instant") context.fault(`${name}() needs a range: ${shown}[5m], or another one`);
    if (!wantsRange && value.type === "range") context.fault(`${name}() can't take a range: ${shown}`);
  }
}

/** Classic buckets; Sightline's rules don't rely on native histograms, which a scrape may leave out. */
function requireBuckets(name: string, { labels, metrics, plain }: Vector, context: Context): void {
  if (labels.open || labels.required.has("le") || labels.optional.has("le")) return;
  const buckets = metrics.find((metric) => metric.endsWith("_bucket"));
  if (buckets !== undefined && !plain) {
    context.fault(`${name}() needs the label "le" of ${buckets}, which was aggregated away; add it to the "by"`);
  } else {
    context.fault(`${name}() needs the buckets of a histogram, and ${metrics.join(", ") || "this"} has none`);
  }
}

/** As Prometheus does it: only what an equality matcher says, and only of a plain selector. */
function absentLabels(node: SyntaxNode, context: Context): LabelSet {
  const plain = unwrap(node);
  if (plain === undefined) return labelSet();
  const all = matchers(plain, context).filter(({ label }) => label !== "__name__");
  const sole = ({ label, op, value }: Matcher) =>
    op === "=" && value !== "" && all.filter((other) => other.label === label).length === 1;
  const fixed = new Map(all.filter(sole).map(({ label, value }) => [label, value]));
  return labelSet(fixed.keys(), [], { fixed });
}

function unwrap(node: SyntaxNode): SyntaxNode | undefined {
  if (node.name === "VectorSelector") return node;
  const wrappers = ["MatrixSelector", "OffsetExpr", "ParenExpr", "StepInvariantExpr"];
  return wrappers.includes(node.name) && node.firstChild !== null ? unwrap(node.firstChild) : undefined;
}

function replaced(labels: LabelSet, target: string | undefined): LabelSet {
  if (target === undefined) return labels;
  return labels.required.has(target) ? add(labels, [target]) : add(labels, [], [target]);
}

function strings(args: readonly Argument[], context: Context): string[] {
  return args.filter(({ value }) => value.type === "string").map(({ node }) => unquote(text(node, context)));
}
