import { COLUMNS, overlap } from "../grid";
import type { GridPos, PanelJson, ViewFinding } from "../types";
import { fault, nameOf, type At } from "./say";

/** Of panels that are seen together: a collapsed row's own are not with the others. */
export function overlapFindings(panels: readonly PanelJson[], at: At): ViewFinding[] {
  const groups = [panels, ...panels.filter(({ collapsed }) => collapsed).map(({ panels = [] }) => panels)];
  return groups.flatMap((group) => {
    const placed = group.filter((panel) => placeFault(panel) === undefined);
    return placed.flatMap((one, i) =>
      placed
        .slice(i + 1)
        .filter((other) => overlap(one.gridPos!, other.gridPos!))
        .map((other) => fault("overlap", at, `${nameOf(one)} and ${nameOf(other)} lie on each other`)),
    );
  });
}

export function gridFindings(panel: PanelJson, at: At): ViewFinding[] {
  const wrong = placeFault(panel);
  return wrong === undefined ? [] : [fault("grid", at, wrong)];
}

function placeFault({ gridPos }: PanelJson): string | undefined {
  if (typeof gridPos !== "object" || gridPos === null) return "it has no place (gridPos)";
  const { x, y, w, h }: GridPos = gridPos;
  const wrong = Object.entries({ x, y, w, h }).filter(([, value]) => !Number.isInteger(value));
  if (wrong.length > 0) return `its gridPos has no whole number as ${wrong.map(([name]) => name).join(", ")}`;
  if (w <= 0 || h <= 0) return `it is ${w} columns wide and ${h} rows high: nobody sees it`;
  if (y < 0) return `it begins ${-y} rows above the top`;
  const columns = `from column ${x} to ${x + w}`;
  return x < 0 || x + w > COLUMNS ? `it reaches ${columns}, the grid from 0 to ${COLUMNS}` : undefined;
}
