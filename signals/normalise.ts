/** Label values that are made one before they're stored: `/accounts/123` becomes `/accounts/{id}`. */
import { didYouMean } from "./nearest";
import type { Workload } from "./workload";

/** A step of Prometheus' `metric_relabel_configs`; every regular expression is anchored at both ends. */
export interface MetricRelabel {
  readonly action: "drop" | "keep" | "replace";
  readonly sourceLabels: readonly string[];
  readonly regex: string;
  /** `replace` only. */
  readonly targetLabel?: string;
  readonly replacement?: string;
}

/** One replacement takes one id; a path has at most so many: `/tenants/1/accounts/2/messages/3/files/4`. */
const idsInOneValue = 4;

/**
 * The relabelling of the application's scrape that its workload asks for.
 *
 * It is a safety net: an application should normalise by itself. Two series that become alike here are one target's
 * samples of the same time, of which Prometheus keeps the first and counts the rest in
 * `prometheus_target_scrapes_sample_duplicate_timestamp_total`: a counter of many ids then counts one of them only.
 */
export function normalisation({ normalise = [] }: Pick<Workload, "normalise">): MetricRelabel[] {
  return normalise.flatMap(({ label, regex, replacement }) =>
    Array.from({ length: idsInOneValue }, () => ({
      action: "replace" as const,
      sourceLabels: [label],
      regex,
      targetLabel: label,
      replacement,
    })),
  );
}

/** What is wrong with them. */
export function normalisationFaults({ metrics, normalise = [] }: Pick<Workload, "metrics" | "normalise">): string[] {
  const labels = [...new Set(metrics.flatMap((metric) => Object.keys(metric.labels)))];
  return normalise.flatMap(({ label, regex }) => {
    const where = `normalise "${regex}"`;
    const unknown = labels.includes(label)
      ? []
      : [`${where}: no metric has a label "${label}"${didYouMean(label, labels) || "."}`];
    return [...unknown, ...regexFaults(regex).map((fault) => `${where}: ${fault}`)];
  });
}

function regexFaults(regex: string): string[] {
  // RE2 has neither; JavaScript would take them.
  if (/\(\?<?[=!]|\\[1-9]/.test(regex)) return ["RE2 has no look-around and no back references"];
  try {
    // A metric without the label has the empty value: it would get the label.
    return new RegExp(`^(?:${regex})$`).test("") ? ["it matches the empty text, and so every metric"] : [];
  } catch {
    return ["it isn't a regular expression"];
  }
}
