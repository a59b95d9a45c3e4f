import type { Alert, InputSeries, Runbook, Severity } from "../../signals/rules";

export interface High {
  readonly name: string;
  readonly expr: string;
  readonly limit: number;
  readonly for: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly description: string;
  readonly source: string;
  readonly runbook: Runbook;
  /** The input series of a proof, whose level is given in the unit of `limit`. */
  readonly series: (level: (factor: number) => string) => InputSeries;
  readonly labels: Readonly<Record<string, string>>;
}

/** An alert on a level that is too high for some time. */
export function high({ series, labels, limit: threshold, ...alert }: High): Alert {
  const steady = (share: number) => series((factor) => `${threshold * share * factor}x60`);
  const minutes = Number.parseInt(alert.for, 10);
  return {
    ...alert,
    threshold,
    fires: { series: steady(1.01), firesAt: alert.for, labels },
    quiet: { series: steady(0.99) },
    quietWhen: {
      "a short peak": {
        series: series((factor) => {
          const [low, peak] = [threshold * 0.5 * factor, threshold * 1.5 * factor];
          return `${low}x5 ${peak}x${minutes - 1} ${low}x60`;
        }),
      },
    },
  };
}
