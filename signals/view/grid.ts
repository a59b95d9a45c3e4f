/** Where panels come to lie on Grafana's grid. */
import type { GridPos } from "./types";

export const COLUMNS = 24;

/** A place that can be drawn, whatever was written: inside the 24 columns, at least one wide and high. */
export function placeable(written: unknown): GridPos {
  const { x, y, w, h } = (typeof written === "object" && written !== null ? written : {}) as Partial<GridPos>;
  const number = (value: unknown, fallback: number) =>
    typeof value === "number" && Number.isFinite(value) ? value : fallback;
  const width = Math.min(COLUMNS, Math.max(1, number(w, 12)));
  return {
    x: Math.min(COLUMNS - width, Math.max(0, number(x, 0))),
    y: Math.max(0, number(y, 0)),
    w: width,
    h: Math.max(1, number(h, 8)),
  };
}

/** Repeated panels are a fraction of the columns wide. */
const ROUNDING = 1e-6;

export function overlap(a: GridPos, b: GridPos): boolean {
  const across = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return across > ROUNDING && down > ROUNDING;
}

/**
 * As Grafana's grid does it: from the top, each item rises until it meets one above it; one that lies on another is
 * moved below it. So nothing overlaps and no gap stays.
 */
export function settled<T extends { readonly gridPos: GridPos }>(items: readonly T[]): T[] {
  const placed: T[] = [];
  for (const item of [...items].sort(fromTop)) {
    const { gridPos } = item;
    const beside = placed.filter((each) => overlap({ ...each.gridPos, y: 0, h: 1 }, { ...gridPos, y: 0, h: 1 }));
    placed.push({ ...item, gridPos: { ...gridPos, y: lowestFree(gridPos, beside) } });
  }
  return placed.sort(fromTop);
}

/** It rises past nothing: where it first meets another from below, or under what it lies on. */
function lowestFree(at: GridPos, beside: readonly { readonly gridPos: GridPos }[]): number {
  const ends = beside.map(({ gridPos }) => gridPos.y + gridPos.h);
  let y = at.y;
  const hit = () => beside.find(({ gridPos }) => overlap({ ...gridPos, x: 0, w: 1 }, { ...at, y, x: 0, w: 1 }));
  if (hit() === undefined) return Math.max(0, ...ends.filter((end) => end <= y));
  for (let met = hit(); met !== undefined; met = hit()) y = met.gridPos.y + met.gridPos.h;
  return y;
}

function fromTop(a: { readonly gridPos: GridPos }, b: { readonly gridPos: GridPos }): number {
  return a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x;
}
