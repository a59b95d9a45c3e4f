import type { DashboardSpec } from "./dashboard";
import type { Metric } from "./metrics";
import type { RuleGroup } from "./rules";
import type { Slo } from "./slo";
import type { SpendSpec } from "./spend";

/** What Sightline knows of one application: what it emits, when that is bad, and how people look at it. */
export interface Workload {
  /** Lower case with hyphens: the name in `sightline:workload`, the folder, the job prefix. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly metrics: readonly Metric[];
  readonly rules: readonly RuleGroup[];
  readonly dashboards: readonly DashboardSpec[];
  /** Service level objectives. Default none. */
  readonly slos?: readonly Slo[];
  /** What its language models cost. Default: it uses none, or nobody asks. */
  readonly spend?: SpendSpec;
  /**
   * Stack configuration that the application's document asks for: intervals, retention, its port, whether it has a
   * database. As below `sightline:` in a stack file, which wins over it, key by key.
   */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Label values that are made one before they're stored, so that ids don't become series. Default none. */
  readonly normalise?: readonly Normalisation[];
  /** Every metric that the application's own document names, and the series that stands for it here. */
  readonly documentMetrics: Readonly<Record<string, string>>;
}

/** `/api/v1/accounts/123` is stored as `/api/v1/accounts/{id}`. */
export interface Normalisation {
  readonly label: string;
  /** RE2, anchored at both ends, as Prometheus' relabelling has it. */
  readonly regex: string;
  /** May use `$1`. */
  readonly replacement: string;
}
