import type { DeclaredUnit } from "./units/notation";

/** Alerts and recording rules as data. `rule-files.ts` makes Prometheus' YAML of them, `rule-tests.ts` their proofs. */

/** critical wakes somebody, warning is for the working day, info is only shown. */
export type Severity = "critical" | "warning" | "info";

/** Who looks after what an alert is about; Alertmanager routes by it. */
export const teams = ["platform", "ai", "infrastructure", "business"] as const;
export type Team = (typeof teams)[number];

/**
 * How soon somebody must react: P0 at once (nothing works any more), P1 within an hour, P2 within four hours, P3 within a
 * day. The levels of self-rag's document; all workloads have them.
 */
export const priorities = ["P0", "P1", "P2", "P3"] as const;
export type Priority = (typeof priorities)[number];

/** The priority of an alert that names none. */
export const usualPriority: Readonly<Record<Severity, Priority>> = { critical: "P1", warning: "P2", info: "P3" };

/** A Prometheus duration: `30s`, `5m`, `1h30m`. */
export type Duration = string;

export interface Runbook {
  /** What the user of the application notices. */
  readonly impact: string;
  /** The likely causes, the likeliest first. */
  readonly causes: readonly string[];
  /** What to ask Prometheus first. Default: the alert's own expression without its threshold. */
  readonly queries?: readonly string[];
  /** What to do, in order. */
  readonly steps: readonly string[];
}

/**
 * Input series of a proof in promtool's notation: `{ 'up{job="app"}': "1x60" }`.
 * One value stands every `interval` (default `1m`), the first at time 0.
 */
export type InputSeries = Readonly<Record<string, string>>;

export interface FiringProof {
  readonly series: InputSeries;
  readonly interval?: Duration;
  /** The alert is firing from this time on, and was not one interval before. */
  readonly firesAt: Duration;
  /**
   * The last time at which it still fires, where what raised it ends in `series`: that is how long its windows remember.
   * Default: nobody looks at what comes after `firesAt`.
   */
  readonly firesUntil?: Duration;
  /** Labels, besides severity, of the one alert that fires. Default none. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface QuietProof {
  /** Just under the threshold, for as long as the firing proof lasts. */
  readonly series: InputSeries;
  readonly interval?: Duration;
  /** Checked from 0 to here at every interval; the default is the firing proof's `firesAt` plus 10 intervals. */
  readonly until?: Duration;
}

/**
 * What happens to every series sooner or later. For each of these that can happen to an alert's series, `gaps.ts` makes a
 * proof of its quiet one: it must stay quiet.
 */
export const gaps = ["target gone", "counter reset", "no traffic", "first sample", "not a number"] as const;
export type Gap = (typeof gaps)[number];

export interface Alert {
  /** CamelCase, unique in the stack. */
  readonly name: string;
  /** The expression without its threshold: `expr op threshold` fires. */
  readonly expr: string;
  /** Default `>`. */
  readonly op?: ">" | ">=" | "<" | "<=" | "==";
  /** In the unit of `expr`. A user may set another one in the stack's configuration (`alerts`). */
  readonly threshold: number;
  /** The unit of `expr` by hand, where it can't be derived. */
  readonly unit?: DeclaredUnit;
  /** The histogram whose buckets must contain the threshold, when `expr` is a quantile of it. */
  readonly histogram?: string;
  /**
   * A condition that must hold as well, for instance a minimum of traffic. It follows `and`, so it begins with `on (…)`
   * when its labels differ from those of `expr`.
   */
  readonly guard?: string;
  /** How long it must hold. Default `0s`: the first evaluation fires. */
  readonly for?: Duration;
  /** How long it stays firing after it stopped holding. Default `0s`. */
  readonly keepFiringFor?: Duration;
  readonly severity: Severity;
  /** Default `platform`. */
  readonly team?: Team;
  /** Default: that of the severity (`usualPriority`). */
  readonly priority?: Priority;
  /** One line; may use `{{ $labels.x }}` and `{{ $value }}`. */
  readonly summary: string;
  readonly description: string;
  readonly runbook: Runbook;
  /** The line of the application's own document that asks for it. Empty for Sightline's own alerts. */
  readonly source?: string;
  readonly fires: FiringProof;
  /** `"always fires"` is for the one alert whose silence is the message. */
  readonly quiet: QuietProof | "always fires";
  /** Further quiet proofs by name: target gone, counter reset, no traffic. */
  readonly quietWhen?: Readonly<Record<string, QuietProof>>;
  /**
   * Gaps in which the alert fires and shall (that its target is gone is what it tells), or a proof by hand where the
   * made one isn't to the point. Default: a made one for each.
   */
  readonly gaps?: Readonly<Partial<Record<Gap, "fires" | QuietProof>>>;
}

export interface Recording {
  /** `level:metric:operations`, the convention of Prometheus. */
  readonly record: string;
  readonly expr: string;
  /** Added to each recorded series. Several rules may record one name when they differ in these. Default none. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly help: string;
  /** The unit of `expr` by hand, where it can't be derived. */
  readonly unit?: DeclaredUnit;
  /** The name under which the application's own document asks for it, where it differs. */
  readonly documentName?: string;
}

/** Rules that are evaluated together, in order; one file, one row in a preview. */
export interface RuleGroup {
  /** Unique in the stack; the file is `<name>.yaml`. Lower case with hyphens. */
  readonly name: string;
  /** Default: the stack's evaluation interval. */
  readonly interval?: Duration;
  /** The uid of the dashboard that shows what the group is about; its URL goes into the alerts. */
  readonly dashboard?: string;
  readonly recordings?: readonly Recording[];
  readonly alerts?: readonly Alert[];
}
