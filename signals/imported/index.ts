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
  /** Every series that can be asked for in this stack. */
  readonly known: Known;
  readonly groups: readonly RuleGroup[];
  readonly uids: readonly string[];
  readonly datasourceUid: string;
}

export interface Imported {
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly ruleFiles: readonly RuleFile[];
  /** Labels that the alerts of the files may carry. */
  readonly alertLabels: readonly string[];
  readonly dashboards: readonly ImportedDashboard[];
}

/** All of it, checked against the contract as ours is; every fault at once. Dashboards may ask for what the rules record. */
export function importFiles({ rules, dashboards }: AddedFiles, options: ImportOptions): Imported {
  const none = { faults: [], notes: [], ruleFiles: [], alertLabels: [], dashboards: [] };
  if (rules.length + dashboards.length === 0) return none;
  const { groups, uids, datasourceUid } = options;
  const ofRules = importRules(rules, options.known, groups);
  const shown = importDashboards(dashboards, { known: ofRules.known, open: ofRules.open, uids, datasourceUid });
  return {
    faults: [...ofRules.faults, ...shown.faults],
    notes: ofRules.notes,
    ruleFiles: ofRules.ruleFiles,
    alertLabels: ofRules.alertLabels,
    dashboards: shown.dashboards,
  };
}
