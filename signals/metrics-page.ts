/** docs/metrics.md: what each workload emits, when that is bad, and where the names of its own document are. */
import { metricsIn } from "./promql";
import type { Metric } from "./metrics";
import { runbookPath } from "./rule-files";
import { recordingsOf } from "./needed-recordings";
import type { Alert, Recording, RuleGroup } from "./rules";
import { statsdType } from "./statsd-mapping";
import type { Workload } from "./workload";

/** The same bytes for the same workloads. */
export function metricsPage(workloads: readonly Workload[], platformRules: readonly RuleGroup[]): string {
  return `${[introduction, ...workloads.flatMap(workloadSection), ...platformSection(platformRules)].join("\n\n")}\n`;
}

const introduction = `# Metrics and alerts

Made from the declarations in \`workloads/\` and \`signals/platform/\` by \`npm run docs\`.

- Units are base units: seconds, bytes. \`percent\` is 0 to 100, \`ratio\` is 0 to 1. No unit is a plain count.
- A histogram is stored as three series: \`_bucket\`, \`_count\` and \`_sum\`.
- **StatsD** is the name and type on the wire: \`name:value|type\`. Durations are sent in milliseconds (\`ms\`) and stored
  in seconds. A metric without one is exposed by the application itself.
- **Alert** is what fires, with the default threshold. A stack may set another one:
  [\`sightline:alerts\`](configuration.md#sightlinealerts).`;

function workloadSection({ name, title, description, metrics, rules, documentMetrics }: Workload): string[] {
  const recordings = rules.flatMap((group) => group.recordings ?? []);
  const watching = alertsByMetric(rules, recordings);
  const documented = Object.entries(documentMetrics);
  return [
    `## ${title}`,
    `\`sightline:workload: ${name}\`. ${description}`,
    `### What it emits: ${metrics.length} metrics`,
    rows(
      ["metric", "type", "unit", "labels", "StatsD", "alerts", "what it is"],
      metrics.map((metric) => [
        code(metric.name),
        metric.type,
        metric.unit,
        Object.keys(metric.labels).map(code).join(", "),
        metric.from === "worker" ? code(`${metric.statsd}:…|${statsdType(metric)}`) : "",
        (watching.get(metric.name) ?? []).map(({ group, alert }) => alertLink(group, alert)).join(", "),
        prose(metric.help),
      ]),
    ),
    "### Buckets",
    "The thresholds of the alerts are among them, so a quantile is exact there.",
    rows(["histogram", "upper bounds"], metrics.filter(isHistogram).map(bucketRow)),
    `### Recording rules: ${recordings.length}`,
    rows(
      ["series", "what it is"],
      recordings.map(({ record, help }) => [code(record), prose(help)]),
    ),
    `### The document's names: ${documented.length}`,
    "Which series stands for each metric that the application's own document names.",
    rows(
      ["document", "series"],
      documented.map(([wanted, series]) => [code(wanted), wanted === series ? "the same" : code(series)]),
    ),
    `### Alerts: ${rules.flatMap((group) => group.alerts ?? []).length}`,
    alertTable(rules, true),
  ];
}

function platformSection(rules: readonly RuleGroup[]): string[] {
  return [
    "## Of every stack",
    "These watch the monitoring itself and what it stands on, whatever the workload.",
    alertTable(rules, false),
  ];
}

function alertTable(groups: readonly RuleGroup[], withSource: boolean): string {
  const all = groups.flatMap((group) => (group.alerts ?? []).map((alert) => ({ group, alert })));
  return rows(
    ["alert", "severity", "fires when", "for", ...(withSource ? ["the document asks"] : [])],
    all.map(({ group, alert }) => [
      alertLink(group, alert),
      alert.severity,
      condition(alert),
      alert.for ?? "at once",
      ...(withSource ? [prose(alert.source ?? "")] : []),
    ]),
  );
}

/** The expression is in the runbook; here a recorded one by its name, others by the metrics that they ask for. */
function condition({ expr, op = ">", threshold, guard }: Alert): string {
  const short = expr.length <= 60 && !expr.includes("\n") ? expr : `… of ${metricsIn(expr).join(", ")}`;
  return `${code(`${short} ${op} ${threshold}`)}${guard === undefined ? "" : ", with enough traffic"}`;
}

interface Watching {
  readonly group: RuleGroup;
  readonly alert: Alert;
}

/** Which alerts watch a metric, by its declared name, through recording rules as well. */
function alertsByMetric(groups: readonly RuleGroup[], recordings: readonly Recording[]): Map<string, Watching[]> {
  const behind = (alert: Alert): string[] =>
    [alert, ...recordingsOf(alert, recordings)]
      .flatMap(({ expr }) => metricsIn(expr))
      .flatMap((name) => [name.replace(/_(bucket|count|sum)$/, ""), name]);
  const found = new Map<string, Watching[]>();
  for (const group of groups) {
    for (const alert of group.alerts ?? []) {
      for (const name of new Set(behind(alert))) found.set(name, [...(found.get(name) ?? []), { group, alert }]);
    }
  }
  return found;
}

function alertLink(group: RuleGroup, alert: Alert): string {
  return `[${alert.name}](runbooks/${runbookPath(group, alert)})`;
}

function isHistogram({ type }: Metric): boolean {
  return type === "histogram";
}

function bucketRow({ name, buckets = [], unit }: Metric): string[] {
  return [code(name), `${buckets.join(", ")} ${unit}`.trim()];
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...body.map(row)].join("\n");
}

/** `<id>` would be taken for HTML. */
function prose(text: string): string {
  return text.replaceAll("<", "&lt;");
}

function code(text: string): string {
  return `\`${text}\``;
}
