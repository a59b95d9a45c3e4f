/**
 * The unit of a PromQL expression, followed through its tree from the units of the series that it selects. What isn't
 * known stays unknown, with the reason; units that are mixed up on the way are faults.
 */
import { unitSeconds } from "../durations";
import { matchers, metricNames, text, type Matcher } from "../promql/selector";
import { brief, children, parse, type SyntaxNode } from "../promql/tree";
import { aggregation } from "./aggregations";
import { binary } from "./binary";
import { describe } from "./notation";
import { functionCall } from "./functions";
import { either, exactly, negate } from "./range";
import { compatible, isUnknown, number, reasons, unknown, within, type Unit } from "./unit";

/** The unit of a stored series; undefined when nothing says it. */
export type UnitOf = (name: string, matchers: readonly Matcher[]) => Unit | undefined;

/** A part of an expression with its unit. */
export interface Operand {
  readonly node: SyntaxNode;
  readonly text: string;
  readonly unit: Unit;
}

export interface Context {
  readonly expr: string;
  readonly unitOf: UnitOf;
  /** On the right of `and` and `unless` only which series there are counts, not their values. */
  readonly existence?: boolean;
  fault(message: string): void;
}

export interface Derived {
  /** Unknown when it can't be derived: `reasons` says why. */
  readonly unit: Unit;
  /** What is mixed up within the expression. */
  readonly faults: readonly string[];
}

/** Grafana's variables must have been replaced before (`forUnits`). */
export function deriveUnit(expr: string, unitOf: UnitOf): Derived {
  const parsed = parse(expr);
  if (parsed.root === undefined) return { unit: unknown(parsed.fault), faults: [] };
  const faults = new Set<string>();
  const unit = infer(parsed.root, { expr, unitOf, fault: (message) => faults.add(message) });
  return { unit, faults: [...faults] };
}

/** One line that says why there is no unit. */
export function whyUnknown(unit: Unit): string {
  return reasons(unit).join(", and ");
}

export function operand(node: SyntaxNode, context: Context, existence = false): Operand {
  return { node, text: text(bare(node), context), unit: infer(node, { ...context, existence }) };
}

function bare(node: SyntaxNode): SyntaxNode {
  return node.name === "ParenExpr" ? bare(children(node)[0]!) : node;
}

function infer(node: SyntaxNode, context: Context): Unit {
  const [first] = children(node);
  switch (node.name) {
    case "NumberDurationLiteral":
      return number(exactly(literal(text(node, context))));
    case "StringLiteral":
      return number();
    case "VectorSelector":
      return selected(node, context);
    case "AggregateExpr":
      return aggregation(text(first!, context).toLowerCase(), argumentsOf(node, context));
    case "FunctionCall":
      return functionCall(text(first!, context).toLowerCase(), argumentsOf(node, context), context);
    case "BinaryExpr":
      return binary(node, context);
    case "UnaryExpr": {
      const unit = infer(node.lastChild!, context);
      return text(first!, context) === "-" ? within(unit, negate(unit.range)) : unit;
    }
    default:
      // Parentheses, ranges, offset, @: as what they stand around.
      return infer(first!, context);
  }
}

function argumentsOf(node: SyntaxNode, context: Context): Operand[] {
  const body = children(node).find((child) => child.name === "FunctionCallBody");
  return (body === undefined ? [] : children(body)).map((child) => operand(child, context));
}

function selected(node: SyntaxNode, context: Context): Unit {
  const all = matchers(node, context);
  const names = metricNames(node, all, context);
  if (names === undefined) return unknown(`${brief(text(node, context))} doesn't say which metric it is`);
  const units = names.map((name) => context.unitOf(name, all) ?? unknown(`nothing says the unit of "${name}"`));
  const [head, ...others] = units;
  const other = others.findIndex((unit) => !compatible(head!, unit));
  if (other >= 0) {
    context.fault(
      `${brief(text(node, context))} selects different units: ` +
        `${describe(head!)} (${names[0]}) and ${describe(others[other]!)} (${names[other + 1]})`,
    );
  }
  const missing = units.find(isUnknown) ?? head!;
  return within(
    missing,
    units.map((unit) => unit.range).reduce((a, b) => either(a, b)),
  );
}

/** `1e3`, `0x1F`, `1_000`, and durations, which are seconds: `1h30m`. */
function literal(source: string): number {
  const plain = source.replaceAll("_", "").toLowerCase();
  if (/^[+-]?inf(inity)?$/.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  const value = Number(plain);
  if (plain !== "" && !Number.isNaN(value)) return value;
  const parts = [...plain.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.length === 0
    ? NaN
    : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitSeconds[unit!]!, 0);
}
