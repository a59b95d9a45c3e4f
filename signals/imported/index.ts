/** What the user adds to the workload's own rules and dashboards. */
import type { Known } from "../promql";
import type { RuleGroup } from "../rules";
import type { RuleFile } from "../rule-files";
import { importDashboards, type ImportedDashboard } from "./dashboards";
import type { AddedFile } from "./file";
import { importRules } from "./rules";

export type { AddedFile } from "./file";

export interface AddedFiles {
  readonly rules: readonly AddedFile[];
  readonly dashboards: readonly AddedFile[];
}

export interface ImportOptions {
  /** Every series that can be asked for in this stack. Asked only where there is a file. */
  readonly known: () => Known;
  readonly groups: readonly RuleGroup[];
  readonly uids: readonly string[];
  readonly datasourceUid: string;
}

export interface Imported {
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly ruleFiles: readonly RuleFile[];
  readonly dashboards: readonly ImportedDashboard[];
}

/** All of it, checked against the contract as ours is; every fault at once. Dashboards may ask for what the rules record. */
export function importFiles({ rules, dashboards }: AddedFiles, options: ImportOptions): Imported {
  if (rules.length + dashboards.length === 0) return { faults: [], notes: [], ruleFiles: [], dashboards: [] };
  const { groups, uids, datasourceUid } = options;
  const ofRules = importRules(rules, options.known(), groups);
  const shown = importDashboards(dashboards, { known: ofRules.known, open: ofRules.open, uids, datasourceUid });
  return {
    faults: [...ofRules.faults, ...shown.faults],
    notes: ofRules.notes,
    ruleFiles: ofRules.ruleFiles,
    dashboards: shown.dashboards,
  };
}
