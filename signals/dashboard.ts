/** Dashboards as data. `grafana.ts` makes Grafana's JSON of them with the official builders. */
import type { CustomUnit, GrafanaUnitId } from "./units/grafana-ids";
import type { DeclaredUnit } from "./units/notation";

/** Panel kinds that Grafana has and that can be drawn without a Grafana server. */
export type PanelKind = "timeseries" | "stat" | "bargauge" | "gauge" | "table";

/** An id that Grafana has, or a form such as `suffix:km`. The check compares it with what the queries give. */
export type GrafanaUnit = GrafanaUnitId | CustomUnit;

export interface QuerySpec {
  /** PromQL; may use `$__rate_interval`, `$__range` and the dashboard's variables. */
  readonly expr: string;
  /** Legend in Grafana's form: `{{source}}`. */
  readonly legend: string;
  /** Only the newest value; for stat, gauge, bar gauge and table panels. */
  readonly instant?: boolean;
  /** How often what it asks for is scraped, where that's more rarely than the rest. Set by the stack's settings. */
  readonly scrapeSeconds?: number;
  /** The query's unit by hand, where it can't be derived, or the panel shall show it as something else. */
  readonly unit?: DeclaredUnit;
}

export interface ThresholdSpec {
  readonly value: number;
  readonly severity: "critical" | "warning";
  /** Bad is under the value instead of over it. Default false. */
  readonly below?: boolean;
}

export interface PanelSpec {
  readonly title: string;
  /** What it shows and what to make of it; the document's metric name is findable here. */
  readonly description: string;
  readonly kind: PanelKind;
  readonly unit: GrafanaUnit;
  readonly queries: readonly QuerySpec[];
  /** Of Grafana's 24 columns, in proportion to its neighbours: lines are filled to the edge. Default 8. */
  readonly width?: number;
  /** In grid rows of 30 pixels. Default 8. */
  readonly height?: number;
  /**
   * Names of the alerts that it shows: their thresholds, as the stack sets them, are drawn, and they link here. They
   * have the panel's unit.
   */
  readonly alerts?: readonly string[];
  /** Thresholds besides those of `alerts`. */
  readonly thresholds?: readonly ThresholdSpec[];
  readonly stacked?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
}

/** The rows of every dashboard, in this order; none is needed. A title may go on after a colon: `Latency: LLM calls`. */
export const rowOrder = ["Health", "Traffic", "Errors", "Latency", "Saturation", "Business"] as const;

export interface RowSpec {
  /** One of `rowOrder`, or one with a colon and more. */
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

/** A query variable: the values of a label of a metric. Multi-value with "All". */
export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  readonly metric: string;
  readonly labelName: string;
}

export interface DashboardSpec {
  /** Fixed, unique in the stack; part of the URL. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly VariableSpec[];
  readonly rows: readonly RowSpec[];
  /** Default `30s`. */
  readonly refresh?: string;
  /** Default `now-1h`. */
  readonly from?: string;
}
