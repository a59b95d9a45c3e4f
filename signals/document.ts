/** What an application's own document asks for, line by line: the table of docs/documents.md. */
export interface DocumentItem {
  readonly kind:
    | "metric"
    | "alert"
    | "threshold"
    | "dashboard"
    | "panel"
    | "interval"
    | "retention"
    | "slo"
    | "endpoint"
    | "probe"
    | "route"
    | "log"
    | "trace"
    | "other";
  /** As the document has it, with its number. */
  readonly item: string;
  /** Where it is here: a metric, an alert, a dashboard, a setting. */
  readonly here?: string;
  /** The test file that proves it. */
  readonly test?: string;
  /** What was made of it, or why it isn't here. */
  readonly note?: string;
}
