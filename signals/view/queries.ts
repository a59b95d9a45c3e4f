/** What a panel asks Prometheus. */
import { hasData } from "./asking";
import { interpolate, type Scope } from "./interpolate";
import { quantileSources } from "./quantiles";
import { aligned, durationText, panelWidth, stepsOf } from "./steps";
import type { PlacedPanel } from "./layout";
import type { Answer, Ask, LoadedQuery, LoadOptions, PanelJson, Question, TargetJson, TimeRange } from "./types";

/** Of the whole grid, where nobody says: a common screen without Grafana's margins. */
export const WIDTH = 1600;

/** `$__range` and its like, the same for a whole dashboard. */
export function rangeVariables({ from, to }: TimeRange): Readonly<Record<string, string>> {
  const length = to - from;
  return {
    __from: String(Math.round(from * 1000)),
    __to: String(Math.round(to * 1000)),
    __range: `${Math.round(length)}s`,
    __range_s: String(Math.round(length)),
    __range_ms: String(Math.round(length * 1000)),
  };
}

export function stepVariables({ step, rateInterval }: { step: number; rateInterval: number }) {
  return {
    __interval: durationText(step),
    __interval_ms: String(Math.round(step * 1000)),
    __rate_interval: durationText(rateInterval),
    __rate_interval_ms: String(Math.round(rateInterval * 1000)),
  };
}

/** Queries that are hidden or empty aren't asked, as in Grafana. One that is both range and instant is two. */
export async function askPanel({ json, gridPos, scope }: PlacedPanel, options: LoadOptions, ask: Ask) {
  const width = panelWidth(gridPos.w, options.width ?? WIDTH);
  const shown = (json.targets ?? []).filter(
    ({ hide, expr }) => !hide && typeof expr === "string" && expr.trim() !== "",
  );
  const kinds = shown.flatMap((target) => {
    const both = target.instant === true && target.range === true;
    return both ? [{ ...target, instant: false }, target] : [target];
  });
  return Promise.all(kinds.map((target, i) => askTarget(target, i, json, { ...options, width }, scope, ask)));
}

async function askTarget(
  target: TargetJson,
  i: number,
  panel: PanelJson,
  options: LoadOptions & { readonly width: number },
  outer: Scope,
  ask: Ask,
): Promise<LoadedQuery> {
  const shortest = (interval: string | undefined) => interpolate(interval ?? "", outer, "glob");
  const own = { ...target, interval: shortest(target.interval) };
  const steps = stepsOf({ ...panel, interval: shortest(panel.interval) }, own, options);
  const scope = { ...outer, builtIn: { ...outer.builtIn, ...stepVariables(steps) } };
  const expr = interpolate(target.expr ?? "", scope, "promql");
  const instant = target.instant === true;
  const question: Question = instant
    ? { kind: "instant", expr, time: options.range.to }
    : { kind: "range", expr, ...aligned(options.range, steps.step), step: steps.step };
  const answer = await ask(question);
  const format = target.format === "table" || target.format === "heatmap" ? target.format : "time_series";
  return {
    refId: target.refId ?? String.fromCharCode("A".charCodeAt(0) + i),
    expr,
    legendFormat: interpolate(target.legendFormat ?? "", scope, "glob"),
    format,
    instant,
    step: steps.step,
    answer,
    ...((await isIdle(question, answer, ask)) && { idle: true }),
  };
}

/** Only NaN, and some quantile in it is taken of a histogram that is there and counted nothing. */
async function isIdle(question: Question, answer: Answer, ask: Ask): Promise<boolean> {
  if (question.kind === "label-values" || !answer.series?.length || hasData(answer)) return false;
  const sources = quantileSources(question.expr);
  const sums = await Promise.all(sources.map((source) => ask({ ...question, expr: `sum(${source})` })));
  return sums.some(
    (sum) => hasData(sum) && sum.series!.every(({ values }) => values.every(([, v]) => Number(v) === 0)),
  );
}
