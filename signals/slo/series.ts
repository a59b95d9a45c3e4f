/** What is recorded of every objective; the label `slo` has its name. The window's series end in `_window`. */
import type { Duration } from "../rules";

/** 1 while no target answers, else 0; of objectives of time only. */
export const down = "slo:down:now";
export const objective = "slo:objective:ratio";
/** The share that may be bad. */
export const budget = "slo:error_budget:ratio";
/** What is left of the budget over the window: 1 untouched, 0 used up, negative overspent. */
export const remaining = "slo:error_budget_remaining:ratio";
/** How many times too fast the budget has burned in the last hour: at 1 it lasts for exactly its window. */
export const burnRate = "slo:burn_rate:ratio1h";

/** Of the objective's window, whatever its length. */
export const window = "_window";

export function total(span: Duration): string {
  return `slo:events:increase${span}`;
}

export function bad(span: Duration): string {
  return `slo:bad_events:increase${span}`;
}

export function badShare(span: Duration): string {
  return `slo:bad_events:ratio${span}`;
}

/** Of one objective only. */
export function of(series: string, slo: string): string {
  return `${series}{slo="${slo}"}`;
}
