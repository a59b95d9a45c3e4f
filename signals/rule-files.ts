/** Prometheus' rule files: one for each group, so that a preview shows a changed rule as just that. */
import { durationSeconds } from "./durations";
import { UserError } from "./errors";
import { didYouMean } from "./nearest";
import { parse } from "./promql/tree";
import { usualPriority, type Alert, type Duration, type Recording, type RuleGroup, type Severity } from "./rules";
import type { UnitOf } from "./units/infer";
import { valueTexts } from "./value-texts";
import { toYaml } from "./yaml";

/** What a stack may set differently for one alert. What is left out stays as the workload says. */
export interface AlertOverride {
  /** In the unit of the alert's expression. For a quantile, the nearer to a bucket's bound the more exact. */
  readonly threshold?: number;
  readonly for?: Duration;
  readonly severity?: Severity;
  /** False leaves the alert out. Default true. */
  readonly enabled?: boolean;
}

export type AlertOverrides = Readonly<Record<string, AlertOverride>>;

export interface RuleFileOptions {
  /** By alert name. */
  readonly overrides?: AlertOverrides;
  /** The URL of the folder with the runbook pages, without a slash at the end. Default: no runbook_url. */
  readonly runbookBase?: string;
  /** Grafana's URL, without a slash at the end. Default: no dashboard_url. */
  readonly grafanaUrl?: string;
  /** By alert, the path of the panel that shows it. Default: of its group's dashboard. */
  readonly panels?: ReadonlyMap<string, string>;
  /** What the series measure: value and threshold are told in it. Default: they aren't told. */
  readonly unitOf?: UnitOf;
}

export interface RuleFile {
  /** `<group>.yaml` */
  readonly name: string;
  readonly content: string;
}

/**
 * One file for each group that has a rule left, sorted keys, the same bytes for the same rules.
 *
 * @throws UserError naming every override that can't be.
 */
export function ruleFiles(groups: readonly RuleGroup[], options: RuleFileOptions = {}): RuleFile[] {
  const faults = [...groupFaults(groups), ...overrideFaults(groups, options.overrides ?? {})];
  if (faults.length > 0) throw new UserError(faults);
  return groups
    .map((group) => ({ name: `${group.name}.yaml`, rules: rulesOf(group, options), interval: group.interval }))
    .filter(({ rules }) => rules.length > 0)
    .map(({ name, rules, interval }) => {
      const group = { name: name.replace(/\.yaml$/, ""), ...(interval !== undefined && { interval }), rules };
      return { name, content: toYaml({ groups: [group] }) };
    });
}

/** The whole expression of an alert, with the threshold that the stack sets. */
export function alertExpression(alert: Alert, override: AlertOverride = {}): string {
  const threshold = override.threshold ?? alert.threshold;
  const comparison = `${operand(alert.expr)} ${alert.op ?? ">"} ${threshold}`;
  return alert.guard === undefined ? comparison : `${comparison}\nand ${alert.guard}`;
}

/** What every alert carries besides the labels of its expression; it's routed by them. */
export function alertLabels(alert: Alert, severity: Severity = alert.severity) {
  return { severity, team: alert.team ?? "platform", priority: alert.priority ?? usualPriority[severity] };
}

/** Where an alert's runbook is, below `runbookBase`: a page for each group, a heading for each alert. */
export function runbookPath(group: RuleGroup, alert: Alert): string {
  return `${group.name}.md#${alert.name.toLowerCase()}`;
}

function rulesOf(group: RuleGroup, options: RuleFileOptions): object[] {
  // Recordings first: rules of a group are evaluated in order, and alerts read what was just recorded.
  return [
    ...(group.recordings ?? []).map(recordingRule),
    ...(group.alerts ?? [])
      .filter((alert) => options.overrides?.[alert.name]?.enabled !== false)
      .map((alert) => alertRule(group, alert, options)),
  ];
}

/** What a recording rule records: its name, with the labels that it adds. */
export function recordedSeries({ record, labels = {} }: Recording): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? record : `${record}{${pairs.map(([name, value]) => `${name}="${value}"`).join(", ")}}`;
}

function recordingRule(recording: Recording): object {
  const { record, expr, labels = {} } = recording;
  return { record, expr, ...(Object.keys(labels).length > 0 && { labels }) };
}

function alertRule(group: RuleGroup, alert: Alert, options: RuleFileOptions): object {
  const { overrides, runbookBase, grafanaUrl, panels, unitOf } = options;
  const path = panels?.get(alert.name) ?? (group.dashboard && `/d/${group.dashboard}`);
  const override = overrides?.[alert.name] ?? {};
  const hold = override.for ?? alert.for;
  return {
    alert: alert.name,
    expr: alertExpression(alert, override),
    ...(hold !== undefined && durationSeconds(hold) > 0 && { for: hold }),
    ...(alert.keepFiringFor !== undefined && { keep_firing_for: alert.keepFiringFor }),
    labels: alertLabels(alert, override.severity),
    annotations: {
      summary: alert.summary,
      description: alert.description,
      ...(unitOf && valueTexts(alert, override.threshold ?? alert.threshold, unitOf)),
      ...(runbookBase !== undefined && { runbook_url: `${runbookBase}/${runbookPath(group, alert)}` }),
      ...(grafanaUrl !== undefined && path !== undefined && { dashboard_url: `${grafanaUrl}${path}` }),
    },
  };
}

/** In parentheses where a comparison would otherwise bind to a part of it. */
function operand(expr: string): string {
  return parse(expr).root?.name === "BinaryExpr" ? `(${expr})` : expr;
}

/** Names that are taken twice: two alerts of one name can't be told apart, nor routed, nor overridden. */
function groupFaults(groups: readonly RuleGroup[]): string[] {
  const twice = (what: string, names: readonly string[]) =>
    [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
      (name) => `${what} ${name} is defined twice`,
    );
  return [
    ...twice(
      "rule group",
      groups.map((group) => group.name),
    ),
    ...twice(
      "alert",
      groups.flatMap((group) => (group.alerts ?? []).map((alert) => alert.name)),
    ),
    ...twice(
      "recording rule",
      groups.flatMap((group) => (group.recordings ?? []).map(recordedSeries)),
    ),
  ];
}

function overrideFaults(groups: readonly RuleGroup[], overrides: AlertOverrides): string[] {
  const names = groups.flatMap((group) => (group.alerts ?? []).map((alert) => alert.name));
  return Object.entries(overrides).flatMap(([name, override]) => {
    if (!names.includes(name)) return [`alerts.${name}: there is no such alert${didYouMean(name, names)}`];
    const faults: string[] = [];
    const { threshold, severity } = override;
    if (threshold !== undefined && !Number.isFinite(threshold)) {
      faults.push(`alerts.${name}.threshold: ${threshold} is not a number to compare with`);
    }
    if (severity !== undefined && !["critical", "warning", "info"].includes(severity)) {
      faults.push(`alerts.${name}.severity: "${severity}" is none of critical, warning, info`);
    }
    try {
      if (override.for !== undefined) durationSeconds(override.for);
    } catch (error) {
      faults.push(`alerts.${name}.for: ${(error as Error).message}`);
    }
    return faults;
  });
}
