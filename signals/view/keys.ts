import type { Chosen } from "./interpolate";
import type { PanelJson } from "./types";

/** The key of a panel's or a row's copy for these values of its repeats. */
export type KeyOf = (panel: PanelJson, inner: readonly Chosen[]) => string;

/** Keys that are unique even where ids are missing or there twice: then the panel's number in the JSON tells them apart. */
export function keyMaker(panels: readonly PanelJson[]): KeyOf {
  const all = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const bases = new Map<PanelJson, string>();
  const used = new Set<string>();
  for (const [i, panel] of all.entries()) {
    const id = typeof panel.id === "number" ? String(panel.id) : `n${i + 1}`;
    const base = used.has(id) ? `${id}-n${i + 1}` : id;
    used.add(base);
    bases.set(panel, base);
  }
  return (panel, inner) => [bases.get(panel)!, ...inner.map(({ values }) => values[0] ?? "")].join(":");
}
