import { brief } from "../promql/tree";
import type { Context, Operand } from "./infer";
import { describe } from "./notation";
import { all, constant, from0, negate, type Range } from "./range";
import { isDifference } from "./shape";
import {
  compatible,
  core,
  counted,
  isUnknown,
  near,
  number,
  plus,
  point,
  quantity,
  seconds,
  unknown,
  within,
} from "./unit";
import type { Unit } from "./unit";

/** Tells of units that don't belong together, each with the part of the expression that it is of. */
export function differ(op: string, left: Operand, right: Operand, context: Context): void {
  const side = ({ text, unit }: Operand) => `${describe(unit)} (${brief(text, 60)})`;
  context.fault(`the two sides of "${op}" have different units: ${side(left)} and ${side(right)}`);
}

export function added(op: "+" | "-", left: Operand, right: Operand, context: Context): Unit {
  const sign = (unit: Unit) => (op === "+" ? unit : within(unit, negate(unit.range)));
  const [a, b] = [left.unit, sign(right.unit)];
  if (a.kind === "number" || b.kind === "number") return withLiteral(op, left, right, plus(a, b).range, context);
  if (isUnknown(a) || isUnknown(b)) return isUnknown(a) ? a : b;
  if (a.kind === "point" || b.kind === "point") return moved(op, left, right, context);
  if (!compatible(a, b)) differ(op, left, right, context);
  const sum = plus(counted(a), b);
  return op === "-" && isDifference(left.node, right.node, context) ? within(sum, from0) : sum;
}

/** `time() - 3600`, `1 - ratio`: the literal has the unit of the other side. */
function withLiteral(op: "+" | "-", left: Operand, right: Operand, range: Range, context: Context): Unit {
  const [literal, { unit, text: other }] = left.unit.kind === "number" ? [left.unit, right] : [right.unit, left];
  if (unit.kind === "number") return number(range);
  if (unit.kind === "point" && left.unit.kind === "number" && op === "-")
    return unknown("a point in time is taken away");
  const value = constant(literal.range);
  // What is left of a whole: 1 of a ratio, 100 of percent.
  const rest = left.unit.kind === "number" && op === "-" && Object.keys(core(unit)).length === 0;
  if (rest && !isUnknown(unit) && (value === 1 || value === 100) && unit.kind === "quantity") {
    if (!near(unit.scale, value)) {
      const whole = value === 1 ? 100 : 1;
      context.fault(`${value} less ${brief(other, 60)}, which is ${describe(unit)}: take it from ${whole}`);
      return within(unit, all);
    }
  }
  if (unit.kind === "truth") return value === 1 && op === "-" ? unit : quantity({ count: 1 }, 1, range);
  return within(unit, range);
}

/** A point in time moved by a duration is another one; two of them are a duration apart. */
function moved(op: "+" | "-", left: Operand, right: Operand, context: Context): Unit {
  const [a, b] = [left.unit, right.unit];
  const scaled = near(a.scale, b.scale);
  if (a.kind === "point" && b.kind === "point") {
    if (op === "-" && scaled) return { ...seconds, scale: a.scale };
    if (op === "+") {
      context.fault(
        `two points in time are added: ${brief(left.text, 60)} and ${brief(right.text, 60)}; subtract them`,
      );
      return unknown("points in time are added");
    }
  } else {
    const [moving, span] = a.kind === "point" ? [a, b] : [b, a];
    const movable = scaled && (op === "+" || a.kind === "point");
    if (movable && compatible(span, { ...seconds, scale: moving.scale })) return point(moving.scale);
  }
  differ(op, left, right, context);
  return unknown("points in time are mixed with something else");
}
