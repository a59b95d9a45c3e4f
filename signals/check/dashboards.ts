import type { DashboardSpec, PanelSpec, QuerySpec } from "../dashboard";
import { didYouMean } from "../nearest";
import { checkExpression, grafanaVariables, outputLabels, substituteGrafana, type Known } from "../promql";
import type { UnitOf } from "../units/infer";
import { panelUnitFaults } from "../units/panels";
import { duplicateFaults, durationFaults, emptyFaults } from "./text";

export function dashboardFaults(dashboards: readonly DashboardSpec[], known: Known, unitOf: UnitOf): string[] {
  return [
    ...duplicateFaults(
      dashboards.map((dashboard) => dashboard.uid),
      (uid) => `dashboard uid "${uid}" is used twice`,
    ),
    ...dashboards.flatMap((dashboard) => faultsOf(dashboard, known, unitOf)),
  ];
}

function faultsOf(dashboard: DashboardSpec, known: Known, unitOf: UnitOf): string[] {
  const { title, uid, description, refresh, variables, rows } = dashboard;
  const where = `dashboard "${title}"`;
  const panels = rows.flatMap((row) => row.panels);
  const variableNames = variables.map((variable) => variable.name);
  return [
    ...emptyFaults(where, { title, description }),
    // Grafana's own limit; the uid is part of the dashboard's URL.
    ...(/^[\w-]{1,40}$/.test(uid)
      ? []
      : [`${where}: uid "${uid}" may have only letters, digits, "_" and "-", at most 40 of them`]),
    ...durationFaults(where, { refresh }),
    ...duplicateFaults(
      panels.map((panel) => panel.title),
      (twice) => `${where}: panel "${twice}" is there twice`,
    ),
    ...duplicateFaults(variableNames, (twice) => `${where}: variable "${twice}" is there twice`),
    ...variables.flatMap(({ name, metric, labelName }) =>
      // label_values(metric, label) asks for the same as this does.
      checkExpression(`count by (${labelName}) (${metric})`, known, `${where}, variable "${name}"`),
    ),
    ...panels.flatMap((panel) => panelFaults(panel, variableNames, known, unitOf, `${where}, panel "${panel.title}"`)),
  ];
}

function panelFaults(
  panel: PanelSpec,
  variables: readonly string[],
  known: Known,
  unitOf: UnitOf,
  where: string,
): string[] {
  const { description, queries, width = 8 } = panel;
  const ofQueries = queries.flatMap((query) => queryFaults(query, variables, known, where));
  return [
    ...emptyFaults(where, { description }),
    ...(queries.length > 0 ? [] : [`${where}: it has no query`]),
    ...(width >= 1 && width <= 24 ? [] : [`${where}: width ${width} isn't between 1 and 24 columns`]),
    ...ofQueries,
    // Of what isn't declared nobody knows the unit.
    ...(ofQueries.length > 0 ? [] : panelUnitFaults(panel, unitOf, where)),
  ];
}

function queryFaults({ expr, legend }: QuerySpec, variables: readonly string[], known: Known, where: string): string[] {
  const undefinedOnes = grafanaVariables(expr).filter((name) => !variables.includes(name));
  const promql = substituteGrafana(expr);
  const faults = checkExpression(promql, known, where);
  const labels = outputLabels(promql, known);
  const inLegend = [...legend.matchAll(/\{\{\s*([\w:]+)\s*\}\}/g)].map((match) => match[1]!);
  // After a fault nobody knows which labels there are. Grafana shows a label that isn't there as nothing.
  const blank = faults.length > 0 ? [] : inLegend.filter((label) => label !== "__name__" && !labels.includes(label));
  return [
    ...undefinedOnes.map(
      (name) =>
        `${where}: variable "$${name}" isn't defined${didYouMean(name, variables) || "."} ` +
        `In: ${expr.replace(/\s+/g, " ").trim()}`,
    ),
    ...faults,
    ...blank.map(
      (label) =>
        `${where}: the legend uses {{${label}}}, but the query's labels are ` +
        `{${labels.join(", ")}}${didYouMean(label, labels) || "."}`,
    ),
  ];
}
