/** A panel's answers as frames that are ready to be drawn: transformed, and with units, colours and overrides. */
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  dateTime,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
  type DataFrame,
  type DataTransformerConfig,
  type DataTransformerInfo,
  type FieldConfigSource,
  type GrafanaTheme2,
  type TimeRange,
} from "@grafana/data";
import { defaultsDeep } from "lodash";
import type { LoadedDashboard, LoadedPanel } from "../../../signals/view/types";
import { defaultOptions, type Json } from "./defaults";
import { fieldConfigOf, registryOf } from "./field-config";
import { framesOf } from "./frames";
import { interpolateFor, type Interpolate } from "./interpolate";

export interface Prepared {
  readonly panel: LoadedPanel;
  readonly options: Json;
  readonly fieldConfig: FieldConfigSource;
  readonly frames: DataFrame[];
  readonly timeRange: TimeRange;
  readonly timeZone: string;
  readonly interpolate: Interpolate;
  /** Prometheus' own words, and which transformation can't be done here. */
  readonly errors: readonly string[];
}

export interface PrepareOptions {
  readonly theme: GrafanaTheme2;
  readonly timeZone: string;
}

/** By their ids; some are there twice, and one has an older name too. */
const known = new Map((Object.values(standardTransformers) as DataTransformerInfo[]).map((each) => [each.id, each]));
known.set("seriesToColumns", standardTransformers.joinByFieldTransformer);
standardTransformersRegistry.setInit(() =>
  [...known].map(([id, transformation]) => {
    const { name } = transformation;
    return { id, name, transformation, editor: () => null, imageDark: "", imageLight: "" };
  }),
);

export function prepare(loaded: LoadedDashboard, panel: LoadedPanel, { theme, timeZone }: PrepareOptions): Prepared {
  const { json, queries } = panel;
  const interpolate = interpolateFor(loaded, panel);
  const fieldConfig = fieldConfigOf(json);
  const transformed = transform(json.transformations ?? [], framesOf(queries), interpolate);
  const frames = applyFieldOverrides({
    data: transformed.frames,
    fieldConfig,
    fieldConfigRegistry: registryOf(panel.type, fieldConfig, interpolate),
    replaceVariables: interpolate,
    theme,
    timeZone,
  });
  // A table's headings are taken from there.
  cacheFieldDisplayNames(frames);
  return {
    panel,
    options: defaultsDeep({}, json.options, defaultOptions[panel.type] ?? {}),
    fieldConfig,
    frames,
    timeRange: timeRangeOf(loaded),
    timeZone,
    interpolate,
    errors: [
      ...queries.flatMap(({ refId, answer }) => (answer.error === undefined ? [] : [`${refId}: ${answer.error}`])),
      ...transformed.errors,
    ],
  };
}

function timeRangeOf({ range }: LoadedDashboard): TimeRange {
  const from = dateTime(range.from * 1000);
  const to = dateTime(range.to * 1000);
  return { from, to, raw: { from, to } };
}

interface Transformed {
  readonly frames: DataFrame[];
  readonly errors: readonly string[];
}

/** One that isn't in Grafana's libraries leaves the data as it is, and is told in the panel. */
function transform(configured: readonly unknown[], data: DataFrame[], interpolate: Interpolate): Transformed {
  const configs = (configured as DataTransformerConfig[]).filter(({ disabled }) => !disabled);
  const unknown = configs.filter(({ id }) => standardTransformersRegistry.getIfExists(id) === undefined);
  const errors = unknown.map(({ id }) => `The preview can't do the transformation '${id}'`);
  let frames = data;
  // All of them answer at once: nothing is asked of anybody.
  transformDataFrame(
    configs.filter((config) => !unknown.includes(config)),
    data,
    { interpolate },
  ).subscribe({
    next: (result) => (frames = result),
    error: (error: unknown) =>
      errors.push(`A transformation failed: ${error instanceof Error ? error.message : error}`),
  });
  return { frames, errors };
}

/** Whether there is anything to draw: a series of only NaN, or none, is "No data" in Grafana too. */
export function hasValues(frames: readonly DataFrame[]): boolean {
  return frames.some(({ fields }) =>
    fields.some(({ type, values }) => type !== "time" && values.some((value) => value !== null && value !== undefined)),
  );
}
