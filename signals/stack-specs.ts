/** The rules and dashboards that a stack has: as declared, before they are checked and written. */
import { cardinality, withCardinality } from "./cardinality-rules";
import { catalogues, catalogueSeries, type CatalogueName } from "./catalogue";
import type { DashboardSpec } from "./dashboard";
import { withAlertThresholds } from "./dashboard-alerts";
import { platformDashboards, platformRules } from "./platform";
import { presentPanels, presentRules } from "./present";
import type { AlertOverrides } from "./rule-files";
import type { RuleGroup } from "./rules";
import { withSlos } from "./slo/expand";
import type { LlmSettings } from "./spend";
import { withSpend } from "./spend/complete";
import type { Workload } from "./workload";

export interface StackSpecsOptions {
  /** What runs in the stack and is scraped. */
  readonly exporters: readonly CatalogueName[];
  /** The `job` labels that are scraped. */
  readonly jobs: readonly string[];
  /** Whether targets say on which node of a cluster they run, and each node has one of its own. Default false. */
  readonly nodes?: boolean;
  readonly alertOverrides?: AlertOverrides;
  /** What language models may cost, and their prices. Default: as the workload and the price table say. */
  readonly llm?: LlmSettings;
  /** How long samples are kept: no objective's window is longer. Default: for ever. */
  readonly retentionSeconds?: number;
}

export interface StackSpecs {
  /** With what its objectives and its spend add, without what nothing here emits. */
  readonly workload: Workload;
  readonly platformRules: readonly RuleGroup[];
  /** All of them, Sightline's own first. */
  readonly rules: readonly RuleGroup[];
  /** All of them, the workload's first, with the thresholds of their alerts. */
  readonly dashboards: readonly DashboardSpec[];
  /** Series that some stack has, and this one hasn't. */
  readonly absent: ReadonlySet<string>;
  /** Alerts that ask for one of these. */
  readonly absentAlerts: ReadonlySet<string>;
  /** What of the workload is left out for that, one line each. */
  readonly leftOut: readonly string[];
  /** What is wrong with the objectives. */
  readonly faults: readonly string[];
}

export function stackSpecs(declared: Workload, options: StackSpecsOptions): StackSpecs {
  const { jobs, retentionSeconds, llm, alertOverrides = {} } = options;
  const own = platform(declared, options);
  const slos = withSlos(declared, { retentionSeconds, jobs });
  const whole = withSpend(slos.workload, llm);
  const absent = absentSeries(options, own.rules);
  const leftOut: string[] = [];

  // Sightline's own are there for what there is: that the others aren't is no news.
  const platformRules = withoutRules(own.rules, absent, []);
  const platformDashboards = withoutPanels(own.dashboards, absent, []);
  const rules = withoutRules(whole.rules, absent, leftOut);
  const shown = [...withoutPanels(whole.dashboards, absent, leftOut), ...platformDashboards];
  const all = [...platformRules, ...rules];
  const dashboards = withAlertThresholds(shown, all, alertOverrides);

  const there = new Set(all.flatMap(alertNames));
  const declaredAlerts = [...own.rules, ...whole.rules].flatMap(alertNames);
  return {
    workload: { ...whole, rules, dashboards },
    platformRules,
    rules: all,
    dashboards,
    absent,
    absentAlerts: new Set(declaredAlerts.filter((name) => !there.has(name))),
    leftOut: [...leftOut, ...slos.leftOut],
    faults: slos.faults,
  };
}

function platform({ metrics }: Workload, { jobs, exporters, nodes = false }: StackSpecsOptions) {
  const watched = { exporters, metrics, nodes };
  const [stack, ...packs] = platformDashboards(jobs, watched);
  return {
    rules: [...platformRules(jobs, watched), ...cardinality(metrics)],
    dashboards: [withCardinality(stack!, metrics), ...packs],
  };
}

/** What absent exporters would emit, and what their packs would record of it. */
function absentSeries({ exporters, jobs }: StackSpecsOptions, own: readonly RuleGroup[]): Set<string> {
  const missing = (Object.keys(catalogues) as CatalogueName[]).filter((name) => !exporters.includes(name));
  const absent = new Set([...catalogueSeries(missing).keys(), ...recordsOf(platformRules(jobs))]);
  for (const name of [...catalogueSeries(exporters).keys(), ...recordsOf(own)]) absent.delete(name);
  return absent;
}

function withoutRules(groups: readonly RuleGroup[], absent: Set<string>, leftOut: string[]): RuleGroup[] {
  return groups
    .map((group) => presentRules(group, absent, leftOut))
    .filter(({ recordings = [], alerts = [] }) => recordings.length + alerts.length > 0);
}

function withoutPanels(specs: readonly DashboardSpec[], absent: ReadonlySet<string>, leftOut: string[]) {
  return specs.map((spec) => presentPanels(spec, absent, leftOut)).filter(({ rows }) => rows.length > 0);
}

function alertNames({ alerts = [] }: RuleGroup): string[] {
  return alerts.map(({ name }) => name);
}

function recordsOf(groups: readonly RuleGroup[]): string[] {
  return groups.flatMap(({ recordings = [] }) => recordings.map(({ record }) => record));
}
