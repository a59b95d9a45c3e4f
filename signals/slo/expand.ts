/** Objectives become rules and a dashboard like any others of the workload: checked, proved, documented, deployed. */
import type { RuleGroup } from "../rules";
import type { Workload } from "../workload";
import { alertName, sloAlerts } from "./alerts";
import { sloDashboard, sloDashboardUid } from "./dashboard";
import { sloFaults } from "./faults";
import { sloRecordings } from "./recordings";
import { budgetOf, burns, canBurn } from "./windows";

/** Spans are minutes and longer: twice a minute is often enough, however often the stack evaluates its other rules. */
const INTERVAL = "30s";

export interface SloOptions {
  /** How long samples are kept. Default: for ever. */
  readonly retentionSeconds?: number;
  /** The `job` labels that are scraped. Default: any. */
  readonly jobs?: readonly string[];
}

/** The rules of a workload's objectives, which are without faults (`sloFaults`); empty when it has none. */
export function sloRules(workload: Workload, { retentionSeconds }: SloOptions = {}): RuleGroup[] {
  const { name, slos = [] } = workload;
  if (slos.length === 0) return [];
  return [
    {
      name: `${name}-slo`,
      interval: INTERVAL,
      dashboard: sloDashboardUid(workload),
      recordings: sloRecordings(slos, retentionSeconds),
      alerts: slos.flatMap((slo) => sloAlerts(slo, retentionSeconds)),
    },
  ];
}

export interface WithSlos {
  /** With the rules and the dashboard of its objectives. */
  readonly workload: Workload;
  readonly faults: readonly string[];
  /** Alerts that can't fire and objectives of what isn't there, each with the reason. */
  readonly leftOut: readonly string[];
}

/** A workload with what its objectives become. Those with faults become nothing. */
export function withSlos(workload: Workload, options: SloOptions = {}): WithSlos {
  const { retentionSeconds, jobs } = options;
  const faults = sloFaults(workload, retentionSeconds);
  const sound = [...faults.keys()].filter((slo) => faults.get(slo)!.length === 0);
  const isThere = ({ indicator }: (typeof sound)[number]) =>
    indicator.kind !== "time" || jobs === undefined || jobs.includes(indicator.job);
  const kept = { ...workload, slos: sound.filter(isThere) };
  const dashboard = sloDashboard(kept, retentionSeconds);
  return {
    workload: {
      ...workload,
      rules: [...workload.rules, ...sloRules(kept, options)],
      dashboards: [...workload.dashboards, ...(dashboard === undefined ? [] : [dashboard])],
    },
    faults: [...faults.values()].flat(),
    leftOut: [
      ...sound.filter((slo) => !isThere(slo)).map(({ name }) => `slo ${name}: nothing here is scraped as its job`),
      ...kept.slos.flatMap((slo) =>
        burns
          .filter((burn) => !canBurn(slo, burn))
          .map(
            (burn) =>
              `alert ${alertName(slo, burn)}: with an objective of ${slo.objective} % the budget burns at most ` +
              `${Number((1 / budgetOf(slo)).toPrecision(3))} times too fast, and never ${burn.factor} times`,
          ),
      ),
    ],
  };
}
