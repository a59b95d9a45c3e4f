import { alertTests } from "../../signals/rule-tests";
import { ruleSet } from "../lib/rule-sets";
import { comparisonMutations, windowMutations } from "./alerts";
import { droppedLabels, renamedMetrics } from "./contract";
import { uncaught } from "./mutation";

export const mutationKinds = ["metric renamed", "label dropped", "comparison swapped", "window halved"] as const;

export interface MutationResult {
  /** A workload, or `platform`. */
  readonly set: string;
  readonly kind: (typeof mutationKinds)[number];
  readonly tried: number;
  /** What was changed without that anything noticed. */
  readonly escaped: readonly string[];
  /** Not tried, since nobody can notice: no rule and no panel asks for it. */
  readonly unasked: readonly string[];
  /** Not tried either: others in the stack emit it too. */
  readonly shared: readonly string[];
}

/** All mutations of a workload's contract and rules; of `platform`, whose contract are the exporters, of its rules. */
export function runMutations(set: string): MutationResult[] {
  const contract =
    set === "platform"
      ? []
      : ([
          { set, kind: "metric renamed", ...renamedMetrics(set) },
          { set, kind: "label dropped", ...droppedLabels(set) },
        ] as const);
  const { groups, metrics } = ruleSet(set);
  const tests = alertTests(groups, metrics);
  const ofRules = [
    ["comparison swapped", comparisonMutations(tests)],
    ["window halved", windowMutations(tests)],
  ] as const;
  const escaped = uncaught(ofRules.flatMap(([, mutations]) => mutations));
  return [
    ...contract,
    ...ofRules.map(([kind, mutations]) => ({
      set,
      kind,
      tried: mutations.length,
      escaped: mutations.filter((mutation) => escaped.includes(mutation)).map(({ what }) => what),
      unasked: [],
      shared: [],
    })),
  ];
}

/** A row for each set and kind, and a last one of all. */
export function mutationTable(results: readonly MutationResult[]): string {
  const caught = ({ tried, escaped }: MutationResult) => tried - escaped.length;
  const sum = (of: (result: MutationResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const rows = [
    ["workload", "mutation", "tried", "caught"],
    ...results.map((result) => [result.set, result.kind, String(result.tried), String(caught(result))]),
    ["all", "", String(sum(({ tried }) => tried)), String(sum(caught))],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
