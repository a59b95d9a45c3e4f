import type { DataFrame, Field } from "@grafana/data";

/** The frames that have a time, with what can't be drawn, such as infinity, as gaps. */
export function graphable(frames: readonly DataFrame[]): DataFrame[] {
  return frames.flatMap((frame) => {
    const hasTime = frame.fields.some(({ type }) => type === "time");
    const hasNumber = frame.fields.some(({ type }) => type === "number");
    return hasTime && hasNumber ? [{ ...frame, fields: frame.fields.flatMap(drawable) }] : [];
  });
}

function drawable(field: Field): Field[] {
  if (field.type === "time") return [field];
  if (field.type === "boolean")
    return [{ ...field, type: "number" as Field["type"], values: field.values.map(Number) }];
  if (field.type !== "number") return [];
  const values = field.values.map((value: unknown) => (Number.isFinite(value) ? value : null));
  return [{ ...field, values }];
}
