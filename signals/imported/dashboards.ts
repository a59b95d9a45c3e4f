/** Grafana dashboards of the user's own: read, checked against the contract, and bound to the stack's Prometheus. */
import { didYouMean } from "../nearest";
import { grafanaVariables, substituteGrafana, type Known } from "../promql";
import { parse } from "../promql/tree";
import { readable } from "../view/json";
import type { AnnotationJson, DashboardJson, PanelJson, VariableJson } from "../view/types";
import { queryText } from "../view/variable-query";
import { bindDatasources } from "./datasources";
import { readDashboard } from "./dashboard-json";
import type { AddedFile } from "./file";
import { sortedJson } from "./sorted";
import { expressionFaults, type Asked } from "./undeclared";

export interface ImportedDashboard {
  readonly uid: string;
  readonly title: string;
  readonly content: string;
}

export interface DashboardImport {
  readonly datasourceUid: string;
  readonly known: Known;
  /** Recorded series whose labels nobody knows. */
  readonly open: ReadonlySet<string>;
  /** Of the stack's own dashboards. */
  readonly uids: readonly string[];
}

export function importDashboards(files: readonly AddedFile[], options: DashboardImport) {
  const faults: string[] = [];
  const dashboards: ImportedDashboard[] = [];
  const taken = new Map(options.uids.map((uid) => [uid, "the stack"]));
  for (const file of files) {
    const read = readDashboard(file);
    faults.push(...read.faults.map((fault) => `${file.path}: ${fault}`));
    if (!read.json) continue;
    const bound = bindDatasources(read.json, options.datasourceUid);
    faults.push(...bound.faults.map((fault) => `${file.path}: ${fault}`), ...queryFaults(file, bound.json, options));
    const { uid, title } = bound.json;
    const by = taken.get(uid);
    if (by !== undefined) faults.push(`${file.path}: ${by} has a dashboard with the uid "${uid}" already`);
    taken.set(uid, file.path);
    dashboards.push({ uid, title, content: sortedJson(bound.json) });
  }
  return { faults: faults.map((fault) => `sightline:dashboardFiles: ${fault}`), dashboards };
}

function queryFaults(file: AddedFile, json: DashboardJson, { known, open }: DashboardImport): string[] {
  const { panels, variables, annotations } = readable(json);
  const written = [
    ...panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).flatMap(ofPanel),
    ...annotations.flatMap(ofAnnotation),
  ];
  const faults = written.length === 0 ? [`${file.path}: it has no query`] : [];
  const asked = [...written, ...variables.flatMap(ofVariable)];
  const names = variables.map(({ name }) => name);
  for (const { expr, where } of asked) {
    for (const name of grafanaVariables(expr).filter((each) => !names.includes(each) && !each.startsWith("__"))) {
      faults.push(`${file.path}: ${where}: variable "$${name}" isn't defined${didYouMean(name, names) || "."}`);
    }
  }
  const promql = asked.map(({ expr, where }) => ({ expr: withValues(expr, variables), where }));
  return [...faults, ...expressionFaults(file, promql, known, open)];
}

function ofPanel({ title = "", id, targets = [] }: PanelJson): Asked[] {
  const where = `panel "${title || String(id ?? "")}"`;
  return targets.flatMap(({ expr }) => (typeof expr === "string" && expr.trim() !== "" ? [{ expr, where }] : []));
}

function ofAnnotation({ name = "", expr, target }: AnnotationJson): Asked[] {
  const where = `annotation "${name}"`;
  return [expr, target?.expr].flatMap((each) =>
    typeof each === "string" && each !== "" ? [{ expr: each, where }] : [],
  );
}

/** `label_values(metric, label)` and `query_result(expression)`; the other forms select no metric. */
function ofVariable(variable: VariableJson): Asked[] {
  if (variable.type !== "query") return [];
  const where = `variable "${variable.name}"`;
  const text = queryText(variable);
  const [, selector, label] = /^\s*label_values\((.+),\s*(\w+)\s*\)\s*$/s.exec(text) ?? [];
  if (selector !== undefined) return [{ expr: `count by (${label}) (${selector})`, where }];
  const result = /^\s*query_result\((.+)\)\s*$/s.exec(text)?.[1];
  return result === undefined ? [] : [{ expr: result, where }];
}

/** What stands for variables: everything, or where that can't be read (`[$window]`, `by ($label)`) what was chosen last. */
function withValues(expr: string, variables: readonly VariableJson[]): string {
  const fixed = Object.fromEntries(
    variables.filter(({ type }) => type !== "query").map((variable) => [variable.name, chosen(variable)]),
  );
  const all = substituteGrafana(expr, fixed);
  if (parse(all).root !== undefined) return all;
  const last = substituteGrafana(expr, Object.fromEntries(variables.map((each) => [each.name, chosen(each)])));
  return parse(last).root === undefined ? all : last;
}

function chosen({ type, current, query, allValue }: VariableJson): string {
  const value: unknown = [current?.value].flat()[0];
  if (typeof value === "string" && value !== "" && value !== "$__all" && !value.startsWith("$__auto")) return value;
  if (typeof query === "string" && type !== "query") return query.split(",")[0]!.split(" : ").at(-1)!.trim();
  return allValue ?? ".*";
}
