import { didYouMean } from "../nearest";
import type { Metric } from "../metrics";
import { checkExpression, outputLabels, type Known } from "../promql";
import { children, parse } from "../promql/tree";
import { alertExpression, recordedSeries, type AlertOverride, type AlertOverrides } from "../rule-files";
import type { Alert, FiringProof, QuietProof, Recording, RuleGroup } from "../rules";
import { alertUnitFaults, recordingUnitFaults } from "../units/alerts";
import type { UnitOf } from "../units/infer";
import { duplicateFaults, durationFaults, emptyFaults, readTemplate } from "./text";

/**
 * `known` with the recorded series of all groups, each with the labels that its expression has, and with the labels of
 * all alerts on `ALERTS`. A rule may use what another group records, in any order, so this goes on until nothing changes.
 */
export function withRecordings(known: Known, groups: readonly RuleGroup[]): Map<string, readonly string[]> {
  const recordings = groups.flatMap((group) => group.recordings ?? []);
  const all = new Map(known);
  // Several rules may record one name; labels are only ever added, so this comes to an end.
  for (const { record, labels = {} } of recordings) {
    all.set(record, [...new Set([...(all.get(record) ?? []), ...Object.keys(labels)])].sort());
  }
  for (let round = 0; round <= recordings.length; round++) {
    let changed = false;
    for (const { record, expr } of recordings) {
      const before = all.get(record)!;
      const labels = [...new Set([...before, ...outputLabels(expr, all)])].sort();
      changed ||= before.length !== labels.length;
      all.set(record, labels);
    }
    if (!changed) break;
  }
  const alerts = groups.flatMap((group) => group.alerts ?? []);
  const ofAlerts = alerts.flatMap((alert) => outputLabels(alert.expr, all));
  for (const series of ["ALERTS", "ALERTS_FOR_STATE"]) {
    all.set(series, [...new Set([...(all.get(series) ?? []), ...ofAlerts])].sort());
  }
  return all;
}

export function ruleFaults(
  groups: readonly RuleGroup[],
  known: Known,
  metrics: readonly Metric[],
  overrides: AlertOverrides,
  dashboards: readonly string[],
  unitOf: UnitOf,
): string[] {
  const alerts = groups.flatMap((group) => group.alerts ?? []);
  const recordings = groups.flatMap((group) => group.recordings ?? []);
  const alertNames = alerts.map((alert) => alert.name);
  const twice = (kind: string) => (value: string) => `${kind} "${value}" is defined twice`;
  return [
    ...duplicateFaults(
      groups.map((group) => group.name),
      twice("rule group"),
    ),
    ...duplicateFaults(alertNames, twice("alert")),
    ...duplicateFaults(recordings.map(recordedSeries), (series) => `recording rule "${series}" is defined twice`),
    ...groups.flatMap((group) => groupFaults(group, dashboards)),
    ...recordings.flatMap((recording) => recordingFaults(recording, known, unitOf)),
    ...alerts.flatMap((alert) => alertFaults(alert, known, metrics, unitOf, overrides[alert.name])),
    ...Object.keys(overrides)
      .filter((name) => !alertNames.includes(name))
      .map((name) => `configuration of alert "${name}": there is no such alert${didYouMean(name, alertNames) || "."}`),
  ];
}

function groupFaults({ name, interval, dashboard }: RuleGroup, dashboards: readonly string[]): string[] {
  const where = `rule group "${name}"`;
  const faults = durationFaults(where, { interval });
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) faults.push(`${where}: the name is lower case with hyphens`);
  if (dashboard !== undefined && !dashboards.includes(dashboard)) {
    faults.push(`${where}: there is no dashboard with uid "${dashboard}"${didYouMean(dashboard, dashboards) || "."}`);
  }
  return faults;
}

function recordingFaults(recording: Recording, known: Known, unitOf: UnitOf): string[] {
  const { record, expr, help, labels = {} } = recording;
  const where = `recording rule "${record}"`;
  const exprFaults = checkExpression(expr, known, where);
  const faults = [...exprFaults, ...emptyFaults(where, { help })];
  if (exprFaults.length === 0) faults.push(...recordingUnitFaults(recording, unitOf, where));
  if (!/^[a-zA-Z_]\w*(:\w+)+$/.test(record)) faults.push(`${where}: the name is level:metric:operations`);
  for (const label of Object.keys(labels).filter((name) => !/^(?!__)[a-zA-Z_]\w*$/.test(name))) {
    faults.push(`${where}: label "${label}" may have only letters, digits and "_", no digit first, no "__" first`);
  }
  return faults;
}

function alertFaults(
  alert: Alert,
  known: Known,
  metrics: readonly Metric[],
  unitOf: UnitOf,
  override?: AlertOverride,
): string[] {
  const where = `alert "${alert.name}"`;
  const { summary, description, runbook } = alert;
  const exprFaults = expressionFaults(alert, known, where, override);
  const threshold = override?.threshold ?? alert.threshold;
  return [
    ...(/^[A-Z][A-Za-z0-9]*$/.test(alert.name) ? [] : [`${where}: the name is CamelCase`]),
    ...exprFaults,
    // After a fault nobody knows which labels there are.
    ...templateFaults(
      { summary, description },
      where,
      exprFaults.length > 0 ? undefined : outputLabels(alert.expr, known),
    ),
    ...(exprFaults.length > 0 ? [] : alertUnitFaults(alert, unitOf, where, override)),
    ...emptyFaults(where, { summary, description }),
    ...emptyFaults(`${where}, runbook`, { ...runbook, queries: runbook.queries ?? ["the alert's own"] }),
    ...(runbook.queries ?? []).flatMap((query) => checkExpression(query, known, `${where}, runbook`)),
    ...durationFaults(where, { for: override?.for ?? alert.for, keepFiringFor: alert.keepFiringFor }),
    ...(Number.isFinite(threshold) ? [] : [`${where}: the threshold ${threshold} isn't a finite number`]),
    ...bucketFaults(alert, threshold, metrics, where),
    ...proofFaults(alert, known, where),
  ];
}

/** The expression as Prometheus will get it, unless its parts already can't be read on their own. */
function expressionFaults(alert: Alert, known: Known, where: string, override?: AlertOverride): string[] {
  if (parse(alert.expr).root === undefined) return checkExpression(alert.expr, known, where);
  const whole = alertExpression(alert, override);
  const { root } = parse(whole);
  if (alert.guard !== undefined && root !== undefined && children(root)[1]?.name === "Or") {
    return [`${where}: "or" in the guard fires the alert by itself; put parentheses around it. In: ${alert.guard}`];
  }
  return checkExpression(whole, known, where);
}

function templateFaults(texts: Readonly<Record<string, string>>, where: string, labels?: readonly string[]): string[] {
  return Object.entries(texts).flatMap(([what, text]) => {
    const template = readTemplate(text);
    const missing = template.labels.filter((label) => labels !== undefined && !labels.includes(label));
    return [
      ...missing.map(
        (label) =>
          `${where}: ${what} uses $labels.${label}, but the expression's labels are ` +
          `{${labels!.join(", ")}}${didYouMean(label, labels!) || "."}`,
      ),
      ...template.unknown.map((variable) => `${where}: ${what} uses ${variable}, which Prometheus doesn't know`),
    ];
  });
}

/** A quantile is interpolated inside of a bucket: only at a bound is it exact enough to compare with. */
function bucketFaults(alert: Alert, threshold: number, metrics: readonly Metric[], where: string): string[] {
  if (alert.histogram === undefined) return [];
  const histograms = metrics.filter((metric) => metric.type === "histogram");
  const histogram = histograms.find(({ name }) => name === alert.histogram!.replace(/_bucket$/, ""));
  if (histogram === undefined) {
    const hint = didYouMean(
      alert.histogram,
      histograms.map(({ name }) => name),
    );
    return [`${where}: histogram "${alert.histogram}" isn't declared${hint || "."}`];
  }
  const buckets = histogram.buckets ?? [];
  if (buckets.includes(threshold)) return [];
  return [
    `${where}: its threshold ${threshold} isn't a bucket of "${histogram.name}" (${buckets.join(", ")}), ` +
      `so the quantile can't be compared with it; add the bucket, or take one of these`,
  ];
}

/** A quiet proof over misspelt series proves nothing, and no test would tell. */
function proofFaults({ fires, quiet, quietWhen = {}, gaps = {} }: Alert, known: Known, where: string): string[] {
  const named = (what: string, proofs: Readonly<Record<string, string | QuietProof>>) =>
    Object.entries(proofs).flatMap(([name, proof]): [string, QuietProof][] =>
      typeof proof === "string" ? [] : [[`${what} "${name}"`, proof]],
    );
  const proofs: [string, QuietProof & Partial<FiringProof>][] = [
    ["fires", fires],
    ...(typeof quiet === "string" ? [] : [["quiet", quiet] as [string, QuietProof]]),
    ...named("quietWhen", quietWhen),
    ...named("gaps", gaps),
  ];
  return proofs.flatMap(([name, { series, interval, firesAt, firesUntil, until }]) => [
    ...Object.keys(series).flatMap((selector) => checkExpression(selector, known, `${where}, ${name}`)),
    ...durationFaults(`${where}, ${name}`, { interval, firesAt, firesUntil, until }),
  ]);
}
