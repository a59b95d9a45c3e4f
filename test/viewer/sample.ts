/** A dashboard with one of everything that the viewer draws, and of what it can't. */
import type {
  GridPos,
  LoadedDashboard,
  LoadedPanel,
  LoadedQuery,
  LoadedRow,
  PanelJson,
} from "../../signals/view/types";
import { range } from "./sample-data";
import { graphs } from "./sample-graphs";
import { oddities } from "./sample-oddities";
import { singleValues } from "./sample-values";

/** One panel of the sample; its key is its number. */
export interface SamplePanel {
  readonly title: string;
  readonly type: string;
  readonly queries?: readonly LoadedQuery[];
  readonly description?: string;
  readonly json?: Partial<PanelJson>;
  /** Columns and rows of the grid. Default 8 by 7. */
  readonly size?: readonly [number, number];
  readonly key?: string;
}

const parts: readonly (readonly [string, readonly SamplePanel[], Partial<LoadedRow>?])[] = [
  ["Graphs", graphs],
  ["Single values", singleValues],
  ["Oddities", oddities, { collapsed: true }],
  ["Closed", [], { collapsed: true, open: false }],
];

export const sample: LoadedDashboard = {
  uid: "sample",
  title: "Sample of all panels",
  description: "",
  tags: ["sample", "golden"],
  range,
  refresh: "",
  variables: [
    variable("provider", "LLM provider", ["openai", "anthropic"], ["$__all"]),
    variable("instance", "", ["web-1", "web-2"], ["web-1"]),
    { ...variable("secret", "Hidden", ["x"], ["x"]), hidden: true },
  ],
  items: placed(),
  annotations: [
    {
      name: "Firing alerts",
      color: "red",
      events: [
        { from: range.from + 900, to: range.from + 1500, title: "QueueJam", text: "critical", tags: [] },
        { from: range.from + 2700, to: range.from + 2700, title: "Deployed", text: "", tags: [] },
      ],
    },
    {
      name: "Releases",
      color: "#5794F2",
      events: [{ from: range.to - 300, to: range.to - 300, title: "2.0", text: "", tags: [] }],
    },
  ],
};

function variable(name: string, label: string, options: readonly string[], selected: readonly string[]) {
  return { name, label, type: "query", multi: true, includeAll: true, hidden: false, options, selected };
}

/** From left to right, then below. */
function placed(): (LoadedRow | LoadedPanel)[] {
  let y = 0;
  let id = 0;
  return parts.flatMap(([title, panels, more], i) => {
    const row: LoadedRow = {
      kind: "row",
      key: `r${i}`,
      title,
      gridPos: { x: 0, y, w: 24, h: 1 },
      collapsed: false,
      open: true,
      ...more,
    };
    y += 1;
    let line = { x: 0, height: 0 };
    const items = panels.map((panel): LoadedPanel => {
      const [w, h] = panel.size ?? [8, 7];
      if (line.x + w > 24) {
        y += line.height;
        line = { x: 0, height: 0 };
      }
      const at = { x: line.x, y, w, h };
      line = { x: line.x + w, height: Math.max(line.height, h) };
      return loadedPanel(panel, ++id, at);
    });
    y += line.height;
    return [row, ...items];
  });
}

function loadedPanel(
  { title, type, queries = [], description = "", json, key }: SamplePanel,
  id: number,
  gridPos: GridPos,
): LoadedPanel {
  const named = queries.map((query, i) => ({ ...query, refId: String.fromCharCode("A".charCodeAt(0) + i) }));
  return {
    kind: "panel",
    key: key ?? String(id),
    id,
    title,
    description,
    type,
    gridPos,
    json: { type, title, ...json },
    queries: named,
  };
}
