import { metricsIn, substituteGrafana } from "../../../signals/promql";
import type { AnnotationJson, DashboardJson, PanelJson, VariableJson } from "../../../signals/view/types";
import type { Rule } from "./rule-set";

/** Names of all metrics that some dashboards and rules ask for, sorted: of panels, variables, annotations, alerts. */
export function selectedMetrics(dashboards: readonly DashboardJson[], rules: readonly Rule[]): string[] {
  const expressions = [...dashboards.flatMap(expressionsOf), ...rules.map(({ expr }) => expr)];
  return [...new Set(expressions.flatMap((expr) => metricsIn(substituteGrafana(expr))))].sort();
}

/** Those of one panel, or of one inside of a collapsed row. */
export function panelMetrics({ targets = [], panels = [] }: PanelJson): string[] {
  const own = targets.flatMap(({ expr }) => (expr === undefined ? [] : metricsIn(substituteGrafana(expr))));
  return [...new Set([...own, ...panels.flatMap(panelMetrics)])].sort();
}

function expressionsOf({ panels = [], templating, annotations }: DashboardJson): string[] {
  return [
    ...panels.flatMap(ofPanel),
    ...(templating?.list ?? []).flatMap(ofVariable),
    ...(annotations?.list ?? []).flatMap(ofAnnotation),
  ];
}

function ofPanel({ targets = [], panels = [] }: PanelJson): string[] {
  return [...targets.flatMap(({ expr }) => expr ?? []), ...panels.flatMap(ofPanel)];
}

/** `label_values(metric, label)` and `query_result(expression)`; the other forms select no metric. */
function ofVariable({ query }: VariableJson): string[] {
  const text = typeof query === "string" ? query : (query as { query?: unknown } | undefined)?.query;
  if (typeof text !== "string") return [];
  const inner = /^\s*label_values\((.+),\s*\w+\s*\)\s*$/s.exec(text) ?? /^\s*query_result\((.+)\)\s*$/s.exec(text);
  return inner ? [inner[1]!] : [];
}

function ofAnnotation({ expr, target }: AnnotationJson): string[] {
  return [expr, target?.expr].filter((each): each is string => typeof each === "string");
}
