import { brief, children, type SyntaxNode } from "../promql/tree";
import type { Context, Operand } from "./infer";
import { describe } from "./notation";
import { constant, isEmpty, where, type Range } from "./range";
import { differ } from "./sums";
import { compatible, near, truth, within, type Unit } from "./unit";

const mirrored: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

/** A comparison filters, so it has the unit of the vector that it filters; with `bool` it says true or false. */
export function compare(op: string, left: Operand, right: Operand, bool: boolean, context: Context): Unit {
  if (!compatible(left.unit, right.unit)) differ(op, left, right, context);
  const turned = isScalar(left.node) && !isScalar(right.node);
  const [vector, other] = turned ? [right, left] : [left, right];
  const toward = turned ? (mirrored[op] ?? op) : op;
  const value = other.unit.kind === "number" ? constant(other.unit.range) : undefined;
  if (value === undefined || bool || vector.unit.kind === "number") return bool ? truth : vector.unit;
  const range = where(vector.unit.range, toward, value);
  if (isEmpty(range)) {
    context.fault(`"${toward} ${value}" is never true: ${brief(vector.text, 60)} is ${limits(vector.unit, value)}`);
    return vector.unit;
  }
  return within(vector.unit, range);
}

/** "a ratio, at most 1; 20 % is 0.2" */
export function limits(unit: Unit, value?: number): string {
  const { lo, hi } = unit.range;
  const bounds =
    lo === hi
      ? `always ${lo}`
      : [...(lo > -Infinity ? [`at least ${lo}`] : []), ...(hi < Infinity ? [`at most ${hi}`] : [])].join(" and ");
  const percent = unit.kind === "quantity" && near(unit.scale, 1) && hi === 1 && value !== undefined && value > 1;
  const hint = percent && value <= 100 ? `; ${value} % is ${Number((value / 100).toPrecision(12))}` : "";
  return `${describe(unit)}${bounds === "" ? "" : `, ${bounds}`}${hint}`;
}

/** Whether a comparison holds for whatever an expression can be. Of one that has a single value nobody would ask. */
export function alwaysHolds(range: Range, op: string, value: number): boolean {
  const opposite: Readonly<Record<string, string>> = { ">": "<=", ">=": "<", "<": ">=", "<=": ">" };
  const not = opposite[op];
  return not !== undefined && range.lo < range.hi && isEmpty(where(range, not, value));
}

/** A number without labels filters nothing: of `60 < x`, x is left. */
function isScalar(node: SyntaxNode): boolean {
  const parts = children(node);
  if (node.name === "FunctionCall") return scalars.has(parts[0]!.firstChild?.name ?? "");
  if (node.name === "BinaryExpr") return isScalar(parts[0]!) && isScalar(parts.at(-1)!);
  if (node.name === "ParenExpr" || node.name === "UnaryExpr") return isScalar(parts.at(-1)!);
  return node.name === "NumberDurationLiteral";
}

/** As the grammar calls those functions. */
const scalars = new Set(["EndFn", "Pi", "Range", "Scalar", "StartFn", "Step", "Time"]);
