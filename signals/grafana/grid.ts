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
  readonly title: string;
  /** Of the row's heading. */
  readonly row: GridPos;
  readonly panels: readonly { readonly panel: PanelSpec; readonly at: GridPos }[];
}

/** Panels from left to right; what doesn't fit any more begins a new line below the highest of the last one. */
export function place(rows: readonly RowSpec[]): PlacedRow[] {
  let y = 0;
  return rows.map(({ title, panels }) => {
    const row = { x: 0, y, w: COLUMNS, h: 1 };
    let line = { x: 0, y: y + 1, height: 0 };
    const placed = panels.map((panel) => {
      const { width = 8, height = 8 } = panel;
      if (line.x + width > COLUMNS) line = { x: 0, y: line.y + line.height, height: 0 };
      const at = { x: line.x, y: line.y, w: width, h: height };
      line = { x: line.x + width, y: line.y, height: Math.max(line.height, height) };
      return { panel, at };
    });
    y = line.y + line.height;
    return { title, row, panels: placed };
  });
}
