import type { GridPos } from "../../../signals/view/types";

const COLUMNS = 24;
const ROW = 30;
/** Between panels, in both directions. */
export const GAP = 8;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where Grafana's grid puts a panel, in pixels, on a page of this width. Rows don't grow with the page. */
export function boxOf({ x, y, w, h }: GridPos, width: number): Box {
  const column = (width - GAP * (COLUMNS - 1)) / COLUMNS;
  const left = Math.round(x * (column + GAP));
  return {
    left,
    top: Math.round(y * (ROW + GAP)),
    width: Math.round((x + w) * (column + GAP) - GAP) - left,
    height: Math.round(h * ROW + (h - 1) * GAP),
  };
}
