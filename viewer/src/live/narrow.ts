import type { LoadedDashboard } from "../../../signals/view/types";

/** Below this Grafana puts panels below each other as well. */
export const narrowWidth = 769;

/** Every panel as wide as the page, in reading order. */
export function inOneColumn(loaded: LoadedDashboard): LoadedDashboard {
  let y = 0;
  const items = [...loaded.items]
    .sort(({ gridPos: a }, { gridPos: b }) => a.y - b.y || a.x - b.x)
    .map((item) => {
      const gridPos = { x: 0, y, w: 24, h: item.gridPos.h };
      y += item.gridPos.h;
      return { ...item, gridPos };
    });
  return { ...loaded, items };
}
