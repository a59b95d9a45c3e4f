/** Grafana's JSON of a dashboard, made by Grafana's official builders. */
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import type { DashboardSpec, VariableSpec } from "./dashboard";
import { place } from "./grafana/grid";
import { panelBuilder, type DatasourceRef } from "./grafana/panels";

export interface DashboardJsonOptions {
  /** The uid that Prometheus is provisioned under in Grafana: fixed, so that the JSON is the same everywhere. */
  readonly datasourceUid: string;
}

/** Everything that fires, but not the watchdog, which always does. Many warnings would shade all graphs for an hour. */
const firing = [
  { name: "Critical alerts", color: "red", shown: true, expr: 'ALERTS{alertstate="firing", severity="critical"}' },
  {
    name: "Other alerts",
    color: "orange",
    shown: false,
    expr: 'ALERTS{alertstate="firing", severity!="critical", alertname!="Watchdog"}',
  },
] as const;

/**
 * A dashboard as Grafana's provisioning reads it: sorted keys, the same bytes for the same specification.
 *
 * Panels are placed row by row from left to right on Grafana's 24 columns, and numbered in that order; critical alerts
 * are drawn into every graph, others at a switch.
 */
export function dashboardJson(spec: DashboardSpec, { datasourceUid }: DashboardJsonOptions): string {
  const datasource: DatasourceRef = { type: "prometheus", uid: datasourceUid };
  const dashboard = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([...spec.tags])
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh(spec.refresh ?? "30s")
    .time({ from: spec.from ?? "now-1h", to: "now" })
    .variables(spec.variables.map((variable) => variableBuilder(variable, datasource)))
    .annotations(firing.map((alerts) => annotation(alerts, datasource)));
  let id = 0;
  for (const { title, row, panels } of place(spec.rows)) {
    dashboard.withRow(new RowBuilder(title).id(++id).gridPos(row));
    for (const { panel, at } of panels) {
      dashboard.withPanel(panelBuilder(panel, datasource).id(++id).gridPos(at));
    }
  }
  return `${JSON.stringify(sorted(dashboard.build()), undefined, 2)}\n`;
}

function variableBuilder({ name, label, metric, labelName }: VariableSpec, datasource: DatasourceRef) {
  const query = `label_values(${metric}, ${labelName})`;
  return (
    new QueryVariableBuilder(name)
      .label(label)
      .datasource(datasource)
      .query({ query, refId: "PrometheusVariableQueryEditor-VariableQuery" })
      .definition(query)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalAsc)
      .multi(true)
      .includeAll(true)
      // Without it, "All" is a list of the values that there are now, and misses those of earlier.
      .allValue(".*")
      .current({ selected: true, text: ["All"], value: ["$__all"] })
  );
}

function annotation({ name, color, shown, expr }: (typeof firing)[number], datasource: DatasourceRef) {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(shown)
    .iconColor(color)
    .target(new DataqueryBuilder().expr(expr).refId("Anno").interval("60s").range())
    .titleFormat("{{alertname}}")
    .textFormat("{{severity}}")
    .tagKeys("alertname,severity");
}

/** Plain data with the keys of every object in alphabetical order, and what is undefined left out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}
