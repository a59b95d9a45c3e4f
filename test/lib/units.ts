import { checkSignals } from "../../signals/check";
import type { GrafanaUnit, PanelSpec, QuerySpec } from "../../signals/dashboard";
import { counter, gauge, histogram } from "../../signals/metrics";
import type { Alert, Recording } from "../../signals/rules";
import { deriveUnit, whyUnknown } from "../../signals/units/infer";
import { describe } from "../../signals/units/notation";
import { forUnits } from "../../signals/units/panels";
import { unitsOfSeries } from "../../signals/units/series";
import { isUnknown } from "../../signals/units/unit";
import type { Workload } from "../../signals/workload";
import { alert, workload } from "./workload";

const app = { help: "Help.", from: "app" } as const;

/** One metric of each type and unit of the contract. */
export const metrics = [
  counter("orders_total", { ...app, labels: { status: ["ok"] } }),
  counter("failed_orders_total", app),
  counter("sent_bytes_total", { ...app, unit: "bytes" }),
  counter("busy_seconds_total", { ...app, unit: "seconds" }),
  gauge("queue_length", app),
  gauge("heap_bytes", { ...app, unit: "bytes" }),
  gauge("lag_seconds", { ...app, unit: "seconds" }),
  gauge("last_run_timestamp_seconds", { ...app, unit: "seconds" }),
  gauge("cpu_percent", { ...app, unit: "percent" }),
  gauge("hit_ratio", { ...app, unit: "ratio" }),
  gauge("release_info", app),
  histogram("checkout_seconds", { ...app, buckets: [1, 2] }),
  histogram("upload_bytes", { ...app, unit: "bytes", buckets: [1, 2] }),
];

/** The unit of an expression in words, or why there is none; what is mixed up in it behind. */
export function unitIn(expr: string, recordings: readonly Recording[] = []): string {
  const { unit, faults } = deriveUnit(forUnits(expr), unitsOfSeries(metrics, recordings));
  const told = isUnknown(unit) ? `unknown: ${whyUnknown(unit)}` : describe(unit);
  return [told, ...faults].join(" | ");
}

const exporters = ["node-exporter", "postgres-exporter", "prometheus", "redis-exporter"] as const;
const group = workload.rules[0]!;
const dashboard = { ...workload.dashboards[0]!, title: "D", variables: [] };

function faults(changed: Partial<Workload>): string[] {
  const bare = { ...workload, metrics, documentMetrics: {}, rules: [{ ...group, recordings: [], alerts: [] }] };
  return checkSignals({
    workload: { ...bare, dashboards: [{ ...dashboard, rows: [] }], ...changed },
    platformRules: [],
    exporters,
  });
}

/** What the preview says of one panel, `P` on dashboard `D`; a query is its expression, or more. */
export function panelFaults(
  unit: string,
  queries: readonly (string | Partial<QuerySpec>)[],
  rest: Partial<PanelSpec> = {},
) {
  const panel: PanelSpec = {
    title: "P",
    description: "A panel.",
    kind: "timeseries",
    ...rest,
    unit: unit as GrafanaUnit,
    queries: queries.map((query) => ({
      expr: "",
      legend: "",
      ...(typeof query === "string" ? { expr: query } : query),
    })),
  };
  return faults({ dashboards: [{ ...dashboard, rows: [{ title: "Row", panels: [panel] }] }] });
}

/** What the preview says of one alert, `A`. */
export function alertFaults(changed: Partial<Alert>, recordings: readonly Recording[] = []): string[] {
  const proof = { series: {}, firesAt: "1m" };
  const quiet = { guard: undefined, summary: "Summary.", description: "Description.", fires: proof, quiet: proof };
  return faults({ rules: [{ ...group, recordings, alerts: [{ ...alert, ...quiet, name: "A", ...changed }] }] });
}
