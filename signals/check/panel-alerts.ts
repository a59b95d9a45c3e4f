/** Does a panel find the alerts that it names, and can their thresholds be drawn in it? */
import type { DashboardSpec, PanelSpec } from "../dashboard";
import { didYouMean } from "../nearest";
import type { Alert, RuleGroup } from "../rules";
import { alertUnit } from "../units/alerts";
import { fits } from "../units/grafana";
import type { UnitOf } from "../units/infer";
import { describe } from "../units/notation";
import { isUnknown } from "../units/unit";

export function panelAlertFaults(
  dashboards: readonly DashboardSpec[],
  groups: readonly RuleGroup[],
  unitOf: UnitOf,
  leftOut: ReadonlySet<string> = new Set(),
): string[] {
  const alerts = new Map(groups.flatMap((group) => group.alerts ?? []).map((alert) => [alert.name, alert]));
  return dashboards.flatMap(({ title, rows }) =>
    rows
      .flatMap((row) => row.panels)
      .flatMap((panel) =>
        (panel.alerts ?? [])
          .filter((name) => !leftOut.has(name))
          .flatMap((name) => namedFaults(panel, name, alerts, unitOf, `dashboard "${title}", panel "${panel.title}"`)),
      ),
  );
}

function namedFaults(
  { unit }: PanelSpec,
  name: string,
  alerts: ReadonlyMap<string, Alert>,
  unitOf: UnitOf,
  where: string,
): string[] {
  const alert = alerts.get(name);
  if (alert === undefined)
    return [`${where}: there is no alert "${name}"${didYouMean(name, [...alerts.keys()]) || "."}`];
  const of = alertUnit(alert, unitOf).unit;
  if (isUnknown(of) || fits(of, unit)) return [];
  return [`${where}: it draws the threshold of ${name}, which is ${describe(of)}, but it shows "${unit}"`];
}
