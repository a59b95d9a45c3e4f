/** What Grafana's unit ids mean, in the units that expressions have. */
import { meanings } from "./grafana-meanings";
import { customForms, grafanaUnitIds } from "./grafana-ids";
import { didYouMean } from "../nearest";
import { describe, readUnit } from "./notation";
import { compatible, near, type Unit } from "./unit";

/** They write the bare number: a count, a ratio, a code, 0 or 1. Of anything else the unit would be lost. */
export const plainIds: readonly string[] = ["short", "none", "sishort", "locale", "sci", "string", "hex", "hex0x"];
const plain: readonly Unit[] = ["count", "ratio", "code", "boolean"].map((name) => readUnit(name)!);

/** Id to what it shows, for the docs and the checks. */
export const shownBy: ReadonlyMap<string, Unit> = new Map(
  meanings.flatMap(([unit, ids]) => ids.split(" ").map((id): [string, Unit] => [id, readUnit(unit)!])),
);

function meaningsOf(id: string): readonly Unit[] {
  const form = /^(\w+):/.exec(id)?.[1];
  if (plainIds.includes(id)) return plain;
  if (form === "time") return [readUnit("timestamp_ms")!];
  if (form === "bool") return [readUnit("boolean")!];
  return form === undefined ? [shownBy.get(id) ?? readUnit(id)!] : plain;
}

/** `unit "sec" isn't known to Grafana; did you mean "s"?`, or nothing for one that is. */
export function idFault(id: string): string | undefined {
  const form = /^(\w+):./.exec(id)?.[1];
  if (Object.hasOwn(grafanaUnitIds, id) || customForms.some((known) => known === form)) return undefined;
  const read = readUnit(id);
  const [written] = read === undefined ? [] : fittingIds(read);
  const hint = written === undefined ? didYouMean(id, Object.keys(grafanaUnitIds)) : `; did you mean "${written}"?`;
  return `unit "${id}" isn't known to Grafana${hint || ", see docs/units.md for its ids"}`;
}

export function fits(unit: Unit, id: string): boolean {
  return meaningsOf(id).some((meaning) => shows(unit, meaning));
}

/** Like `compatible`, but 0 or 1 isn't any count, nor the other way round. */
export function shows(unit: Unit, meaning: Unit): boolean {
  const truths = unit.kind === "number" || (unit.kind === "truth") === (meaning.kind === "truth");
  return truths && compatible(unit, meaning);
}

/** Ids that show this unit, the most usual first, at most four. */
export function fittingIds(unit: Unit): string[] {
  const special = [...shownBy].filter(([, meaning]) => shows(unit, meaning)).map(([id]) => id);
  const numbers = plainIds.slice(0, 2).filter((id) => fits(unit, id));
  return [...special, ...numbers].slice(0, 4);
}

/** `shows bytes as "s" (seconds); "bytes" or "decbytes" was expected` */
export function misfit(unit: Unit, id: string): string {
  const [meaning] = meaningsOf(id);
  const ids = fittingIds(unit).map((each) => `"${each}"`);
  const expected = ids.length > 1 ? `${ids.slice(0, -1).join(", ")} or ${ids.at(-1)}` : ids[0];
  const ways = [
    ...(expected === undefined ? [] : [`${expected} was expected`]),
    ...(isRescaled(unit, meaning!) ? [`write ${factor(unit, meaning!)} the expression`] : []),
  ];
  return `shows ${describe(unit)} as "${id}" (${shownAs(id)}); ${ways.join(", or ") || otherScale(unit)}`;
}

function shownAs(id: string): string {
  if (id === "percentunit" || id === "percent") return id === "percent" ? "0 to 100" : "0 to 1";
  const [meaning, ...others] = meaningsOf(id);
  return others.length > 0 ? "a number without a unit" : describe(meaning!);
}

/** Of a scale that no id has, the first that has another one of the same. */
function otherScale(unit: Unit): string {
  const found = [...shownBy].find(([, meaning]) => isRescaled(unit, meaning));
  if (found === undefined) return "Grafana has no id for that; declare what it is, see docs/units.md";
  return `"${found[0]}" of ${factor(unit, found[1])} the expression was expected`;
}

function isRescaled(unit: Unit, meaning: Unit): boolean {
  return !near(unit.scale, meaning.scale) && shows({ ...unit, scale: meaning.scale }, meaning);
}

/** "100 *", or of a small factor its inverse: "1 / 60 *". */
function factor(unit: Unit, meaning: Unit): string {
  const [size, inverse] = [meaning.scale / unit.scale, unit.scale / meaning.scale];
  return size >= 1 ? `${Number(size.toPrecision(12))} *` : `1 / ${Number(inverse.toPrecision(12))} *`;
}
