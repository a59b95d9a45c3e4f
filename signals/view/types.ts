/**
 * A dashboard between its JSON and what is drawn: the same model for pictures, for the stand-in viewer, for `verify` and
 * for the tests. Plain data and functions, for Node and the browser; all of it can be written as JSON.
 */

/** The parts of Grafana's dashboard JSON (schema version 36 to 42) that are read here; the rest is kept as it is. */
export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly schemaVersion?: number;
  readonly refresh?: string;
  readonly time?: { readonly from: string; readonly to: string };
  readonly timezone?: string;
  readonly panels?: readonly PanelJson[];
  readonly templating?: { readonly list?: readonly VariableJson[] };
  readonly annotations?: { readonly list?: readonly AnnotationJson[] };
  readonly [other: string]: unknown;
}

export interface GridPos {
  /** Columns of 24, and rows of 30 pixels with 8 between them. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface PanelJson {
  readonly id?: number;
  /** Grafana's plug-in id: `timeseries`, `stat`, ...; `row` is a heading. */
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos?: GridPos;
  readonly targets?: readonly TargetJson[];
  readonly fieldConfig?: unknown;
  readonly options?: unknown;
  readonly transformations?: readonly unknown[];
  /** The name of a variable: one panel, or row, for each of its chosen values. */
  readonly repeat?: string;
  readonly repeatDirection?: "h" | "v";
  /** Panels beside each other at most. Default 4. */
  readonly maxPerRow?: number;
  /** Query options: the shortest step, as a duration, and the most points. */
  readonly interval?: string;
  readonly maxDataPoints?: number;
  /** Rows only. */
  readonly collapsed?: boolean;
  /** Rows only: what a collapsed one hides. */
  readonly panels?: readonly PanelJson[];
  readonly [other: string]: unknown;
}

export interface TargetJson {
  readonly refId?: string;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly format?: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly interval?: string;
  readonly hide?: boolean;
  readonly [other: string]: unknown;
}

export interface VariableJson {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly query?: unknown;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
  readonly regex?: string;
  readonly current?: { readonly text?: unknown; readonly value?: unknown };
  readonly options?: readonly { readonly text: string; readonly value: string }[];
  /** 0 shown, 1 without its label, 2 not at all. */
  readonly hide?: number;
  readonly sort?: number;
  readonly [other: string]: unknown;
}

export interface AnnotationJson {
  readonly name?: string;
  readonly enable?: boolean;
  readonly hide?: boolean;
  readonly iconColor?: string;
  readonly titleFormat?: string;
  readonly textFormat?: string;
  readonly tagKeys?: string;
  readonly expr?: string;
  readonly step?: string;
  readonly target?: TargetJson;
  readonly [other: string]: unknown;
}

/** Seconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What Prometheus' HTTP API is asked; times in seconds since 1970, steps in seconds. */
export type Question =
  | {
      readonly kind: "range";
      readonly expr: string;
      readonly start: number;
      readonly end: number;
      readonly step: number;
    }
  | { readonly kind: "instant"; readonly expr: string; readonly time: number }
  | {
      /** `/api/v1/label/<label>/values` */
      readonly kind: "label-values";
      readonly label: string;
      /** A selector that series must match. Default: every series. */
      readonly match?: string;
      readonly start: number;
      readonly end: number;
    };

/** A series with its samples, oldest first: seconds since 1970, and the value as Prometheus writes it (`NaN`, `+Inf`). */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** A number without labels comes as one series without labels. */
export interface Answer {
  readonly series?: readonly Series[];
  /** Of `label-values`. */
  readonly names?: readonly string[];
  /** Prometheus' own words, or why it couldn't be asked. */
  readonly error?: string;
}

/** Never rejects: what went wrong is in the answer. */
export type Ask = (question: Question) => Promise<Answer>;

export interface LoadedVariable {
  readonly name: string;
  readonly label: string;
  /** As the JSON has it: `query`, `custom`, `interval`, `constant`, `textbox`, `datasource`. */
  readonly type: string;
  readonly multi: boolean;
  readonly includeAll: boolean;
  readonly hidden: boolean;
  readonly options: readonly string[];
  /** What people read instead of a value, for those values where it's something else. */
  readonly texts?: Readonly<Record<string, string>>;
  /** `$__all` alone for "All". */
  readonly selected: readonly string[];
  readonly error?: string;
}

export interface LoadedQuery {
  readonly refId: string;
  /** With every variable replaced: as it was asked. */
  readonly expr: string;
  /** Grafana's form, `{{source}}`; empty: the labels. */
  readonly legendFormat: string;
  readonly format: "time_series" | "table" | "heatmap";
  readonly instant: boolean;
  /** Seconds. */
  readonly step: number;
  readonly answer: Answer;
  /** It has only NaN because the histogram that it takes a quantile of counted nothing in the whole range. */
  readonly idle?: boolean;
}

export interface LoadedPanel {
  readonly kind: "panel";
  /** Unique in the dashboard, the same for the same JSON and the same variables: `12`, repeated `12:openai`. */
  readonly key: string;
  readonly id: number;
  /** With variables replaced, as are those of the description. */
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly gridPos: GridPos;
  readonly json: PanelJson;
  readonly queries: readonly LoadedQuery[];
}

export interface LoadedRow {
  readonly kind: "row";
  readonly key: string;
  readonly title: string;
  readonly gridPos: GridPos;
  /** In the JSON, whether or not it was opened here. */
  readonly collapsed: boolean;
  readonly open: boolean;
}

export interface LoadedEvent {
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

export interface LoadedAnnotation {
  readonly name: string;
  readonly color: string;
  readonly events: readonly LoadedEvent[];
  readonly error?: string;
}

/** Everything that a picture of a dashboard needs. */
export interface LoadedDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly range: TimeRange;
  /** A duration, `30s`; empty: never. */
  readonly refresh: string;
  readonly variables: readonly LoadedVariable[];
  /** From top to bottom, with repeats made and collapsed rows' panels in their place; those of closed rows are absent. */
  readonly items: readonly (LoadedRow | LoadedPanel)[];
  readonly annotations: readonly LoadedAnnotation[];
}

export interface LoadOptions {
  readonly range: TimeRange;
  /** Of Prometheus; `$__rate_interval` is at least four of them. */
  readonly scrapeIntervalSeconds: number;
  /** Of the whole grid, in pixels: decides the step. Default 1600. */
  readonly width?: number;
  /** By variable name. Default: what the JSON has as current. */
  readonly selected?: Readonly<Record<string, readonly string[]>>;
  /** Keys of the collapsed rows to open, or all of them. Default `all`. */
  readonly openRows?: "all" | readonly string[];
}

/** One thing that is wrong with a dashboard, or that whoever looks at it should know. */
export interface ViewFinding {
  readonly kind: FindingKind;
  /** `dashboard "Shop", panel "Checkout"` */
  readonly where: string;
  readonly what: string;
  /** `LoadedPanel.key`, where it's about one. */
  readonly panel?: string;
  /** A note doesn't fail a check. */
  readonly level: "fault" | "note";
}

export type FindingKind =
  | "schema"
  | "panel type"
  | "query"
  | "no data"
  | "variable"
  | "overlap"
  | "grid"
  | "legend"
  | "series"
  | "panels"
  | "identity"
  | "annotation"
  | "browser";
