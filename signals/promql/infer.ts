import { functionCall, type Argument } from "./functions";
import { binary } from "./binary";
import { add, drop, keep, labelSet } from "./labels";
import { grouping, isVector, requireLabel, selector, text, type Context, type Value, type Vector } from "./selector";
import { brief, children, unquote, type SyntaxNode } from "./tree";

/** Walks an expression, telling of every fault on the way, and says what it evaluates to. */
export function infer(node: SyntaxNode, context: Context): Value {
  const [first] = children(node);
  switch (node.name) {
    case "NumberDurationLiteral":
      return { type: "scalar" };
    case "StringLiteral":
      return { type: "string" };
    case "VectorSelector":
      return selector(node, context);
    case "MatrixSelector":
      if (first!.name !== "VectorSelector") {
        context.fault(`${brief(text(node, context))} needs a colon in its range, as in [5m:], since it isn't a metric`);
      }
      return { ...(infer(first!, context) as Vector), type: "range" };
    case "SubqueryExpr":
      return asRange(infer(first!, context));
    case "AggregateExpr":
      return aggregate(node, context);
    case "FunctionCall":
      return call(node, context);
    case "BinaryExpr":
      return binary(node, context, infer);
    case "UnaryExpr":
      return infer(node.lastChild!, context);
    default:
      // Parentheses, offset, @, anchored, smoothed: as what they stand around.
      return infer(first!, context);
  }
}

function asRange(value: Value): Value {
  return isVector(value) ? { ...value, type: "range" } : { ...nothing, type: "range" };
}

const nothing: Vector = { type: "instant", labels: labelSet(), metrics: [], plain: false };

function argumentsOf(node: SyntaxNode, context: Context): Argument[] {
  const body = children(node).find((child) => child.name === "FunctionCallBody");
  return (body === undefined ? [] : children(body)).map((child) => ({ node: child, value: infer(child, context) }));
}

function call(node: SyntaxNode, context: Context): Value {
  const name = text(node.firstChild!, context).toLowerCase();
  if (name === "info") {
    // Its second argument selects labels of the info metrics, not series.
    const first = children(node.getChild("FunctionCallBody")!)[0];
    const args = first === undefined ? [] : [{ node: first, value: infer(first, context) }];
    return functionCall(name, args, context);
  }
  return functionCall(name, argumentsOf(node, context), context);
}

function aggregate(node: SyntaxNode, context: Context): Value {
  const op = text(node.firstChild!, context).toLowerCase();
  const args = argumentsOf(node, context);
  const argument = args.at(-1);
  if (argument === undefined || !isVector(argument.value)) {
    context.fault(`${op}() needs a vector: ${brief(text(node, context))}`);
    return nothing;
  }
  const { node: inner, value: vector } = argument;
  if (vector.type === "range") context.fault(`${op}() can't take a range: ${brief(text(inner, context))}`);

  const modifier = node.getChild("AggregateModifier");
  const without = modifier?.getChild("Without") != null;
  const labels = modifier == null ? [] : grouping(modifier.getChild("GroupingLabels")!, context);
  for (const label of labels) requireLabel(label, vector, inner, context);

  // These pick series, and leave them as they are.
  if (["topk", "bottomk", "limitk", "limit_ratio"].includes(op)) return { ...vector, type: "instant" };
  const left = without ? drop(vector.labels, labels) : keep(vector.labels, labels);
  const counted =
    op === "count_values" && args[0]?.value.type === "string" ? [unquote(text(args[0].node, context))] : [];
  return { type: "instant", labels: add(left, counted), metrics: vector.metrics, plain: false };
}
