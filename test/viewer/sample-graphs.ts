import type { SamplePanel } from "./sample";
import { query, series, wave } from "./sample-data";

const three = ["alpha", "beta", "gamma"].map((name, i) => series({ name }, wave(4 + 3 * i, 2, 2 + i, i / 3)));
const stacked = (mode: string) => ({
  defaults: { unit: "reqps", custom: { fillOpacity: 40, stacking: { mode, group: "A" } } },
});
const steps = (...rest: readonly { value: number; color: string }[]) => ({
  mode: "absolute",
  steps: [{ value: null, color: "green" }, ...rest],
});

/** Everything that a graph over time can be. */
export const graphs: readonly SamplePanel[] = [
  {
    title: "Lines, with a hint",
    type: "timeseries",
    description: "What it shows, in **Markdown**.",
    queries: [query(three)],
    json: { fieldConfig: { defaults: { unit: "s", custom: { fillOpacity: 10, showPoints: "never" } } } },
  },
  { title: "Stacked", type: "timeseries", queries: [query(three)], json: { fieldConfig: stacked("normal") } },
  { title: "Stacked to 100 %", type: "timeseries", queries: [query(three)], json: { fieldConfig: stacked("percent") } },
  {
    title: "Thresholds, dashed and as areas",
    type: "timeseries",
    queries: [query([series({ name: "value" }, wave(0.5, 0.4, 2))])],
    json: {
      fieldConfig: {
        defaults: {
          unit: "percentunit",
          min: 0,
          max: 1,
          thresholds: steps({ value: 0.6, color: "orange" }, { value: 0.8, color: "red" }),
          custom: { thresholdsStyle: { mode: "dashed+area" } },
        },
      },
    },
  },
  {
    title: "Negative, gaps, NaN and infinity",
    type: "timeseries",
    queries: [
      query([
        series({ name: "gap" }, (t) => (t > 0.3 && t < 0.5 ? undefined : wave(0, 40, 1)(t))),
        series({ name: "NaN" }, (t) => (t > 0.6 && t < 0.8 ? "NaN" : wave(20, 10, 3)(t))),
        series({ name: "+Inf" }, (t) => (t > 0.9 ? "+Inf" : -20)),
        series({ name: "joined" }, (t) => (t > 0.3 && t < 0.7 ? "NaN" : -40)),
      ]),
    ],
    json: {
      fieldConfig: {
        defaults: { unit: "short", custom: { lineWidth: 2 } },
        overrides: [override("joined", { "custom.spanNulls": true })],
      },
    },
  },
  {
    title: "Overrides",
    type: "timeseries",
    queries: [query([...three, series({ name: "bytes" }, wave(5e8, 4e8, 1), 180)])],
    json: {
      fieldConfig: {
        defaults: { unit: "ops" },
        overrides: [
          override("alpha", { "custom.lineStyle": { fill: "dash", dash: [10, 10] }, "custom.lineWidth": 3 }),
          override("beta", {
            color: { mode: "fixed", fixedColor: "purple" },
            displayName: "Renamed ${__field.labels.name}",
          }),
          override("gamma", { "custom.drawStyle": "points", "custom.pointSize": 4 }),
          override("bytes", {
            unit: "bytes",
            "custom.axisPlacement": "right",
            "custom.drawStyle": "bars",
            "custom.fillOpacity": 20,
          }),
        ],
      },
    },
  },
  {
    title: "Legend as a table",
    type: "timeseries",
    queries: [query(three)],
    json: {
      fieldConfig: { defaults: { unit: "ms", decimals: 1 } },
      options: {
        legend: { displayMode: "table", placement: "right", showLegend: true, calcs: ["mean", "lastNotNull", "max"] },
      },
    },
    size: [12, 8],
  },
  {
    title: "Steps, gradient, without a legend",
    type: "timeseries",
    queries: [query([series({ name: "steps" }, (t) => Math.floor(t * 8) ** 2)])],
    json: {
      fieldConfig: {
        defaults: { custom: { lineInterpolation: "stepAfter", gradientMode: "opacity", fillOpacity: 60 } },
      },
      options: { legend: { showLegend: false } },
    },
    size: [6, 8],
  },
  {
    title: "Logarithmic, no legend's form",
    type: "timeseries",
    queries: [query([series({ __name__: "up", job: "web" }, (t) => 10 ** (t * 5))], { legendFormat: "" })],
    json: { fieldConfig: { defaults: { custom: { scaleDistribution: { type: "log", log: 10 } } } } },
    size: [6, 8],
  },
];

function override(name: string, properties: Readonly<Record<string, unknown>>) {
  return {
    matcher: { id: "byName", options: name },
    properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
  };
}
