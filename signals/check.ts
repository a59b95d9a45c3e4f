/** The metric contract, checked as a whole: what a preview fails on. */
import { catalogueSeries, type CatalogueName } from "./catalogue";
import { contractFaults, declaredSeries, documentFaults } from "./check/contract";
import { panelAlertFaults } from "./check/panel-alerts";
import { dashboardFaults } from "./check/dashboards";
import { ruleFaults, withRecordings } from "./check/rules";
import { duplicateFaults } from "./check/text";
import type { DashboardSpec } from "./dashboard";
import type { AlertOverrides } from "./rule-files";
import type { RuleGroup } from "./rules";
import { spendFaults } from "./spend/faults";
import type { LlmSettings } from "./spend";
import { scrapeFaults } from "./scrape-jobs";
import { unitsOfSeries } from "./units/series";
import type { Workload } from "./workload";

export { declaredSeries } from "./check/contract";

export interface SignalsToCheck {
  readonly workload: Workload;
  /** Sightline's own rules, for every workload. */
  readonly platformRules: readonly RuleGroup[];
  /** Sightline's own dashboards. Default none. */
  readonly platformDashboards?: readonly DashboardSpec[];
  /** What runs beside the application: only what these emit may be asked for. */
  readonly exporters: readonly CatalogueName[];
  /** Alerts that the stack can't have, which its panels may name all the same. Default none. */
  readonly leftOut?: ReadonlySet<string>;
  /** What the stack sets differently, by alert. Default nothing. */
  readonly alertOverrides?: AlertOverrides;
  /** What the stack sets of its language models. Default nothing. */
  readonly llm?: LlmSettings;
}

/**
 * Every series that can be asked for in this stack, with its labels: what the application declares, what the exporters
 * emit, what the rules record.
 */
export function knownSeries({ workload, platformRules, exporters }: SignalsToCheck): Map<string, readonly string[]> {
  const emitted = new Map([...catalogueSeries(exporters), ...declaredSeries(workload.metrics)]);
  return withRecordings(emitted, [...platformRules, ...workload.rules]);
}

/**
 * All faults of a stack's signals at once, one line each; empty when there is none. Each is told once.
 *
 * @param known where it has been made already
 */
export function checkSignals(signals: SignalsToCheck, known = knownSeries(signals)): string[] {
  const { workload, platformRules, platformDashboards = [], exporters, alertOverrides = {} } = signals;
  const groups = [...platformRules, ...workload.rules];
  const dashboards = [...platformDashboards, ...workload.dashboards];
  const uids = dashboards.map((dashboard) => dashboard.uid);
  const unitOf = unitsOfSeries(
    workload.metrics,
    groups.flatMap((group) => group.recordings ?? []),
  );
  const faults = [
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(workload.name)
      ? []
      : [`workload "${workload.name}": the name is lower case with hyphens`]),
    ...duplicateFaults(exporters, (twice) => `exporter "${twice}" is listed twice`),
    ...contractFaults(workload.metrics, catalogueSeries(exporters)),
    ...scrapeFaults(workload),
    ...ruleFaults(groups, known, workload.metrics, alertOverrides, uids, unitOf),
    ...dashboardFaults(dashboards, known, unitOf),
    ...panelAlertFaults(dashboards, groups, unitOf, signals.leftOut),
    ...documentFaults(workload, known),
    ...spendFaults(workload, signals.llm),
  ];
  return [...new Set(faults)];
}
