/** Annotations: a query's samples above 0, as events. */
import { interpolate, type Scope } from "./interpolate";
import { stepVariables, WIDTH } from "./queries";
import { aligned, stepsOf } from "./steps";
import type { AnnotationJson, Ask, LoadedAnnotation, LoadedEvent, LoadOptions, Series } from "./types";

/** Those that are on and ask Prometheus; Grafana's own, of its database, have no query. */
export async function askAnnotations(
  annotations: readonly AnnotationJson[],
  options: LoadOptions,
  scope: Scope,
  ask: Ask,
): Promise<LoadedAnnotation[]> {
  const asked = annotations.filter((each) => each.enable !== false && exprOf(each) !== "");
  return Promise.all(asked.map((annotation) => askAnnotation(annotation, options, scope, ask)));
}

/** Newer dashboards have it in `target`. */
export function exprOf({ target, expr }: AnnotationJson): string {
  const text = target?.expr ?? expr;
  return typeof text === "string" ? text.trim() : "";
}

async function askAnnotation(annotation: AnnotationJson, options: LoadOptions, scope: Scope, ask: Ask) {
  const { name = "", iconColor = "rgba(0, 211, 255, 1)", target, step: oldStep } = annotation;
  // One sample a minute, unless it says otherwise or the range is too long for it.
  const interval = target?.interval || oldStep || "60s";
  const steps = stepsOf({}, { interval }, { ...options, width: options.width ?? WIDTH });
  const inner = { ...scope, builtIn: { ...scope.builtIn, ...stepVariables(steps) } };
  const expr = interpolate(exprOf(annotation), inner, "promql");
  const { step } = steps;
  const { series = [], error } = await ask({ kind: "range", expr, ...aligned(options.range, step), step });
  const events = series.flatMap((each) => eventsOf(each, annotation, step));
  return { name, color: iconColor, events, ...(error !== undefined && { error }) };
}

/** Samples that aren't further apart than the step are one event. */
function eventsOf({ metric, values }: Series, annotation: AnnotationJson, step: number): LoadedEvent[] {
  const { titleFormat = "", textFormat = "", tagKeys = "" } = annotation;
  const keys = tagKeys.split(",").map((key) => key.trim());
  const shared = {
    title: filled(titleFormat, metric),
    text: filled(textFormat, metric),
    tags: Object.keys(metric)
      .filter((label) => keys.includes(label))
      .sort()
      .map((label) => metric[label]!),
  };
  const times = timesOf(values, annotation["useValueForTime"] === true);
  const events: { from: number; to: number }[] = [];
  for (const time of times) {
    const last = events.at(-1);
    if (last && last.to + step >= time) last.to = time;
    else events.push({ from: time, to: time });
  }
  return events.map((event) => ({ ...event, ...shared }));
}

/** When it was above 0; or the values themselves, which then are milliseconds since 1970. */
function timesOf(values: Series["values"], valueIsTime: boolean): number[] {
  if (valueIsTime) return values.map(([, value]) => Number(value) / 1000).filter(Number.isFinite);
  return values.filter(([, value]) => Number(value) > 0).map(([time]) => time);
}

/** Unlike a legend's, a label that isn't there shows its name. */
function filled(format: string, labels: Series["metric"]): string {
  return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_all, label: string) => labels[label] || label);
}
