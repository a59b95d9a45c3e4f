import { checkSignals, knownSeries } from "./check";
import type { DashboardSpec } from "./dashboard";
import { alertPanels } from "./dashboard-alerts";
import { subjectLabels } from "./delivery/subject-labels";
import { UserError } from "./errors";
import { dashboardJson } from "./grafana";
import { importFiles, type AddedFiles } from "./imported";
import { ruleFiles, type RuleFile } from "./rule-files";
import type { RuleGroup } from "./rules";
import { withScrapeIntervals, type StackScrapes } from "./scrape-intervals";
import { stackSpecs, type StackSpecs, type StackSpecsOptions } from "./stack-specs";
import { statsdMapping } from "./statsd-mapping";
import { unitsOfSeries } from "./units/series";
import type { Workload } from "./workload";

/** Everything that a stack's programs are told: made of one workload, checked as a whole before anything is touched. */
export interface Signals {
  /** The workload's name. */
  readonly workload: string;
  /** The statsd exporter's mapping, YAML. */
  readonly statsdMapping: string;
  readonly ruleFiles: readonly RuleFile[];
  /** Grafana's JSON of each dashboard. */
  readonly dashboards: readonly { readonly uid: string; readonly title: string; readonly content: string }[];
  /** What was checked: the specifications behind the files above. */
  readonly specs: { readonly rules: readonly RuleGroup[]; readonly dashboards: readonly DashboardSpec[] };
  /** What tells the stack's alerts of one name apart, those of added files included. */
  readonly subjectLabels: readonly string[];
  /** Series that the application's document names, as far as this stack can have them. */
  readonly documented: readonly string[];
  /** Rules and panels that ask for an exporter which this stack doesn't have. */
  readonly leftOut: readonly string[];
  /** What of the user's own files is taken, but may not be meant. */
  readonly notes: readonly string[];
}

export interface SignalsOptions extends StackSpecsOptions {
  readonly datasourceUid: string;
  /** Where the runbooks are read. Default: the alerts carry no link. */
  readonly runbookBase?: string;
  readonly grafanaUrl?: string;
  /** How each job is scraped. Default: all alike. */
  readonly scrapes?: StackScrapes;
  /** Rule files and dashboards of the user's own. Default none. */
  readonly added?: AddedFiles;
}

/** @throws UserError with every fault of the workload's metrics, rules and dashboards at once. */
export function makeSignals(workload: Workload, options: SignalsOptions): Signals {
  const specs = stackSpecs(workload, options);
  const { rules, dashboards, leftOut, absent } = specs;
  const added = checked(specs, options);
  return {
    workload: workload.name,
    // A worker repeats its gauges far more often; after that it is gone, and so should they be.
    statsdMapping: statsdMapping(workload.metrics, { gaugeTtlSeconds: 300 }),
    ruleFiles: [...writtenRules(specs, options), ...added.ruleFiles],
    dashboards: [...writtenDashboards(specs, options), ...added.dashboards],
    specs: { rules, dashboards },
    subjectLabels: subjectLabels(added.alertLabels),
    documented: Object.values(workload.documentMetrics).filter((name) => !absent.has(name)),
    leftOut,
    notes: added.notes,
  };
}

/** Returns the user's own files, which are checked against the rest, and the labels that any alert may carry. */
function checked(specs: StackSpecs, { exporters, alertOverrides, llm, added, datasourceUid }: SignalsOptions) {
  const { workload, platformRules, rules, dashboards, leftOut, absentAlerts } = specs;
  const signals = {
    // What nobody can emit here was left out, so the document's list can't be complete.
    workload: leftOut.length > 0 ? { ...workload, documentMetrics: {} } : workload,
    platformRules,
    exporters,
    leftOut: absentAlerts,
    alertOverrides,
    llm,
  };
  const known = knownSeries(signals);
  const imported = importFiles(added ?? { rules: [], dashboards: [] }, {
    known,
    groups: rules,
    uids: dashboards.map(({ uid }) => uid),
    datasourceUid,
  });
  const faults = [...specs.faults, ...checkSignals(signals, known), ...imported.faults];
  if (faults.length > 0) throw new UserError(faults);
  return { ...imported, alertLabels: [...known.get("ALERTS")!, ...imported.alertLabels] };
}

function writtenRules({ rules, dashboards, workload }: StackSpecs, options: SignalsOptions): RuleFile[] {
  const { alertOverrides: overrides, runbookBase, grafanaUrl } = options;
  const unitOf = unitsOfSeries(
    workload.metrics,
    rules.flatMap((group) => group.recordings ?? []),
  );
  return ruleFiles(rules, { overrides, runbookBase, grafanaUrl, panels: alertPanels(rules, dashboards), unitOf });
}

function writtenDashboards({ dashboards, workload }: StackSpecs, { scrapes, datasourceUid }: SignalsOptions) {
  return dashboards.map((spec) => {
    const scraped = scrapes ? withScrapeIntervals(spec, workload, scrapes) : spec;
    return { uid: spec.uid, title: spec.title, content: dashboardJson(scraped, { datasourceUid }) };
  });
}
