import { getFieldDisplayName, type DataFrame } from "@grafana/data";
import { SeriesVisibilityChangeMode } from "@grafana/ui";
import { useCallback, useMemo, useState } from "react";

/** Pressed in the legend, a series is shown alone; once more shows all. With a modifier key it's hidden or shown. */
export function useHiddenSeries(frames: DataFrame[]) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const names = useMemo(
    () => frames.flatMap((frame) => valueFields(frame).map((field) => getFieldDisplayName(field, frame, frames))),
    [frames],
  );
  const toggle = useCallback(
    (name: string, mode: SeriesVisibilityChangeMode) =>
      setHidden((before) => {
        const after = new Set(before);
        if (mode === SeriesVisibilityChangeMode.AppendToSelection) {
          if (!after.delete(name)) after.add(name);
          return after;
        }
        const alone = !before.has(name) && before.size === names.length - 1;
        return new Set(alone ? [] : names.filter((each) => each !== name));
      }),
    [names],
  );
  const shown = useMemo(
    () => (hidden.size === 0 ? frames : frames.map((frame) => withHidden(frame, frames, hidden))),
    [frames, hidden],
  );
  return [shown, toggle] as const;
}

function withHidden(frame: DataFrame, frames: DataFrame[], hidden: ReadonlySet<string>): DataFrame {
  const fields = frame.fields.map((field) => {
    if (field.type === "time" || !hidden.has(getFieldDisplayName(field, frame, frames))) return field;
    const hideFrom = { ...field.config.custom?.hideFrom, viz: true };
    return { ...field, config: { ...field.config, custom: { ...field.config.custom, hideFrom } } };
  });
  return { ...frame, fields };
}

function valueFields({ fields }: DataFrame) {
  return fields.filter(({ type }) => type !== "time");
}
