/** Units in writing: how people declare them (`bytes/second`), and how a message tells them ("bytes a second"). */
import { didYouMean } from "../nearest";
import { grafanaUnitIds } from "./grafana-ids";
import { named, namedKinds } from "./names";
import { core, isUnknown, near, product, quantity, type Dimensions, type Unit } from "./unit";

/** A unit that a person states because it can't be derived, or is derived wrongly. */
export interface DeclaredUnit {
  /** `seconds`, `bytes/second`, `percent`, `count`, `timestamp`, `boolean`, …, or an id of Grafana's (`currencyEUR`). */
  readonly is: string;
  /** How one knows. */
  readonly because: string;
}

const perWords: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** The unit of a text such as `bytes/second`; undefined when it isn't one. */
export function readUnit(text: string): Unit | undefined {
  const [name = "", per, ...rest] = text.split("/").map((part) => part.trim());
  const ofGrafana = isGrafanaId(name) ? quantity({ [name]: 1 }) : undefined;
  const unit = namedKinds[name] ?? named.get(name)?.unit ?? ofGrafana;
  if (per === undefined) return unit;
  const time = perWords[per.replace(/s$/, "")];
  if (unit?.kind !== "quantity" || rest.length > 0) return undefined;
  if (time !== undefined) return quantity(product(unit.dims, { second: 1 }, -1), unit.scale * time, unit.range);
  const divisor = named.get(per)?.unit;
  return divisor && quantity(product(unit.dims, divisor.dims, -1), unit.scale / divisor.scale, unit.range);
}

/** `"secnds" isn't a unit; did you mean "seconds"?` */
export function unreadable(text: string): string {
  const names = [...named.keys(), ...Object.keys(namedKinds), ...Object.keys(grafanaUnitIds)];
  return `"${text}" isn't a unit${didYouMean(text, names) || `; write it like seconds, bytes/second, percent or count`}`;
}

/** In a few words: "seconds", "a ratio", "events a minute". */
export function describe(unit: Unit): string {
  if (unit.kind === "number") return "a number";
  if (unit.kind === "truth") return "true or false";
  if (isUnknown(unit)) return "an unknown unit";
  if (unit.kind === "point") return `a point in time, in ${spanName(unit.scale)} since 1970`;
  const dims = core(unit);
  return label(dims, unit.scale) ?? rate(unit) ?? composed(dims, unit.scale);
}

function spanName(scale: number): string {
  return label({ second: 1 }, scale) ?? composed({ second: 1 }, scale);
}

function label(dims: Dimensions, scale: number): string | undefined {
  const key = JSON.stringify(quantity(dims).dims);
  const found = [...named.values()].find(
    ({ unit }) => JSON.stringify(quantity(core(unit)).dims) === key && near(unit.scale, scale),
  );
  return found?.label;
}

/** What has a second below the line is told with "a second", "a minute", "an hour" or "a day". */
function rate({ dims, scale }: Unit): string | undefined {
  if ((dims.second ?? 0) >= 0) return undefined;
  const above = core(quantity(product(dims, { second: 1 })));
  for (const [word, time] of Object.entries(perWords)) {
    const article = word === "hour" ? "an" : "a";
    if ((above.count ?? 0) > 0 || Object.keys(above).length === 0) {
      if (near(scale, time) && (above.count ?? 1) === 1) return `events ${article} ${word}`;
    }
    const what = label(above, scale / time);
    if (what !== undefined && Object.keys(above).length > 0) return `${what} ${article} ${word}`;
  }
  const events = (above.count ?? 1) === 1 && Object.keys(above).every((base) => base === "count");
  return events && scale > 1 && Number.isInteger(scale) ? `events in ${scale} seconds` : undefined;
}

function composed(dims: Dimensions, scale: number): string {
  const bases = Object.entries(dims).map(([base, exponent]) => (exponent === 1 ? base : `${base}^${exponent}`));
  const factor = near(scale, 1) ? "" : ` × ${Number(scale.toPrecision(6))}`;
  return `${bases.join("·") || "a ratio"}${factor}`;
}

function isGrafanaId(name: string): boolean {
  return Object.hasOwn(grafanaUnitIds, name);
}
