import {
  Registry,
  type DataFrame,
  type Field,
  type FieldConfigPropertyItem,
  type FieldConfigSource,
  type FieldOverrideContext,
} from "@grafana/data";
import { defaultsDeep } from "lodash";
import type { PanelJson } from "../../../signals/view/types";
import { defaultFieldConfig, otherFieldConfig, type Json } from "./defaults";
import { inField, type Interpolate } from "./interpolate";

interface SourceJson {
  readonly defaults?: Json & { readonly custom?: Json };
  readonly overrides?: readonly {
    readonly matcher: { readonly id: string; readonly options?: unknown };
    readonly properties?: readonly { readonly id: string; readonly value?: unknown }[];
  }[];
}

/** The panel's field configuration with Grafana's defaults below it, as `applyFieldOverrides` takes it. */
export function fieldConfigOf({ type, fieldConfig }: PanelJson): FieldConfigSource {
  const { defaults = {}, overrides = [] } = (fieldConfig ?? {}) as SourceJson;
  const below = defaultFieldConfig[type] ?? otherFieldConfig;
  // Steps aren't merged one by one: a panel's own take the place of the default ones.
  const own = defaults["thresholds"] === undefined ? below : { ...below, thresholds: undefined };
  return withBaseStep({
    defaults: defaultsDeep({}, defaults, own),
    overrides: overrides.map(({ matcher, properties = [] }) => ({ matcher, properties })),
  }) as FieldConfigSource;
}

/**
 * Which properties `applyFieldOverrides` knows. Grafana has a list by panel type, made for its editors; here each
 * property that the panel names is one, taken as it is.
 */
export function registryOf(type: string, { defaults, overrides }: FieldConfigSource, interpolate: Interpolate) {
  const custom = Object.keys((defaults.custom as Json | undefined) ?? {}).map((name) => `custom.${name}`);
  const ids = new Set([
    ...Object.keys(defaults).filter((id) => id !== "custom"),
    ...custom,
    ...overrides.flatMap(({ properties }) => properties.map(({ id }) => id)),
  ]);
  return new Registry(() => [...ids].map((id) => propertyItem(id, type, interpolate)));
}

const ofNumbers = ["min", "max", "decimals", "thresholds"];

function propertyItem(id: string, type: string, interpolate: Interpolate): FieldConfigPropertyItem {
  const isCustom = id.startsWith("custom.");
  return {
    id,
    name: id,
    path: isCustom ? id.slice("custom.".length) : id,
    isCustom,
    // Only a table has settings for a column of times; elsewhere a hidden axis would hide the time axis too.
    shouldApply: (field: Field) =>
      isCustom ? type === "table" || field.type !== "time" : !ofNumbers.includes(id) || field.type === "number",
    process: (value: unknown, context: FieldOverrideContext) =>
      id === "displayName" && typeof value === "string"
        ? inField(interpolate(value), context.field as Field, context.data as DataFrame[])
        : value,
    override: () => null,
    editor: () => null,
  };
}

/** The lowest step has no value in JSON; the libraries want minus infinity. */
function withBaseStep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBaseStep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key !== "steps" || !Array.isArray(each)) return [key, withBaseStep(each)];
      return [
        key,
        each.map((step: Json, i) => (i === 0 && step["value"] == null ? { ...step, value: -Infinity } : step)),
      ];
    }),
  );
}
