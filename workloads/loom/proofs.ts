import { selector } from "../../signals/proofs";
import type { Metric } from "../../signals/metrics";
import type { InputSeries } from "../../signals/rules";

/** Input series of proofs in which traffic changes: then the moment at which an alert fires depends on every window. */

/** Events a minute, for some minutes. */
export type Phase = readonly [perMinute: number, minutes: number];

/** A counter that begins at 0 and counts in phases, one after the other; `events([4, 10], [5, 30])`. */
export function events(...phases: readonly Phase[]): string {
  let total = 0;
  const tokens = phases.map(([perMinute, minutes]) => {
    const from = total + perMinute;
    total += perMinute * minutes;
    return `${from}+${perMinute}x${minutes - 1}`;
  });
  return ["0", ...tokens].join(" ");
}

/** A counter of the service, as it's scraped. */
export function counted(metric: Metric, labels: Readonly<Record<string, string>>, values: string): InputSeries {
  const job = metric.tier === "business" ? "app-business" : "app";
  return { [selector(metric.name, { instance: "app:8000", job, ...labels })]: values };
}

/** A histogram of which `fast` observations are up to `bound` and the rest of `all` is in the bucket after it. */
export function observations(
  metric: Metric,
  labels: Readonly<Record<string, string>>,
  bound: number,
  fast: string,
  all: string,
): InputSeries {
  const own = { instance: "app:8000", job: "app", ...labels };
  const next = metric.buckets![metric.buckets!.indexOf(bound) + 1]!;
  const bucket = (le: string) => selector(`${metric.name}_bucket`, { ...own, le });
  return {
    [bucket(String(bound))]: fast,
    [bucket(String(next))]: all,
    [bucket("+Inf")]: all,
    [selector(`${metric.name}_count`, own)]: all,
  };
}
