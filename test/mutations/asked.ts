/** What the rules and panels of a workload ask for, read from the expressions on another way than the check goes. */
import { stackSignals } from "../../config/signals";
import { substituteGrafana } from "../../signals/promql";
import { children, parse, unquote, type SyntaxNode } from "../../signals/promql/tree";
import { alertExpression } from "../../signals/rule-files";
import { stackOf } from "../lib/rule-sets";

/** By series: the labels that a matcher names, or what stands around keeps or matches by. */
export function labelsAskedFor(name: string): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  for (const expr of expressionsOf(name)) {
    const { root } = parse(expr);
    if (root !== undefined) collect(root, expr, [], asked);
  }
  return asked;
}

/** Of the workload alone: Sightline's own ask for every metric, to count its series. */
function expressionsOf(name: string): string[] {
  const { settings, workload } = stackOf(name);
  const { rules, dashboards } = stackSignals(settings, workload).specs;
  const groups = rules.filter((group) => !group.name.startsWith("sightline-"));
  const boards = dashboards.filter(({ uid }) => !uid.startsWith("sightline-"));
  return [
    ...groups.flatMap(({ recordings = [], alerts = [] }) => [
      ...recordings.map(({ expr }) => expr),
      ...alerts.map((alert) => alertExpression(alert)),
    ]),
    ...boards.flatMap(({ rows, variables }) => [
      ...variables.map(({ metric, labelName }) => `count by (${labelName}) (${metric})`),
      ...rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map((query) => query.expr))),
    ]),
  ].map((expr) => substituteGrafana(expr));
}

/** @param kept the labels that an aggregation or a match around `node` names. */
function collect(node: SyntaxNode, expr: string, kept: readonly string[], asked: Map<string, Set<string>>): void {
  const text = ({ from, to }: SyntaxNode) => expr.slice(from, to);
  const grouping = (clause: SyntaxNode | null) =>
    (clause?.getChildren("GroupingLabels") ?? []).flatMap((labels) => children(labels).map(text));
  if (node.name === "VectorSelector") {
    const matchers = node.getChild("LabelMatchers");
    const parts = matchers === null ? [] : children(matchers).map((matcher) => children(matcher).map(text));
    const byName = parts.filter(([label]) => label === "__name__").flatMap(([, , value]) => unquote(value!).split("|"));
    const identifier = node.getChild("Identifier");
    for (const series of identifier === null ? byName : [text(identifier)]) {
      if (!asked.has(series)) asked.set(series, new Set());
      for (const label of [...kept, ...parts.map(([first]) => first!)]) asked.get(series)!.add(label);
    }
    return;
  }
  // What an aggregation doesn't keep, nothing around it can ask for.
  const around = node.name === "AggregateExpr" ? grouping(node.getChild("AggregateModifier")) : kept;
  const matched = node.name === "BinaryExpr" ? grouping(node.getChild("MatchingModifierClause")) : [];
  for (const child of children(node)) collect(child, expr, [...around, ...matched], asked);
}
