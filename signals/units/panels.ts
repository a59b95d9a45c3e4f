/** Does a panel show what its queries give? */
import type { PanelSpec, ThresholdSpec } from "../dashboard";
import { substituteGrafana } from "../promql/grafana";
import { limits } from "./compare";
import { fits, idFault, misfit } from "./grafana";
import type { UnitOf } from "./infer";
import { describe } from "./notation";
import { either, type Range } from "./range";
import { statedFaults, statedUnit, told, type Stated } from "./stated";
import { compatible, within, type Unit } from "./unit";

/** Grafana's own variables that are durations or points in time. */
const spans: Readonly<Record<string, string>> = {
  __range_s: "range()",
  __range_ms: "(1000 * range())",
  __interval_ms: "(1000 * step())",
  __from: "(1000 * start())",
  __to: "(1000 * end())",
};

/** A query as it's read for its unit: `increase(x[$__range]) / $__range_s` is a rate, though 300 stood there. */
export function forUnits(expr: string): string {
  const withRanges = expr.replace(/\[[^\]]*\]/g, (brackets) => substituteGrafana(brackets));
  return substituteGrafana(withRanges, spans);
}

/** The unit of each query of a panel, in their order. */
export function queryUnits({ queries }: PanelSpec, unitOf: UnitOf): Stated[] {
  return queries.map(({ expr, unit }) => statedUnit(forUnits(expr), unit, unitOf));
}

/**
 * What is wrong with the units of a panel whose queries are right otherwise. All queries of a panel share its unit, in a
 * table as well: a column with another one belongs into a table of its own.
 */
export function panelUnitFaults(panel: PanelSpec, unitOf: UnitOf, where: string): string[] {
  const { unit: id, queries } = panel;
  const wrongId = idFault(id);
  if (wrongId !== undefined) return [told(where, wrongId, queries.map(({ expr }) => expr).join(" and "))];
  const units = queryUnits(panel, unitOf);
  const own = units.flatMap((stated, i) => statedFaults(stated).map((fault) => told(where, fault, queries[i]!.expr)));
  if (own.length > 0) return own;
  const mixed = axisFault(panel, units);
  const wrong = units.map(({ unit }) => !fits(unit, id));
  // Where one of several is right, the others being different is all there is to say.
  const checked = mixed === undefined || wrong.every(Boolean) ? wrong : [];
  const misfits = checked.flatMap((is, i) => (is ? [told(where, misfit(units[i]!.unit, id), queries[i]!.expr)] : []));
  if (mixed !== undefined || misfits.length > 0) {
    return [
      ...(mixed === undefined ? [] : [told(where, mixed, queries.map(({ expr }) => expr).join(" and "))]),
      ...misfits,
    ];
  }
  return numberFaults(panel, units).map((fault) => told(where, fault, queries[0]!.expr));
}

function axisFault({ queries, kind }: PanelSpec, units: readonly Stated[]): string | undefined {
  const [first] = units;
  const other = units.findIndex(({ unit }) => !compatible(first!.unit, unit));
  if (other < 0) return undefined;
  const named = (i: number) => `${describe(units[i]!.unit)} (${queries[i]!.legend || `query ${i + 1}`})`;
  const where = kind === "timeseries" ? "on one axis" : "in one panel";
  return `its queries have different units ${where}: ${named(0)} and ${named(other)}; give each a panel of its own`;
}

/** Thresholds and ends of the axis are numbers in the panel's unit. */
function numberFaults({ unit: id, thresholds = [], min, max }: PanelSpec, units: readonly Stated[]): string[] {
  if (units.length === 0) return [];
  const range = units.map(({ unit }) => unit.range).reduce(either);
  const shown = within(units[0]!.unit, range);
  return [
    ...(max === undefined ? [] : sizeFault("max", max, id)),
    ...thresholds.flatMap((threshold) => [
      ...sizeFault("threshold", threshold.value, id),
      ...reachFault(threshold, shown),
      ...axisEnd(threshold.value, min, max),
    ]),
  ];
}

function reachFault({ value, below = false }: ThresholdSpec, shown: Unit): string[] {
  const { lo, hi }: Range = shown.range;
  const never = below ? value <= lo : value > hi;
  const always = lo < hi && (below ? value > hi : value <= lo);
  if (!never && !always) return [];
  return [
    `threshold ${value} is ${never ? "never reached" : "always reached"}: the panel shows ${limits(shown, value)}`,
  ];
}

function axisEnd(value: number, min = -Infinity, max = Infinity): string[] {
  if (value >= min && value <= max) return [];
  return [`threshold ${value} isn't on the axis, which ${value < min ? `begins at ${min}` : `ends at ${max}`}`];
}

/** Numbers that were meant in another unit, as far as the number alone can tell. */
function sizeFault(what: string, value: number, id: string): string[] {
  const written = `${what} ${value} in "${id}" is`;
  if (id === "percentunit" && value > 10)
    return [`${written} ${100 * value} %: there 1 is 100 %, so ${value} % is ${value / 100}`];
  if (id === "percent" && value > 1000) return [`${written} more than tenfold: there 100 is all`];
  if (id === "percent" && what === "max" && value <= 1) return [`${written} ${value} %: there 100 is all`];
  if (/^(?:dateTime|time:)/.test(id) && value < 1e11) {
    return [`${written} in 1970: there dates are milliseconds since 1970, so 1000 times the seconds`];
  }
  return [];
}
