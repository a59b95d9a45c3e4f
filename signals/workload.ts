import type { Metric } from "./metrics";
import type { RuleGroup } from "./rules";
import type { DashboardSpec } from "./dashboard";

/** What Sightline knows of one application: what it emits, when that is bad, and how people look at it. */
export interface Workload {
  /** Lower case with hyphens: the name in `sightline:workload`, the folder, the job prefix. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly metrics: readonly Metric[];
  readonly rules: readonly RuleGroup[];
  readonly dashboards: readonly DashboardSpec[];
  /** Every metric that the application's own document names, and the series that stands for it here. */
  readonly documentMetrics: Readonly<Record<string, string>>;
}
