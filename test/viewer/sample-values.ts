import type { SamplePanel } from "./sample";
import { newest, query, series, wave } from "./sample-data";

const steps = [
  { value: null, color: "green" },
  { value: 50, color: "orange" },
  { value: 80, color: "red" },
];
const judged = { unit: "percent", min: 0, max: 100, thresholds: { mode: "absolute", steps } };
const three = query([
  newest({ name: "web_form" }, 34.2),
  newest({ name: "clinic_api" }, 61),
  newest({ name: "partner" }, 97.5),
]);
const curve = query([series({ name: "load" }, wave(60, 30, 2))]);
const lines = (refs: readonly number[]) =>
  query(
    refs.map((value, i) => newest({ __name__: "jobs", queue: `queue-${i + 1}`, state: ["ok", "late"][i % 2]! }, value)),
    { format: "table" },
  );
const mappings = [
  { type: "value", options: { "0": { text: "Off", color: "red" }, "1": { text: "On", color: "green" } } },
  { type: "special", options: { match: "null", result: { text: "n/a" } } },
];

/** Everything that shows numbers instead of lines. */
export const singleValues: readonly SamplePanel[] = [
  { title: "Stat", type: "stat", queries: [curve], json: { fieldConfig: { defaults: judged } }, size: [4, 5] },
  {
    title: "Stat, background",
    type: "stat",
    queries: [curve],
    json: {
      fieldConfig: { defaults: { ...judged, decimals: 3 } },
      options: { colorMode: "background", graphMode: "none" },
    },
    size: [4, 5],
  },
  { title: "Stat, several", type: "stat", queries: [three], json: { fieldConfig: { defaults: judged } }, size: [8, 5] },
  {
    title: "Stat, mapped",
    type: "stat",
    queries: [query([newest({ name: "up" }, 1)])],
    json: { fieldConfig: { defaults: { mappings } } },
    size: [4, 5],
  },
  {
    title: "Stat, percent change",
    type: "stat",
    queries: [query([series({ name: "grows" }, (t) => 1e6 * (1 + t))])],
    json: { fieldConfig: { defaults: { unit: "bytes" } }, options: { showPercentChange: true, graphMode: "line" } },
    size: [4, 5],
  },
  {
    title: "Bar gauge",
    type: "bargauge",
    queries: [three],
    json: { fieldConfig: { defaults: judged }, options: { orientation: "horizontal", displayMode: "gradient" } },
  },
  {
    title: "Bar gauge, retro",
    type: "bargauge",
    queries: [three],
    json: { fieldConfig: { defaults: judged }, options: { orientation: "horizontal", displayMode: "lcd" } },
  },
  {
    title: "Bar gauge, upright",
    type: "bargauge",
    queries: [three],
    json: { fieldConfig: { defaults: judged }, options: { displayMode: "basic" } },
  },
  {
    title: "Gauge",
    type: "gauge",
    queries: [query([newest({}, 72.5)])],
    json: { fieldConfig: { defaults: judged } },
    size: [6, 7],
  },
  { title: "Gauges", type: "gauge", queries: [three], json: { fieldConfig: { defaults: judged } }, size: [12, 7] },
  {
    title: "Text",
    type: "text",
    json: {
      options: {
        mode: "markdown",
        content: "# ${provider}\n\nText with **Markdown**, `code`\n\n- of $instance\n- [a link](https://example.com)",
      },
    },
    size: [6, 7],
  },
  {
    title: "Table, organised, with cells that show more",
    type: "table",
    queries: [lines([12, 55, 91, 3])],
    json: {
      transformations: [
        {
          id: "organize",
          options: { excludeByName: { Time: true, __name__: true }, renameByName: { queue: "Queue", Value: "Jobs" } },
        },
        { id: "sortBy", options: { sort: [{ field: "Jobs", desc: true }] } },
      ],
      fieldConfig: {
        defaults: { thresholds: judged.thresholds },
        overrides: [
          {
            matcher: { id: "byName", options: "Jobs" },
            properties: [
              { id: "custom.cellOptions", value: { type: "gauge", mode: "gradient" } },
              { id: "unit", value: "short" },
              { id: "max", value: 100 },
              { id: "min", value: 0 },
            ],
          },
          {
            matcher: { id: "byName", options: "state" },
            properties: [
              { id: "custom.cellOptions", value: { type: "color-background", mode: "basic" } },
              {
                id: "mappings",
                value: [
                  {
                    type: "value",
                    options: { late: { text: "Late", color: "orange" }, ok: { text: "Fine", color: "green" } },
                  },
                ],
              },
            ],
          },
        ],
      },
    },
    size: [8, 8],
  },
  {
    title: "Table, two queries merged",
    type: "table",
    queries: [lines([1, 2, 3]), lines([10, 20, 30])],
    json: {
      transformations: [
        { id: "merge", options: {} },
        { id: "filterFieldsByName", options: { include: { pattern: "queue|Value.*" } } },
      ],
    },
    size: [8, 8],
  },
  {
    title: "Table, series reduced",
    type: "table",
    queries: [query([series({ name: "a" }, wave(5, 2, 1)), series({ name: "b" }, wave(50, 20, 3))])],
    json: {
      transformations: [{ id: "reduce", options: { reducers: ["min", "mean", "max"] } }],
      fieldConfig: { defaults: { unit: "ms", decimals: 1 } },
    },
    size: [8, 8],
  },
];
