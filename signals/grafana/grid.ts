import type { PanelSpec, RowSpec } from "../dashboard";

/** Grafana's grid is 24 columns wide; a row of it is 30 pixels high. */
const COLUMNS = 24;

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface PlacedRow {
  readonly spec: RowSpec;
  /** Of the row's heading. */
  readonly at: GridPos;
  readonly panels: readonly { readonly panel: PanelSpec; readonly at: GridPos }[];
}

/** Ids in the order of places: each row's heading, then its panels. Part of the addresses of panels. */
export function panelIds(rows: readonly RowSpec[]): Map<RowSpec | PanelSpec, number> {
  const ids = new Map<RowSpec | PanelSpec, number>();
  for (const row of rows) for (const each of [row, ...row.panels]) ids.set(each, ids.size + 1);
  return ids;
}

/** Panels from left to right in lines that are filled to the edge, each below the one before it. */
export function place(rows: readonly RowSpec[]): PlacedRow[] {
  let y = 0;
  return rows.map((spec) => {
    const at = { x: 0, y, w: COLUMNS, h: 1 };
    y += 1;
    const panels = runs(spec.panels)
      .flatMap(lines)
      .flatMap((line) => {
        const placed = spread(line, y);
        y += heightOf(line[0]!);
        return placed;
      });
    return { spec, at, panels };
  });
}

const widthOf = ({ width = 8 }: PanelSpec): number => width;
const heightOf = ({ height = 8 }: PanelSpec): number => height;
const total = (panels: readonly PanelSpec[]): number => panels.reduce((sum, panel) => sum + widthOf(panel), 0);

/** Neighbours of one height: others beside them would leave holes. */
function runs(panels: readonly PanelSpec[]): PanelSpec[][] {
  const found: PanelSpec[][] = [];
  for (const panel of panels) {
    const last = found.at(-1);
    if (last && heightOf(last[0]!) === heightOf(panel)) last.push(panel);
    else found.push([panel]);
  }
  return found;
}

/** As few lines as they fit into, about equally full: seven numbers are four and three, not six and one. */
function lines(run: readonly PanelSpec[]): PanelSpec[][] {
  const full = broken(run, COLUMNS);
  const even = broken(run, total(run) / full.length);
  return even.length > full.length ? full : even;
}

/** A line ends when it's at least that full, or when the next doesn't fit. */
function broken(run: readonly PanelSpec[], enough: number): PanelSpec[][] {
  const found: PanelSpec[][] = [[]];
  for (const panel of run) {
    const used = total(found.at(-1)!);
    if (used > 0 && (used >= enough || used + widthOf(panel) > COLUMNS)) found.push([]);
    found.at(-1)!.push(panel);
  }
  return found;
}

/** Widened in proportion, up to the edge. */
function spread(line: readonly PanelSpec[], y: number): PlacedRow["panels"] {
  const columns = (width: number) => Math.round((width * COLUMNS) / total(line));
  let before = 0;
  return line.map((panel) => {
    const x = columns(before);
    before += widthOf(panel);
    return { panel, at: { x, y, w: columns(before) - x, h: heightOf(panel) } };
  });
}
