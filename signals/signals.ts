import type { CatalogueName } from "./catalogue";
import { catalogueSeries, catalogues } from "./catalogue";
import { checkSignals } from "./check";
import type { DashboardSpec } from "./dashboard";
import { UserError } from "./errors";
import { dashboardJson } from "./grafana";
import { platformDashboard, platformRules } from "./platform";
import { substituteGrafana, metricsIn } from "./promql";
import { ruleFiles, type AlertOverrides, type RuleFile } from "./rule-files";
import type { RuleGroup } from "./rules";
import { statsdMapping } from "./statsd-mapping";
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
  /** Series that the application's document names, as far as this stack can have them. */
  readonly documented: readonly string[];
  /** Rules and panels that ask for an exporter which this stack doesn't have. */
  readonly leftOut: readonly string[];
}

export interface SignalsOptions {
  /** What runs in the stack and is scraped. */
  readonly exporters: readonly CatalogueName[];
  /** The `job` labels that are scraped. */
  readonly jobs: readonly string[];
  readonly alertOverrides?: AlertOverrides;
  readonly datasourceUid: string;
  /** Where the runbooks are read. Default: the alerts carry no link. */
  readonly runbookBase?: string;
  readonly grafanaUrl?: string;
}

/** @throws UserError with every fault of the workload's metrics, rules and dashboards at once. */
export function makeSignals(workload: Workload, options: SignalsOptions): Signals {
  const { exporters, jobs, alertOverrides = {} } = options;
  const absent = new Set(catalogueSeries(missing(exporters)).keys());
  for (const name of catalogueSeries(exporters).keys()) absent.delete(name);
  const leftOut: string[] = [];
  const own = { rules: platformRules(jobs), dashboards: [platformDashboard] };
  const rules = (groups: readonly RuleGroup[]) => groups.map((group) => presentRules(group, absent, leftOut));
  const dashboards = (specs: readonly DashboardSpec[]) => specs.map((spec) => presentPanels(spec, absent, leftOut));
  const present = { ...workload, rules: rules(workload.rules), dashboards: dashboards(workload.dashboards) };
  const platform = { rules: rules(own.rules), dashboards: dashboards(own.dashboards) };

  const faults = checkSignals({
    // What nobody can emit here was left out above, so the document's list can't be complete.
    workload: leftOut.length > 0 ? { ...present, documentMetrics: {} } : present,
    platformRules: platform.rules,
    platformDashboards: platform.dashboards,
    exporters,
    alertOverrides,
  });
  if (faults.length > 0) throw new UserError(faults);

  const specs = {
    rules: [...platform.rules, ...present.rules],
    dashboards: [...present.dashboards, ...platform.dashboards],
  };
  const { datasourceUid, runbookBase, grafanaUrl } = options;
  return {
    workload: workload.name,
    // A worker repeats its gauges far more often; after that it is gone, and so should they be.
    statsdMapping: statsdMapping(workload.metrics, { gaugeTtlSeconds: 300 }),
    ruleFiles: ruleFiles(specs.rules, { overrides: alertOverrides, runbookBase, grafanaUrl }),
    dashboards: specs.dashboards.map((spec) => ({
      uid: spec.uid,
      title: spec.title,
      content: dashboardJson(spec, { datasourceUid }),
    })),
    specs,
    documented: Object.values(workload.documentMetrics).filter((name) => !absent.has(name)),
    leftOut,
  };
}

function missing(exporters: readonly CatalogueName[]): CatalogueName[] {
  return (Object.keys(catalogues) as CatalogueName[]).filter((name) => !exporters.includes(name));
}

/** A recorded series of an absent exporter is absent as well, for the rules and panels after it. */
function presentRules(group: RuleGroup, absent: Set<string>, leftOut: string[]): RuleGroup {
  const recordings = (group.recordings ?? []).filter(({ record, expr }) => {
    const gone = asksFor(absent, expr);
    if (gone === undefined) return true;
    absent.add(record);
    leftOut.push(`recording rule ${record}: nothing here emits ${gone}`);
    return false;
  });
  const alerts = (group.alerts ?? []).filter(({ name, expr, guard }) => {
    const gone = asksFor(absent, expr) ?? (guard === undefined ? undefined : asksFor(absent, guardExpression(guard)));
    if (gone !== undefined) leftOut.push(`alert ${name}: nothing here emits ${gone}`);
    return gone === undefined;
  });
  return { ...group, recordings, alerts };
}

function presentPanels(spec: DashboardSpec, absent: ReadonlySet<string>, leftOut: string[]): DashboardSpec {
  const rows = spec.rows.map((row) => ({
    ...row,
    panels: row.panels.filter(({ title, queries }) => {
      const gone = queries
        .map(({ expr }) => asksFor(absent, substituteGrafana(expr)))
        .find((name) => name !== undefined);
      if (gone !== undefined) leftOut.push(`panel ${title}: nothing here emits ${gone}`);
      return gone === undefined;
    }),
  }));
  return { ...spec, rows: rows.filter(({ panels }) => panels.length > 0) };
}

/** A guard is what follows `and`, with its matching before it. */
function guardExpression(guard: string): string {
  return guard.replace(/^\s*(on|ignoring)\s*\([^)]*\)/, "");
}

function asksFor(absent: ReadonlySet<string>, expr: string): string | undefined {
  try {
    return metricsIn(expr).find((name) => absent.has(name));
  } catch {
    return undefined; // Not PromQL: the check says so, with its place.
  }
}
