/**
 * Answers of Prometheus as Grafana's data frames, as Grafana's Prometheus data source makes them. Only the types are
 * Grafana's, so that this is testable in Node.
 */
import type { DataFrame, Field, FieldType } from "@grafana/data";
import type { LoadedQuery, Series } from "../../../signals/view/types";
import { bucketFrames } from "./buckets";
import { legendOf } from "./legend";
import { tableFrame } from "./table-frame";

const TIME = "time" as FieldType.time;
const NUMBER = "number" as FieldType.number;

/** The frames of all queries that were answered, in the queries' order. */
export function framesOf(queries: readonly LoadedQuery[]): DataFrame[] {
  const tables = queries.filter((query) => query.format === "table").length;
  return queries.flatMap((query) => {
    const series = query.answer.series ?? [];
    if (series.length === 0) return [];
    if (query.format === "table")
      return [tableFrame(query.refId, series, tables > 1 ? `Value #${query.refId}` : "Value")];
    const frames = series.map((each) => seriesFrame(each, query));
    return query.format === "heatmap" ? bucketFrames(frames, query.refId) : frames;
  });
}

function seriesFrame({ metric, values }: Series, { refId, legendFormat, expr, instant, step }: LoadedQuery): DataFrame {
  const name = legendOf(metric, legendFormat, expr);
  const fields: Field[] = [
    {
      name: "Time",
      type: TIME,
      // Grafana breaks lines where a sample is missing by this.
      config: instant ? {} : { interval: step * 1000 },
      values: values.map(([time]) => time * 1000),
    },
    {
      name: "Value",
      type: NUMBER,
      labels: { ...metric },
      config: name === "" ? {} : { displayNameFromDS: name },
      values: values.map(([, value]) => numberOf(value)),
    },
  ];
  return { refId, ...(name === "" ? {} : { name }), fields, length: values.length };
}

/** Prometheus' text of a value. What isn't a number is nothing: a NaN in a canvas' path leaves the whole line out. */
export function numberOf(text: string): number | null {
  const value = /^[+-]?Inf$/.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
  return Number.isNaN(value) ? null : value;
}
