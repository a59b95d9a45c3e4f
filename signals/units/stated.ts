import { deriveUnit, whyUnknown, type UnitOf } from "./infer";
import { describe, readUnit, unreadable, type DeclaredUnit } from "./notation";
import { fits, fittingIds, shows } from "./grafana";
import { isUnknown, type Unit } from "./unit";

/** The unit of an expression, and where it comes from. */
export interface Stated {
  readonly unit: Unit;
  readonly how: "derived" | "declared" | "not derivable";
  /** Why it isn't derivable, or why it was declared. */
  readonly reason?: string;
  /** Units that are mixed up, and declarations that can't be. Without place and expression. */
  readonly faults: readonly string[];
  /** The fault that it is not to be derivable, with the way out. */
  readonly underivable?: string;
}

/** A declaration wins: who writes one knows more than the names say. */
export function statedUnit(expr: string, declared: DeclaredUnit | undefined, unitOf: UnitOf): Stated {
  const derived = deriveUnit(expr, unitOf);
  if (declared !== undefined) return byHand(declared, derived.unit, derived.faults.length > 0);
  if (!isUnknown(derived.unit)) return { ...derived, how: "derived" };
  const reason = whyUnknown(derived.unit);
  const underivable = `its unit can't be derived: ${reason}; ${howToDeclare}`;
  return { ...derived, how: "not derivable", reason, underivable };
}

/** Everything that is wrong with it; where units are mixed up, that nothing can be derived is no news. */
export function statedFaults({ faults, underivable }: Stated): readonly string[] {
  return faults.length > 0 || underivable === undefined ? faults : [underivable];
}

const howToDeclare = 'declare it beside the expression, as in unit: { is: "seconds", because: "…" }';

function byHand({ is, because }: DeclaredUnit, derived: Unit, mixed: boolean): Stated {
  const unit = readUnit(is);
  const faults = [
    ...(unit === undefined ? [`its declared unit ${unreadable(is)}`] : []),
    ...(because.trim() === "" ? [`its declared unit "${is}" needs a reason (because)`] : []),
  ];
  const idle = unit !== undefined && !mixed && !isUnknown(derived) && derived.kind !== "number";
  if (idle && shows(derived, unit) && fittingIds(unit).every((id) => fits(derived, id))) {
    faults.push(`it declares "${is}" by hand, but the expression gives ${describe(derived)} anyway; leave that out`);
  }
  return { unit: unit ?? derived, how: "declared", reason: because, faults };
}

/** A fault as it's told: where, what, and the expression in one line. */
export function told(where: string, fault: string, expr: string): string {
  return `${where}: ${fault}${/[?.]$/.test(fault) ? "" : "."} In: ${expr.replace(/\s+/g, " ").trim()}`;
}
