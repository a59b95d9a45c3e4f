/** Grafana's JSON of a dashboard, made by Grafana's official builders. */
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import type { DashboardSpec, VariableSpec } from "./dashboard";
import { panelIds, place } from "./grafana/grid";
import { panelBuilder, type DatasourceRef } from "./grafana/panels";

export interface DashboardJsonOptions {
  /** The uid that Prometheus is provisioned under in Grafana, which dashboards begin with: the same everywhere. */
  readonly datasourceUid: string;
}

/**
 * What is drawn into every graph. Everything that fires, but not the watchdog, which always does; many warnings would
 * shade all graphs for an hour, so they are at a switch. And deployments: a process of the application that is new.
 */
const annotations = [
  {
    name: "Critical alerts",
    color: "red",
    shown: true,
    expr: 'ALERTS{alertstate="firing", severity="critical"}',
    title: "{{alertname}}",
    text: "{{severity}}",
    tags: "alertname,severity",
  },
  {
    name: "Other alerts",
    color: "orange",
    shown: false,
    expr: 'ALERTS{alertstate="firing", severity!="critical", alertname!="Watchdog"}',
    title: "{{alertname}}",
    text: "{{severity}}",
    tags: "alertname,severity",
  },
  {
    name: "Deployments",
    color: "blue",
    shown: true,
    // Two minutes, so that no scrape interval misses it.
    expr: 'time() - max by (job) (process_start_time_seconds{job=~"app|worker"}) < 120',
    title: "{{job}} started",
    text: "deployed or restarted",
    tags: "job",
  },
] as const;

/**
 * A dashboard as Grafana's provisioning reads it: sorted keys, the same bytes for the same specification.
 *
 * Panels are placed row by row from left to right on Grafana's 24 columns, and numbered in that order. A link leads to
 * the stack's other dashboards at the same time range.
 */
export function dashboardJson(spec: DashboardSpec, { datasourceUid }: DashboardJsonOptions): string {
  // By a variable, so that a dashboard also works where it's imported beside other data sources.
  const datasource: DatasourceRef = { type: "prometheus", uid: "${datasource}" };
  const dashboard = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([...spec.tags])
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh(spec.refresh ?? "30s")
    .time({ from: spec.from ?? "now-1h", to: "now" })
    .variables([
      datasourceVariable(datasourceUid),
      ...spec.variables.map((variable) => variableBuilder(variable, datasource)),
    ])
    .links([otherDashboards()])
    .annotations(annotations.map((each) => annotation(each, datasource)));
  const ids = panelIds(spec.rows);
  for (const { spec: row, at, panels } of place(spec.rows)) {
    dashboard.withRow(new RowBuilder(row.title).id(ids.get(row)!).gridPos(at));
    for (const { panel, at } of panels) {
      dashboard.withPanel(panelBuilder(panel, datasource).id(ids.get(panel)!).gridPos(at));
    }
  }
  return `${JSON.stringify(sorted(dashboard.build()), undefined, 2)}\n`;
}

function datasourceVariable(uid: string) {
  return new DatasourceVariableBuilder("datasource")
    .label("Data source")
    .type("prometheus")
    .current({ selected: true, text: "Prometheus", value: uid });
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

function otherDashboards() {
  return new DashboardLinkBuilder("Other dashboards")
    .type(DashboardLinkType.Dashboards)
    .tags(["sightline"])
    .asDropdown(true)
    .keepTime(true);
}

function annotation(
  { name, color, shown, expr, title, text, tags }: (typeof annotations)[number],
  datasource: DatasourceRef,
) {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(shown)
    .iconColor(color)
    .target(new DataqueryBuilder().expr(expr).refId("Anno").interval("60s").range())
    .titleFormat(title)
    .textFormat(text)
    .tagKeys(tags);
}

/** Plain data with the keys of every object in alphabetical order, and what is undefined left out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}
