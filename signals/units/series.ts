/** The unit of every stored series of a stack: of the contract, of what exporters emit, of what rules record. */
import { catalogues, type CataloguedMetric } from "../catalogue";
import type { Metric } from "../metrics";
import type { Recording } from "../rules";
import { partOf, unitByName } from "./convention";
import { deriveUnit, whyUnknown, type Derived, type UnitOf } from "./infer";
import { readUnit } from "./notation";
import { from0, share } from "./range";
import { count, isUnknown, one, point, unknown, within, type Unit } from "./unit";

/** What declared metrics, exporters and recording rules say; a recorded series has the unit of its expression. */
export function unitsOfSeries(metrics: readonly Metric[], recordings: readonly Recording[]): UnitOf {
  const declared = new Map(metrics.map((metric) => [metric.name, metric]));
  const rules = new Map(recordings.map((recording) => [recording.record, recording]));
  const recorded = new Map<string, Unit>();
  const unitOf: UnitOf = (name, labels) => {
    const rule = rules.get(name);
    if (rule !== undefined) return ofRecording(rule);
    for (const part of ["bucket", "count", "sum"] as const) {
      if (!name.endsWith(`_${part}`)) continue;
      const base = name.slice(0, -part.length - 1);
      const metric = declared.get(base);
      if (metric?.type === "histogram") return partOf(part, contractUnit(metric));
      if (/^(?:histogram|summary)$/.test(catalogued.get(base)?.type ?? "")) return partOf(part, observedBy(base));
      // Of programs that aren't in a catalogue, the buckets alone tell a histogram.
      if (!declared.has(name) && !catalogued.has(name) && unitByName(name, undefined, labels) === undefined) {
        return partOf(part, observedBy(base));
      }
    }
    const metric = declared.get(name);
    if (metric?.type === "histogram") return partOf("bucket", contractUnit(metric));
    if (metric !== undefined) return contractUnit(metric);
    const type = catalogued.get(name)?.type;
    return type === "histogram" ? partOf("bucket", observedBy(name)) : unitByName(name, type, labels);
  };
  /** In whatever order they stand; one that needs itself stays unknown. */
  function ofRecording(rule: Recording): Unit {
    const known = recorded.get(rule.record);
    if (known !== undefined) return known;
    recorded.set(rule.record, unknown(`recording rule "${rule.record}" needs itself`));
    const unit = recordingUnit(rule, unitOf).unit;
    recorded.set(rule.record, unit);
    return unit;
  }
  return unitOf;
}

/** A recording's unit, as its rule declares it or as its expression gives it. */
export function recordingUnit({ record, expr, unit: declared }: Recording, unitOf: UnitOf): Derived {
  const derived = deriveUnit(expr, unitOf);
  const stated = declared && readUnit(declared.is);
  if (stated !== undefined) return { ...derived, unit: stated };
  const { unit } = derived;
  return isUnknown(unit)
    ? { ...derived, unit: unknown(`recording rule "${record}" can't be derived: ${whyUnknown(unit)}`) }
    : derived;
}

/** The contract says the unit. A `ratio` is 0 to 1 there; `percent` of one core goes over 100 with several threads. */
function contractUnit({ name, type, unit }: Metric): Unit {
  const positive = (read: Unit) => (type === "gauge" ? read : within(read, from0));
  switch (unit) {
    case "":
      return name.endsWith("_info") ? one : within(count, type === "gauge" ? { lo: -Infinity, hi: Infinity } : from0);
    case "seconds":
      return name.endsWith("_timestamp_seconds") ? point() : positive(readUnit("seconds")!);
    case "percent":
      return within(readUnit("percent")!, from0);
    case "ratio":
      return within(readUnit("ratio")!, share);
    case "usd":
      return positive(readUnit("currencyUSD")!);
    default:
      return positive(readUnit(unit)!);
  }
}

function observedBy(base: string): Unit {
  const unit = unitByName(base, undefined);
  return unit === undefined ? unknown(`nothing says the unit of "${base}"`) : within(unit, from0);
}

const catalogued: ReadonlyMap<string, CataloguedMetric> = new Map(
  Object.values(catalogues).flatMap(({ metrics }) => Object.entries(metrics)),
);
