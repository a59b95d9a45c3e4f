import type { Answer, Ask, DashboardJson, PanelJson, Question, Series } from "../../signals/view/types";

/** A fixed end, so that steps and alignment can be told in advance: 2026-01-31 12:00:00 UTC. */
export const NOON = Date.UTC(2026, 0, 31, 12) / 1000;

export const lastHour = { from: NOON - 3600, to: NOON };

/** A series that has the value at the question's first and last moment. */
export function series(metric: Series["metric"], value: string, question: Question): Series {
  if (question.kind === "label-values") return { metric, values: [] };
  return {
    metric,
    values:
      question.kind === "instant"
        ? [[question.time, value]]
        : [
            [question.start, value],
            [question.end, value],
          ],
  };
}

export type Told = Answer | ((question: Question) => Answer);

/**
 * Answers by what the question contains, the first that fits; label values by the label's name. What is in no list has
 * one series without labels.
 */
export function fakeAsk(answers: Readonly<Record<string, Told>> = {}): Ask & { readonly asked: Question[] } {
  const asked: Question[] = [];
  const ask = async (question: Question): Promise<Answer> => {
    asked.push(question);
    const text = question.kind === "label-values" ? `${question.label} of ${question.match ?? ""}` : question.expr;
    const found = Object.entries(answers).find(([part]) => text.includes(part))?.[1];
    if (found !== undefined) return typeof found === "function" ? found(question) : found;
    return question.kind === "label-values" ? { names: ["a", "b"] } : { series: [series({}, "1", question)] };
  };
  return Object.assign(ask, { asked });
}

/** With one panel of one query, unless told otherwise; without a fault. */
export function panel(rest: Partial<PanelJson> = {}): PanelJson {
  return {
    id: 1,
    type: "timeseries",
    title: "Requests",
    gridPos: { x: 0, y: 0, w: 12, h: 8 },
    targets: [{ refId: "A", expr: "sum(rate(requests_total[5m]))", legendFormat: "all", range: true }],
    ...rest,
  };
}

export function dashboard(rest: Partial<DashboardJson> = {}): DashboardJson {
  return { uid: "shop", title: "Shop", schemaVersion: 42, panels: [panel()], ...rest };
}
