/** Where the unit of everything that is shown or compared comes from. */
import type { DashboardSpec, PanelSpec } from "../dashboard";
import type { Metric } from "../metrics";
import type { RuleGroup } from "../rules";
import { alertUnit } from "./alerts";
import { showsValue } from "./annotations";
import type { UnitOf } from "./infer";
import { describe } from "./notation";
import { queryUnits } from "./panels";
import { unitsOfSeries } from "./series";
import type { Stated } from "./stated";

export type UnitUse = "panel query" | "panel threshold" | "alert threshold" | "alert annotation";

export interface UnitRow {
  readonly use: UnitUse;
  /** `dashboard "Shop", panel "Checkout"` or `alert "MailsFail"`. */
  readonly where: string;
  readonly expr: string;
  /** In words; of what isn't derivable "an unknown unit". */
  readonly unit: string;
  readonly how: Stated["how"];
  /** Why it was declared by hand, or why it can't be derived. */
  readonly reason?: string;
  /** Panels: Grafana's unit id. */
  readonly shownAs?: string;
}

export interface UnitSources {
  readonly metrics: readonly Metric[];
  readonly rules: readonly RuleGroup[];
  readonly dashboards: readonly DashboardSpec[];
}

/** One row for each panel query, panel threshold, alert threshold, and text of an alert that shows its value. */
export function unitsReport({ metrics, rules, dashboards }: UnitSources): UnitRow[] {
  const unitOf = unitsOfSeries(
    metrics,
    rules.flatMap((group) => group.recordings ?? []),
  );
  return [
    ...dashboards.flatMap(({ title, rows }) =>
      rows.flatMap(({ panels }) => panels.flatMap((panel) => panelRows(title, panel, unitOf))),
    ),
    ...rules.flatMap((group) => alertRows(group, unitOf)),
  ];
}

function panelRows(dashboard: string, panel: PanelSpec, unitOf: UnitOf): UnitRow[] {
  const where = `dashboard "${dashboard}", panel "${panel.title}"`;
  const units = queryUnits(panel, unitOf);
  const row = (use: UnitUse, stated: Stated, expr: string): UnitRow => ({
    ...rowOf(use, where, stated, expr),
    shownAs: panel.unit,
  });
  // A threshold is compared with all queries: it's as good as the least of them.
  const least = ["not derivable", "declared", "derived"].flatMap((how) => units.filter((each) => each.how === how))[0];
  return [
    ...units.map((stated, i) => row("panel query", stated, panel.queries[i]!.expr)),
    ...(least === undefined
      ? []
      : (panel.thresholds ?? []).map(({ value }) => row("panel threshold", least, `${value}`))),
  ];
}

function alertRows({ alerts = [] }: RuleGroup, unitOf: UnitOf): UnitRow[] {
  return alerts.flatMap((alert) => {
    const stated = alertUnit(alert, unitOf);
    const where = `alert "${alert.name}"`;
    const texts = [alert.summary, alert.description].filter(showsValue);
    return [
      rowOf("alert threshold", where, stated, `${alert.expr} ${alert.op ?? ">"} ${alert.threshold}`),
      ...texts.map((text) => rowOf("alert annotation", where, stated, text)),
    ];
  });
}

function rowOf(use: UnitUse, where: string, { unit, how, reason }: Stated, expr: string): UnitRow {
  return { use, where, expr, unit: describe(unit), how, ...(reason !== undefined && { reason }) };
}

export interface UnitFigures {
  readonly derived: number;
  readonly declared: number;
  readonly notDerivable: number;
}

export function unitFigures(rows: readonly UnitRow[]): UnitFigures {
  const of = (how: UnitRow["how"]) => rows.filter((row) => row.how === how).length;
  return { derived: of("derived"), declared: of("declared"), notDerivable: of("not derivable") };
}
