import { didYouMean } from "../../nearest";
import { hasData } from "../asking";
import { legendLabels, legendText } from "../legend";
import type { LoadedPanel, LoadedQuery, ViewFinding } from "../types";
import type { Limits } from "./limits";
import { count, fault, note, quoted, repeated, type At } from "./say";

/** What Prometheus' answers tell about a panel. */
export function answerFindings(panel: LoadedPanel, at: At, limits: Limits): ViewFinding[] {
  return [...dataFindings(panel, at), ...countFindings(panel, at, limits), ...legendFindings(panel, at)];
}

/** NaN draws nothing: a panel of only NaN is as empty as one without series. */
function dataFindings({ queries }: LoadedPanel, at: At): ViewFinding[] {
  const failed = queries.filter(({ answer }) => answer.error !== undefined);
  const answered = queries.filter(({ answer }) => answer.error === undefined);
  const [idle, empty] = split(
    answered.filter(({ answer }) => !hasData(answer)),
    (query) => query.idle === true,
  );
  const name = ({ refId }: LoadedQuery) => (queries.length > 1 ? `query ${refId}` : "its query");
  return [
    ...failed.map((query) => fault("query", at, `${name(query)} fails: ${query.answer.error}. In: ${query.expr}`)),
    ...(empty.length > 0 && empty.length === queries.length
      ? [fault("no data", at, `it shows nothing: ${empty.map(({ expr }) => expr).join("; ")}`)]
      : empty.map((query) => fault("no data", at, `${name(query)} shows nothing: ${query.expr}`))),
    ...idle.map((query) => note("no data", at, `${name(query)} has no number yet: nothing happened in this time`)),
  ];
}

function split<T>(all: readonly T[], first: (each: T) => boolean): [T[], T[]] {
  return [all.filter(first), all.filter((each) => !first(each))];
}

/** It depends on how much there is just now, so it's only a note. */
function countFindings({ type, queries }: LoadedPanel, at: At, limits: Limits): ViewFinding[] {
  const most = limits.series[type];
  const series = queries.flatMap(({ answer }) => answer.series ?? []);
  const [found, what] =
    type === "table"
      ? [series.reduce((sum, { values }) => sum + values.length, 0), "lines"]
      : [series.length, "series"];
  if (most === undefined || found <= most) return [];
  return [note("series", at, `it shows ${found} ${what}, more than the ${most} that can be read; aggregate them`)];
}

/** A table has its labels as columns. */
function legendFindings({ type, queries }: LoadedPanel, at: At): ViewFinding[] {
  if (type === "table") return [];
  const named = queries.filter(({ legendFormat, format, answer }) => {
    return legendFormat !== "" && legendFormat !== "__auto" && format === "time_series" && hasData(answer);
  });
  const texts = named.flatMap(({ legendFormat, answer }) =>
    answer.series!.map(({ metric }) => legendText(legendFormat, metric)),
  );
  const same = repeated(texts).filter((text) => text.trim() !== "");
  const times = texts.filter((text) => same.includes(text)).length;
  return [
    ...named.flatMap((query) => blankFindings(query, at)),
    ...(same.length > 0
      ? [note("legend", at, `${count(times, "series", "series")} can't be told apart: ${quoted(same.slice(0, 3))}`)]
      : []),
  ];
}

function blankFindings({ legendFormat, answer }: LoadedQuery, at: At): ViewFinding[] {
  const there = [...new Set(answer.series!.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return [...new Set(legendLabels(legendFormat))]
    .filter((label) => !there.includes(label))
    .map((label) => {
      const what = `its legend names {{${label}}}, but the series have {${there.join(", ")}}`;
      return fault("legend", at, `${what}${didYouMean(label, there)}`);
    });
}
