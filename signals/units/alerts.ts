/** Can an alert's threshold be compared with its expression, and do its texts say the right unit? */
import { alertExpression, type AlertOverride } from "../rule-files";
import type { Alert, Recording } from "../rules";
import { annotationFaults } from "./annotations";
import { alwaysHolds, limits } from "./compare";
import { deriveUnit, type UnitOf } from "./infer";
import { statedFaults, statedUnit, told, type Stated } from "./stated";
import { core, near } from "./unit";

/** The unit of an alert's value, which is also that of its threshold. */
export function alertUnit({ expr, unit }: Alert, unitOf: UnitOf): Stated {
  return statedUnit(expr, unit, unitOf);
}

/** What is wrong with the units of an alert that is right otherwise. */
export function alertUnitFaults(alert: Alert, unitOf: UnitOf, where: string, override?: AlertOverride): string[] {
  const whole = alertExpression(alert, override);
  const own = alertUnit(alert, unitOf);
  const { unit } = own;
  // The comparison and the guard are of the whole only; what was declared by hand isn't derived once more.
  const around = alert.unit === undefined ? deriveUnit(whole, unitOf).faults : [];
  const threshold = override?.threshold ?? alert.threshold;
  const op = alert.op ?? ">";
  const faults = [...new Set([...statedFaults(own), ...around])];
  if (alert.quiet !== "always fires" && alwaysHolds(unit.range, op, threshold)) {
    faults.push(`"${op} ${threshold}" is always true: the expression is ${limits(unit)}`);
  }
  const texts = { summary: alert.summary, description: alert.description };
  const asPercentage = Object.values(texts).some((text) => text.includes("humanizePercentage"));
  const isRatio = Object.keys(core(unit)).length === 0 && near(unit.scale, 1) && unit.kind === "quantity";
  if (faults.length === 0 && asPercentage && isRatio && threshold > 10) {
    faults.push(`threshold ${threshold} of a ratio is ${100 * threshold} %: ${threshold} % is ${threshold / 100}`);
  }
  return [...faults, ...annotationFaults(texts, unit)].map((fault) => told(where, fault, whole));
}

/** A recording that nobody asks for may have any unit; one that mixes units may not. */
export function recordingUnitFaults({ expr, unit }: Recording, unitOf: UnitOf, where: string): string[] {
  return statedUnit(expr, unit, unitOf).faults.map((fault) => told(where, fault, expr));
}
