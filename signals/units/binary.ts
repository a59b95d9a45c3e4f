import { text } from "../promql/selector";
import { children, type SyntaxNode } from "../promql/tree";
import { compare } from "./compare";
import { operand, type Context, type Operand } from "./infer";
import { constant, divide, either, exactly, from0, multiply, share } from "./range";
import { isShare } from "./shape";
import { added, differ } from "./sums";
import {
  compatible,
  core,
  counted,
  isUnknown,
  number,
  product,
  quantity,
  seconds,
  times,
  unknown,
  within,
} from "./unit";
import type { Unit } from "./unit";

const comparisons = new Set(["==", "!=", ">", "<", ">=", "<="]);

export function binary(node: SyntaxNode, context: Context): Unit {
  const parts = children(node);
  const op = text(parts[1]!, context).toLowerCase();
  const { existence = false } = context;
  const left = operand(parts[0]!, context, existence && ["and", "or", "unless"].includes(op));
  const right = operand(parts.at(-1)!, context, ["and", "unless"].includes(op) || (existence && op === "or"));
  if (comparisons.has(op)) return compare(op, left, right, node.getChild("BoolModifier") !== null, context);
  switch (op) {
    case "and":
    case "unless":
      return left.unit;
    case "or":
      return joined(left, right, context);
    case "*":
      return multiplied(left.unit, right.unit);
    case "/":
      return divided(left, right, context);
    case "+":
    case "-":
      return added(op, left, right, context);
    case "%":
      return left.unit.kind === "point"
        ? within({ ...seconds, scale: left.unit.scale }, from0)
        : within(left.unit, left.unit.range.lo >= 0 ? from0 : { lo: -Infinity, hi: Infinity });
    case "^":
      return raised(left.unit, right.unit);
    default:
      return quantity({ radian: 1 });
  }
}

function joined(left: Operand, right: Operand, context: Context): Unit {
  if (!context.existence && !compatible(left.unit, right.unit)) differ("or", left, right, context);
  const [first, second] = left.unit.kind === "number" ? [right.unit, left.unit] : [left.unit, right.unit];
  return within(isUnknown(second) ? second : first, either(first.range, second.range));
}

function multiplied(left: Unit, right: Unit): Unit {
  const range = multiply(left.range, right.range);
  if (left.kind === "number" || right.kind === "number") {
    const [literal, unit] = left.kind === "number" ? [left, right] : [right, left];
    const factor = constant(literal.range);
    return factor === undefined ? within(unit, range) : times(unit, factor);
  }
  // Series to be joined with, such as x_info, are 1.
  if (left.kind === "truth") return within(right, range);
  if (right.kind === "truth") return within(left, range);
  if (left.kind === "point" || right.kind === "point") return unknown("a point in time is multiplied");
  return quantity(product(left.dims, right.dims), left.scale * right.scale, range);
}

function divided({ node, unit: left }: Operand, { node: below, unit: right }: Operand, context: Context): Unit {
  const factor = right.kind === "number" ? constant(right.range) : undefined;
  if (right.kind === "number") return factor === undefined ? left : times(left, 1 / factor);
  const range = divide(left.range, right.range);
  if (right.kind === "truth" && left.kind !== "truth") return within(left, range);
  if (left.kind === "point" || right.kind === "point") return unknown("a point in time is divided");
  if (left.kind === "number") {
    const inverse = quantity(product({}, right.dims, -1), 1 / right.scale, range);
    const over = constant(left.range);
    return over === undefined || over === 0 ? inverse : within(times(inverse, over), range);
  }
  const [above, under] = [counted(left), counted(right)];
  const quotient = quantity(product(above.dims, under.dims, -1), above.scale / under.scale, range);
  // A part of the whole is never over 1; in percent, never over 100.
  const part = left.range.lo >= 0 && right.range.lo >= 0 && isShare(node, below, context);
  return part ? within(quotient, { lo: share.lo, hi: share.hi * quotient.scale }) : quotient;
}

function raised(left: Unit, right: Unit): Unit {
  const exponent = right.kind === "number" ? constant(right.range) : undefined;
  const base = left.kind === "number" ? constant(left.range) : undefined;
  if (base !== undefined && exponent !== undefined) return number(exactly(base ** exponent));
  if (left.kind === "quantity" && exponent !== undefined && Number.isInteger(exponent)) {
    const dims = Object.fromEntries(Object.entries(left.dims).map(([name, power]) => [name, power * exponent]));
    return quantity(dims, left.scale ** exponent);
  }
  return Object.keys(core(left)).length === 0 && left.kind !== "point" ? quantity({}) : unknown("a power of a unit");
}
