import { getFieldDisplayValues, type FieldDisplay, type GrafanaTheme2, type ReduceDataOptions } from "@grafana/data";
import type { Prepared } from "./prepare";

interface Extra {
  readonly sparkline?: boolean;
  readonly percentChange?: boolean;
}

/** The single values of a panel that shows such: each series reduced, or each row. */
export function valuesOf(prepared: Prepared, theme: GrafanaTheme2, extra: Extra = {}): FieldDisplay[] {
  const { frames, fieldConfig, timeRange, timeZone, interpolate, options } = prepared;
  const values = getFieldDisplayValues({
    fieldConfig,
    reduceOptions: options["reduceOptions"] as ReduceDataOptions,
    replaceVariables: interpolate,
    theme,
    data: frames,
    timeZone,
    ...extra,
  });
  for (const { sparkline } of values) if (sparkline) sparkline.timeRange = timeRange;
  return values;
}

/** One value needs no name: the panel's title is one. */
export function named({ display, field }: FieldDisplay, count: number) {
  return count === 1 && !field.displayName ? { ...display, title: undefined } : display;
}
