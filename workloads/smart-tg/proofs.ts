import { scraped } from "../../signals/proofs";
import type { Metric } from "../../signals/metrics";
import type { Alert, InputSeries } from "../../signals/rules";

/** One request, as the proofs of HTTP alerts count them. */
export const ok = { endpoint: "/api/v1/accounts", method: "GET", status_code: "200" };

/** Where the application is scraped. */
export const app = { instance: "app:8000", job: "app" };

/** Requests by status code, as values of its counter. */
export function answered(metric: Metric, byStatus: Readonly<Record<string, string>>): InputSeries {
  const one = ([status_code, values]: [string, string]) => scraped(metric, values, { ...ok, status_code });
  return Object.assign({}, ...Object.entries(byStatus).map(one)) as InputSeries;
}

/**
 * Proofs of an alert on a gauge that is too high for some minutes: just over, just under, and a short peak.
 *
 * @param step how far from the limit just over and just under are.
 */
export function tooHigh(metric: Metric, limit: number, minutes: number, step = 1): Pick<Alert, Proved> {
  const peak = `${limit / 2}x5 ${limit * 1.1}x${minutes - 1} ${limit / 2}x60`;
  return {
    for: `${minutes}m`,
    fires: { series: scraped(metric, `${limit + step}x60`), firesAt: `${minutes}m`, labels: app },
    quiet: { series: scraped(metric, `${limit}x60`) },
    quietWhen: { "a short peak": { series: scraped(metric, peak) } },
  };
}

type Proved = "for" | "fires" | "quiet" | "quietWhen";
