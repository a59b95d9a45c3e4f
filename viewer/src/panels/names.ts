import { getFieldDisplayName, type DataFrame, type Field } from "@grafana/data";
import { measureText } from "@grafana/ui";

export interface NamedField {
  readonly name: string;
  readonly field: Field;
  readonly frame: DataFrame;
}

/** Every field of values, with its name. */
export function valueFields(frames: DataFrame[]): NamedField[] {
  return frames.flatMap((frame) =>
    frame.fields
      .filter(({ type, config }) => type !== "time" && config.custom?.hideFrom?.viz !== true)
      .map((field) => ({ field, frame, name: getFieldDisplayName(field, frame, frames) })),
  );
}

/** Room for the longest of these texts, but no more than a share of the whole. */
export function roomFor(texts: readonly string[], most: number): number {
  return Math.min(most, Math.ceil(Math.max(0, ...texts.map((text) => measureText(text, 12).width))) + 10);
}
