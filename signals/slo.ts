/** Service level objectives as data. `slo/` makes recording rules, alerts with proofs and a dashboard of them. */
import type { Metric } from "./metrics";
import type { Duration, Team } from "./rules";

/** A metric's series, of some label values only. */
export interface Selected {
  readonly metric: Metric;
  /** PromQL's matchers without braces: `status=~"5.."`. Default: all. */
  readonly matchers?: string;
}

/** What share of something is bad. */
export type Indicator =
  /** Bad events over all events, both counters (or the `_count` of histograms). Several are added up. */
  | {
      readonly kind: "events";
      readonly bad: Selected | readonly Selected[];
      readonly total: Selected | readonly Selected[];
    }
  /** Events that took longer than `under`, which is a bucket's bound of the histogram, in its unit. */
  | { readonly kind: "latency"; readonly histogram: Selected; readonly under: number }
  /** The share of time in which no target of a job answered its scrape, or there was none. */
  | { readonly kind: "time"; readonly job: string };

export interface Slo {
  /** Lower case with hyphens, unique in the workload: `availability`. */
  readonly name: string;
  readonly title: string;
  /** What it means to a user of the application. One sentence. */
  readonly description: string;
  /** Percent of good events or time, over 0 and under 100: 99.9. */
  readonly objective: number;
  /**
   * Over which it is kept: whole hours, at least a day, at most the retention. Default `30d`, or the retention where that
   * is shorter.
   */
  readonly window?: Duration;
  readonly indicator: Indicator;
  /** Default `platform`. */
  readonly team?: Team;
  /** Which of the application's own demands it is, in its document. */
  readonly source?: string;
}
