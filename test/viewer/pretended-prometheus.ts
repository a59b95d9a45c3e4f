import type { Asked, Pretended } from "./site";

/** What was asked, whichever way it was sent. */
export function parametersOf({ url, body }: Asked): URLSearchParams {
  return new URLSearchParams(body === "" ? url.split("?")[1] : body);
}

const sources = ["api", "web"];

/** Answers every query with two series, of `api` and `web`; one that asks for `broken` with Prometheus' words. */
export function pretended(asked: Asked): Pretended {
  const parameters = parametersOf(asked);
  if (asked.url.includes("/label/")) return success(sources);
  if (parameters.get("query")?.includes("broken")) {
    return { status: 422, body: '{"status":"error","errorType":"execution","error":"many-to-many matching"}' };
  }
  if (parameters.get("query")?.includes("ALERTS")) return success({ resultType: "matrix", result: [] });
  const range = asked.url.includes("query_range");
  const result = sources.map((source, index) => {
    const metric = { source };
    if (!range) return { metric, value: [Number(parameters.get("time")), String(40 + index)] };
    const [start, end, step] = ["start", "end", "step"].map((name) => Number(parameters.get(name))) as [
      number,
      number,
      number,
    ];
    const count = Math.floor((end - start) / step) + 1;
    const values = Array.from({ length: count }, (_, i) => [start + i * step, String(10 * (index + 1) + (i % 7))]);
    return { metric, values };
  });
  return success({ resultType: range ? "matrix" : "vector", result });
}

function success(data: unknown): Pretended {
  return { body: JSON.stringify({ status: "success", data }) };
}

const target = (expr: string, type: string) => ({
  refId: "A",
  expr,
  legendFormat: "{{source}}",
  format: type === "table" ? "table" : "time_series",
  instant: type !== "timeseries",
  range: type === "timeseries",
});
const panel = (id: number, title: string, x: number, y: number, expr: string, type = "timeseries") => ({
  id,
  type,
  title,
  description: `About ${title}`,
  gridPos: { x, y, w: 12, h: 8 },
  datasource: { type: "prometheus", uid: "prometheus" },
  targets: [target(expr, type)],
  fieldConfig: { defaults: { unit: "short" }, overrides: [] },
  options: {},
});
const row = (id: number, title: string, y: number, more: object = {}) => ({
  id,
  type: "row",
  title,
  collapsed: false,
  gridPos: { x: 0, y, w: 24, h: 1 },
  panels: [],
  ...more,
});

/** A variable of several values, one of one value, two open rows, one that is collapsed. */
export const shop = {
  description: "Is it fast?",
  time: { from: "now-1h", to: "now" },
  refresh: "",
  schemaVersion: 42,
  templating: {
    list: [
      {
        name: "source",
        label: "Source",
        type: "query",
        query: { query: "label_values(visits, source)", refId: "v" },
        multi: true,
        includeAll: true,
        allValue: ".*",
        current: { text: ["All"], value: ["$__all"] },
      },
      {
        name: "window",
        label: "Window",
        type: "custom",
        query: "5m,10m",
        multi: false,
        includeAll: false,
        current: { text: "5m", value: "5m" },
      },
    ],
  },
  panels: [
    row(1, "Visits", 0),
    panel(2, "By source", 0, 1, 'sum by (source) (rate(visits{source=~"$source"}[$window]))'),
    panel(3, "Now", 12, 1, 'sum by (source) (visits{source=~"$source"})', "stat"),
    row(4, "More", 9),
    panel(5, "Queue", 0, 10, "queue"),
    panel(8, "Each", 12, 10, "each", "table"),
    row(6, "Rarely", 18, { collapsed: true, panels: [panel(7, "Hidden", 0, 19, "hidden")] }),
  ],
};
