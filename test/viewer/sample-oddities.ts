import type { SamplePanel } from "./sample";
import { newest, query, series, wave } from "./sample-data";

const bounds = ["0.1", "0.5", "1", "5", "+Inf"];
const repeated = (provider: string, i: number): SamplePanel => ({
  title: `Repeated: ${provider}`,
  type: "timeseries",
  key: `90:${provider}`,
  queries: [query([series({ name: provider }, wave(3, 1 + i, 2, i / 4))])],
  json: { repeat: "provider" },
});

/** What is rarer, what isn't Grafana's libraries', and what goes wrong. */
export const oddities: readonly SamplePanel[] = [
  ...["openai", "anthropic"].map(repeated),
  {
    title: "State timeline",
    type: "state-timeline",
    queries: [
      query([
        series({ name: "web-1" }, (t) => (t > 0.4 && t < 0.6 ? 0 : 1)),
        series({ name: "web-2" }, (t) => (t < 0.2 ? undefined : t > 0.8 ? 0 : 1)),
      ]),
    ],
    json: {
      fieldConfig: {
        defaults: {
          mappings: [
            { type: "value", options: { "0": { text: "Down", color: "red" }, "1": { text: "Up", color: "green" } } },
          ],
        },
      },
    },
  },
  {
    title: "Heatmap",
    type: "heatmap",
    queries: [
      query(
        // Cumulative, as Prometheus has them.
        bounds.map((le, i) => series({ le }, (t) => 10 * Math.exp(i * (0.5 + 0.2 * Math.sin(9 * t))), 120)),
        { format: "heatmap", step: 120, legendFormat: "{{le}}" },
      ),
    ],
  },
  {
    title: "Pie chart",
    type: "piechart",
    queries: [query(["a", "b", "c"].map((name, i) => newest({ name }, 10 * (i + 1))))],
    json: {
      options: {
        pieType: "donut",
        displayLabels: ["percent"],
        legend: { displayMode: "table", placement: "right", showLegend: true, values: ["value"] },
      },
    },
  },
  {
    title: "Bar chart",
    type: "barchart",
    queries: [
      query(
        ["mon", "tue", "wed"].map((day, i) => newest({ day }, 5 - 4 * i)),
        { format: "table" },
      ),
    ],
    json: { transformations: [{ id: "organize", options: { excludeByName: { Time: true } } }] },
  },
  { title: "A type that can't be drawn", type: "geomap" },
  { title: "No data", type: "timeseries", queries: [query([])] },
  { title: "Only NaN", type: "stat", queries: [query([series({ name: "nothing" }, () => "NaN")])] },
  {
    title: "An error",
    type: "timeseries",
    queries: [query([], { answer: { error: "parse error: unexpected end of input" } })],
  },
  {
    title: "An error beside data",
    type: "timeseries",
    queries: [query([series({ name: "there" }, wave(1, 1, 1))]), query([], { answer: { error: "query timed out" } })],
  },
  {
    title: "A transformation that isn't known",
    type: "table",
    queries: [query([newest({ name: "a" }, 1)], { format: "table" })],
    json: { transformations: [{ id: "rowsToFields", options: {} }], fieldConfig: { defaults: { unit: "s" } } },
  },
  {
    title: "Several tables, one shown",
    type: "table",
    queries: ["web", "worker"].map((name) => query([newest({ name }, 1)], { format: "table" })),
  },
  { title: "", type: "stat", queries: [query([newest({ name: "no title" }, 5)])], size: [4, 4] },
  { title: "Transparent", type: "stat", queries: [query([newest({}, 5)])], json: { transparent: true }, size: [4, 4] },
  {
    title: "A title that is far too long for the panel it belongs to",
    type: "stat",
    queries: [query([newest({}, 5)])],
    size: [4, 4],
  },
];
