/** Panels and the alerts that they show: what is drawn of an alert, and the way from an alert to its panel. */
import type { DashboardSpec, PanelSpec, ThresholdSpec } from "./dashboard";
import { panelIds } from "./grafana/grid";
import type { AlertOverrides } from "./rule-files";
import type { Alert, RuleGroup } from "./rules";

/**
 * Each panel with the thresholds of its alerts, as the stack sets them. An alert that is switched off isn't drawn, nor is
 * a threshold beyond the ends of the axis.
 */
export function withAlertThresholds(
  specs: readonly DashboardSpec[],
  groups: readonly RuleGroup[],
  overrides: AlertOverrides,
): DashboardSpec[] {
  const alerts = new Map(groups.flatMap((group) => group.alerts ?? []).map((alert) => [alert.name, alert]));
  const drawn = (panel: PanelSpec): PanelSpec => {
    const own = (panel.alerts ?? []).flatMap((name) => {
      const alert = alerts.get(name);
      return alert === undefined || overrides[name]?.enabled === false ? [] : [thresholdOf(alert, overrides, panel)];
    });
    const { min = -Infinity, max = Infinity, thresholds = [] } = panel;
    const seen = own.filter(({ value }) => value >= min && value <= max);
    return seen.length === 0 ? panel : { ...panel, thresholds: unique([...thresholds, ...seen]) };
  };
  return specs.map((spec) => ({
    ...spec,
    rows: spec.rows.map((row) => ({ ...row, panels: row.panels.map(drawn) })),
  }));
}

/** A count that is drawn from 1 up where none is the threshold; of anything else, what is more than nothing. */
const MORE_THAN_NONE = 1e-6;

function thresholdOf({ name, op = ">", ...alert }: Alert, overrides: AlertOverrides, panel: PanelSpec): ThresholdSpec {
  const { threshold = alert.threshold, severity = alert.severity } = overrides[name] ?? {};
  const drawn = severity === "critical" ? ("critical" as const) : ("warning" as const);
  // Grafana colours from a threshold upwards: at 0 everything would be red.
  const none = panel.unit === "short" ? 1 : MORE_THAN_NONE;
  if (op === "==")
    return threshold === 0 ? { value: 1, severity: drawn, below: true } : { value: threshold, severity: drawn };
  if (op.startsWith("<")) return { value: threshold, severity: drawn, below: true };
  return { value: op === ">" && threshold === 0 ? none : threshold, severity: drawn };
}

function unique(thresholds: readonly ThresholdSpec[]): ThresholdSpec[] {
  const seen = new Map(thresholds.map((each) => [`${each.value} ${each.below ?? false}`, each]));
  return [...seen.values()];
}

interface Place {
  readonly uid: string;
  readonly kind: PanelSpec["kind"];
  readonly path: string;
}

/**
 * By alert, the path of the panel that shows it: on its own group's dashboard, else on the first that does. There rather
 * a graph than a number: what happened before is what one looks for.
 */
export function alertPanels(groups: readonly RuleGroup[], dashboards: readonly DashboardSpec[]): Map<string, string> {
  const shown = new Map<string, Place[]>();
  for (const { uid, rows } of dashboards) {
    const ids = panelIds(rows);
    for (const panel of rows.flatMap((row) => row.panels)) {
      for (const alert of panel.alerts ?? []) {
        const place = { uid, kind: panel.kind, path: `/d/${uid}?viewPanel=${ids.get(panel)}` };
        shown.set(alert, [...(shown.get(alert) ?? []), place]);
      }
    }
  }
  const paths = groups.flatMap(({ alerts = [], dashboard }) =>
    alerts.flatMap(({ name }): [string, string][] => {
      const all = shown.get(name) ?? [];
      const own = all.filter(({ uid }) => uid === dashboard);
      const places = own.length > 0 ? own : all;
      const path = (places.find(({ kind }) => kind === "timeseries") ?? places[0])?.path;
      const whole = dashboard && `/d/${dashboard}`;
      return path === undefined && whole === undefined ? [] : [[name, path ?? whole!]];
    }),
  );
  return new Map(paths);
}
