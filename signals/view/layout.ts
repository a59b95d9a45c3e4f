/** Which panels and rows a dashboard shows, and where: repeats made, collapsed rows opened. */
import { COLUMNS, placeable, settled } from "./grid";
import { interpolate, within, type Chosen, type Scope } from "./interpolate";
import { keyMaker, type KeyOf } from "./keys";
import type { GridPos, LoadedRow, LoadOptions, PanelJson } from "./types";

/** A panel before its queries are asked. */
export interface PlacedPanel {
  readonly kind: "panel";
  readonly key: string;
  readonly json: PanelJson;
  readonly gridPos: GridPos;
  readonly scope: Scope;
}

type Placed = PlacedPanel | LoadedRow;

/** A row with what belongs to it; what comes before the first row, or behind a collapsed one, has none. */
interface Section {
  readonly row?: PanelJson;
  readonly panels: readonly PanelJson[];
}

/** From top to bottom, as Grafana's grid lets them settle. */
export function layout(
  panels: readonly PanelJson[],
  scope: Scope,
  openRows: LoadOptions["openRows"] = "all",
): Placed[] {
  const key = keyMaker(panels);
  const placed: Placed[] = [];
  // What repeats and opened rows take more than the JSON says moves everything below it.
  let shift = 0;
  for (const section of sectionsOf(panels)) {
    const made = section.row
      ? rowCopies(section.row, section.panels, scope, key, openRows)
      : content(section.panels, scope, [], key, 0);
    placed.push(...made.items.map((item) => moved(item, shift)));
    shift += made.grown;
  }
  return settled(placed);
}

function moved<T extends Placed>(item: T, down: number): T {
  return { ...item, gridPos: { ...item.gridPos, y: item.gridPos.y + down } };
}

/** In the order in which they stand on the page. */
function sectionsOf(panels: readonly PanelJson[]): Section[] {
  const sections: { row?: PanelJson; panels: PanelJson[] }[] = [];
  for (const panel of panels) {
    const last = sections.at(-1);
    if (panel.type === "row") sections.push({ row: panel, panels: panel.collapsed ? [...(panel.panels ?? [])] : [] });
    else if (last && !last.row?.collapsed) last.panels.push(panel);
    else sections.push({ panels: [panel] });
  }
  const top = ({ row, panels: [first] }: Section) => placeable((row ?? first)?.gridPos).y;
  return sections.sort((a, b) => top(a) - top(b));
}

interface Made {
  readonly items: readonly Placed[];
  /** Grid rows that it takes more than the JSON says. */
  readonly grown: number;
}

function rowCopies(
  row: PanelJson,
  panels: readonly PanelJson[],
  outer: Scope,
  keyOf: KeyOf,
  openRows: LoadOptions["openRows"],
): Made {
  const { y } = placeable(row.gridPos);
  const collapsed = row.collapsed === true;
  const tops = panels.map(({ gridPos }) => placeable(gridPos).y);
  // A collapsed row's panels have the places that they had when it was closed.
  const first = collapsed ? Math.min(...tops, Infinity) : y + 1;
  const items: Placed[] = [];
  let at = y;
  for (const inner of copiesOf(row.repeat, outer)) {
    const scope = within(outer, inner);
    const key = keyOf(row, inner);
    const open = !collapsed || openRows === "all" || (openRows ?? []).includes(key);
    const title = interpolate(row.title ?? "", scope, "text");
    items.push({ kind: "row", key, title, gridPos: { x: 0, y: at, w: COLUMNS, h: 1 }, collapsed, open });
    at++;
    if (!open) continue;
    const made = content(panels, scope, inner, keyOf, at - first);
    items.push(...made.items);
    at = Math.max(at, ...made.items.map(({ gridPos }) => gridPos.y + gridPos.h));
  }
  const before = collapsed ? y + 1 : Math.max(y + 1, ...panels.map(({ gridPos }) => bottom(placeable(gridPos))));
  return { items, grown: Math.max(0, at - before) };
}

/** Panels `down` rows further than they say, each pushed by the repeats above it. */
function content(panels: readonly PanelJson[], outer: Scope, row: readonly Chosen[], keyOf: KeyOf, down: number): Made {
  const items: Placed[] = [];
  const growth: { readonly below: number; readonly by: number }[] = [];
  for (const json of [...panels].sort((a, b) => placeable(a.gridPos).y - placeable(b.gridPos).y)) {
    const written = placeable(json.gridPos);
    const pushed = growth.filter(({ below }) => below <= written.y).reduce((sum, { by }) => sum + by, 0);
    const copies = copiesOf(json.repeat, within(outer, row));
    const at = { ...written, y: written.y + down + pushed };
    const places = repeatPlaces(json, at, copies);
    for (const [i, inner] of copies.entries()) {
      const key = keyOf(json, [...row, ...inner]);
      items.push({ kind: "panel", key, json, gridPos: places[i]!, scope: within(outer, [...row, ...inner]) });
    }
    const lowest = Math.max(...places.map(bottom));
    if (lowest > bottom(at)) growth.push({ below: bottom(written), by: lowest - bottom(at) });
  }
  return { items, grown: growth.reduce((sum, { by }) => sum + by, 0) };
}

const bottom = ({ y, h }: GridPos) => y + h;

/** For each chosen value of the repeat's variable, that value alone; without a repeat, one copy with nothing changed. */
function copiesOf(repeat: string | undefined, { variables }: Scope): (readonly Chosen[])[] {
  const variable = repeat ? variables.get(repeat) : undefined;
  if (variable === undefined) return [[]];
  const one = { ...variable, all: false, list: false, allValue: undefined };
  if (variable.values.length === 0) return [[{ ...one, values: [""], texts: ["None"] }]];
  return variable.values.map((value, i) => [{ ...one, values: [value], texts: [variable.texts[i] ?? value] }]);
}

/** Beside each other over the whole width, `maxPerRow` (4) at most; or below each other, as wide as the one. */
function repeatPlaces(json: PanelJson, at: GridPos, copies: readonly (readonly Chosen[])[]): GridPos[] {
  const repeated = copies.some((inner) => inner.length > 0);
  if (!repeated || json.repeatDirection === "v") return copies.map((_, i) => ({ ...at, y: at.y + i * at.h }));
  const columns = Math.min(copies.length, json.maxPerRow && json.maxPerRow > 0 ? json.maxPerRow : 4);
  const w = COLUMNS / columns;
  return copies.map((_, i) => ({ x: (i % columns) * w, y: at.y + Math.floor(i / columns) * at.h, w, h: at.h }));
}
