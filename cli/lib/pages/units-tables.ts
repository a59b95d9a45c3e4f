/** The tables of docs/units.md. */
import { plainIds, shownBy } from "../../../signals/units/grafana";
import { named, namedKinds } from "../../../signals/units/names";
import { describe } from "../../../signals/units/notation";
import { unitFigures, type UnitRow } from "../../../signals/units/report";
import { table } from "./markdown";

/** How many units are derived, by what they are of. */
export function unitFiguresTable(rows: readonly UnitRow[]): string {
  const uses = [...new Set(rows.map(({ use }) => use))];
  const line = (what: string, of: readonly UnitRow[]) => {
    const { derived, declared, notDerivable } = unitFigures(of);
    return [what, `${of.length}`, `${derived}`, `${declared}`, `${notDerivable}`, percent(derived / of.length)];
  };
  return table(
    ["", "in all", "derived", "by hand", "not derivable", "share derived"],
    [
      ...uses.map((use) =>
        line(
          use,
          rows.filter((row) => row.use === use),
        ),
      ),
      line("**all**", rows),
    ],
  );
}

/** Each panel and each alert with its unit. */
export function unitsTable(rows: readonly UnitRow[]): string {
  const places = new Map<string, UnitRow>();
  for (const row of rows) if (!places.has(row.where)) places.set(row.where, row);
  return table(
    ["where", "unit", "shown as"],
    [...places.values()].map(({ where, unit, how, reason, shownAs }) => [
      where.replace(/"/g, "").replaceAll("<", "&lt;"),
      how === "derived" ? unit : `${unit}, ${how === "declared" ? "by hand" : how}: ${reason}`,
      shownAs === undefined ? "" : `\`${shownAs}\``,
    ]),
  );
}

/** Grafana's ids that can be compared with an expression. */
export function unitIdsTable(): string {
  const groups = new Map<string, string[]>([["a count, a ratio, a code, 0 or 1: the bare number", [...plainIds]]]);
  for (const [id, unit] of shownBy) {
    const what = describe(unit);
    groups.set(what, [...(groups.get(what) ?? []), id]);
  }
  return table(
    ["what it shows", "ids"],
    [...groups].map(([what, ids]) => [what, ids.map((id) => `\`${id}\``).join(", ")]),
  );
}

/** What a declaration may say. */
export function unitNames(): string {
  return [...named.keys(), ...Object.keys(namedKinds)].map((name) => `\`${name}\``).join(", ");
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
