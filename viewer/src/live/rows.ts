import type { LoadedDashboard, LoadedPanel, LoadedRow } from "../../../signals/view/types";

/**
 * The dashboard without the panels of rows that were closed here, everything below moved up. Rows that are collapsed in
 * the JSON aren't meant: their panels aren't even asked for until they are opened.
 */
export function withClosed(loaded: LoadedDashboard, closed: ReadonlySet<string>): LoadedDashboard {
  const items: (LoadedRow | LoadedPanel)[] = [];
  let up = 0;
  let hiding = false;
  let free = 0;
  for (const item of loaded.items) {
    const { y, h } = item.gridPos;
    if (item.kind === "row") {
      // What was hidden reached from below its row down to here.
      if (hiding) up += Math.max(0, y - free);
      hiding = closed.has(item.key) && item.open;
      free = y + h;
    } else if (hiding) continue;
    const moved = { ...item, gridPos: { ...item.gridPos, y: y - up } };
    items.push(moved.kind === "row" && hiding ? { ...moved, open: false } : moved);
  }
  return { ...loaded, items };
}
