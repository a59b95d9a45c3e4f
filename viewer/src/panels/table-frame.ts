import type { DataFrame, Field, FieldType } from "@grafana/data";
import type { Series } from "../../../signals/view/types";
import { numberOf } from "./frames";

/** A query in table format: one line for each sample, with its time, its labels and the value. */
export function tableFrame(refId: string, series: readonly Series[], valueName: string): DataFrame {
  const labels = [...new Set(series.flatMap(({ metric }) => Object.keys(metric).sort()))];
  const lines = series.flatMap(({ metric, values }) => values.map(([time, value]) => ({ metric, time, value })));
  const fields: Field[] = [
    { name: "Time", type: "time" as FieldType.time, config: {}, values: lines.map(({ time }) => time * 1000) },
    ...labels.map((label): Field => {
      // A histogram's bounds are numbers, so that they sort as such.
      const bound = label === "le";
      return {
        name: label,
        type: (bound ? "number" : "string") as FieldType,
        config: { filterable: true },
        values: lines.map(({ metric }) => (bound ? numberOf(metric[label] ?? "NaN") : metric[label])),
      };
    }),
    {
      name: valueName,
      type: "number" as FieldType.number,
      config: {},
      values: lines.map(({ value }) => numberOf(value)),
    },
  ];
  return { refId, fields, length: lines.length };
}
