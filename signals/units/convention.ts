/** Units by name: the table of exceptions first, then the naming convention of Prometheus. Else nothing is said. */
import type { Matcher } from "../promql/selector";
import type { CataloguedMetric } from "../catalogue";
import { exporterUnits, unitsByLabel } from "./exporters";
import { readUnit } from "./notation";
import { all, from0 } from "./range";
import { count, one, point, within, type Unit } from "./unit";

type MetricType = CataloguedMetric["type"];

/** The unit of a metric by its declared name, not of `x_bucket` and its like. */
export function unitByName(
  name: string,
  type: MetricType | undefined,
  labels: readonly Matcher[] = [],
): Unit | undefined {
  const unit = tabled(name, labels) ?? conventional(name, type);
  if (unit === undefined || type !== "counter" || unit.kind !== "quantity") return unit;
  return within(unit, from0);
}

/** The three series of a histogram or summary. */
export function partOf(part: "bucket" | "count" | "sum", base: Unit): Unit {
  if (part === "sum") return base;
  return part === "count" ? count : { ...count, observed: base };
}

function tabled(name: string, labels: readonly Matcher[]): Unit | undefined {
  const found = table.find(({ pattern }) => pattern.test(name));
  if (found !== undefined) return found.unit;
  for (const { pattern, label, units } of labelled) {
    const value = labels.find((matcher) => matcher.label === label && matcher.op === "=")?.value;
    if (value !== undefined && units[value] !== undefined && pattern.test(name)) return readUnit(units[value]);
  }
  return undefined;
}

/** https://prometheus.io/docs/practices/naming: the base unit in plural at the end, before `_total`. */
const suffixes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["seconds", "milliseconds", "microseconds", "nanoseconds"].map((name) => [name, name])),
  ...Object.fromEntries(["bytes", "bits", "ratio", "percent", "celsius", "volts"].map((name) => [name, name])),
  ...Object.fromEntries(["amperes", "joules", "watts", "hertz", "meters", "grams"].map((name) => [name, name])),
  percentage: "percent",
};

function conventional(name: string, type: MetricType | undefined): Unit | undefined {
  if (name.endsWith("_info")) return one;
  if (/_(?:timestamp|start_time|boot_time)_seconds$/.test(name)) return point();
  if (name.endsWith("_created") && type !== "counter") return point();
  const total = name.endsWith("_total");
  const last = (total ? name.slice(0, -"_total".length) : name).split("_").at(-1)!;
  // -1 stands for "off" or "no limit" in settings, and differences go both ways.
  const said = suffixes[last];
  if (said !== undefined) return within(readUnit(said)!, isSize(name) ? from0 : all);
  return total && (type === "counter" || type === undefined) ? count : undefined;
}

function isSize(name: string): boolean {
  return /_bytes(?:_total)?$|_duration_seconds$/.test(name) && !/_settings_|_diff_|_delta_|_lag_/.test(name);
}

function patternOf(names: string): RegExp {
  return new RegExp(`^(?:${names.split(" ").join("|")})$`);
}

const table = exporterUnits.map(({ unit, names }) => {
  const read = readUnit(unit);
  if (read === undefined) throw new Error(`exporters.ts: "${unit}" isn't a unit`);
  return { pattern: patternOf(names), unit: read };
});

const labelled = unitsByLabel.map(({ names, ...rest }) => ({ pattern: patternOf(names), ...rest }));
