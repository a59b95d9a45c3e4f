/** What Grafana's panels assume where the JSON says nothing. JSON made by hand or by builders leaves most of it out. */

export type Json = Readonly<Record<string, unknown>>;

const legend = { showLegend: true, displayMode: "list", placement: "bottom", calcs: [] };
const tooltip = { mode: "single", sort: "none" };
const newest = { values: false, calcs: ["lastNotNull"], fields: "" };

export const defaultOptions: Readonly<Record<string, Json>> = {
  timeseries: { legend, tooltip },
  stat: {
    reduceOptions: newest,
    orientation: "auto",
    textMode: "auto",
    wideLayout: true,
    colorMode: "value",
    graphMode: "area",
    justifyMode: "auto",
    showPercentChange: false,
    percentChangeColorMode: "standard",
  },
  gauge: { reduceOptions: newest, orientation: "auto", showThresholdMarkers: true, showThresholdLabels: false },
  bargauge: {
    reduceOptions: newest,
    orientation: "auto",
    displayMode: "gradient",
    valueMode: "color",
    namePlacement: "auto",
    showUnfilled: true,
    sizing: "auto",
    minVizWidth: 8,
    minVizHeight: 16,
    maxVizHeight: 300,
  },
  table: { showHeader: true, cellHeight: "sm", sortBy: [] },
  text: { mode: "markdown", content: "" },
  "state-timeline": { legend, mergeValues: true, rowHeight: 0.9, showValue: "auto", alignValue: "left" },
  piechart: { legend, reduceOptions: newest, pieType: "pie", displayLabels: [], sort: "desc" },
  barchart: { legend, orientation: "auto", stacking: "none", showValue: "auto", groupWidth: 0.7, barWidth: 0.97 },
  heatmap: { color: { scheme: "Oranges", steps: 64, reverse: false, exponent: 0.5, mode: "scheme" } },
};

const thresholds = {
  mode: "absolute",
  steps: [
    { value: null, color: "green" },
    { value: 80, color: "red" },
  ],
};

const byPalette = { mode: "palette-classic" };

/** Of a field: the standard options, and the panel's own under `custom`. */
export const defaultFieldConfig: Readonly<Record<string, Json>> = {
  timeseries: {
    thresholds,
    color: byPalette,
    custom: {
      drawStyle: "line",
      lineInterpolation: "linear",
      lineWidth: 1,
      fillOpacity: 0,
      gradientMode: "none",
      spanNulls: false,
      showPoints: "auto",
      pointSize: 5,
      stacking: { mode: "none", group: "A" },
      axisPlacement: "auto",
      axisColorMode: "text",
      axisBorderShow: false,
      scaleDistribution: { type: "linear" },
      axisCenteredZero: false,
      hideFrom: { tooltip: false, viz: false, legend: false },
      thresholdsStyle: { mode: "off" },
      barAlignment: 0,
      barWidthFactor: 0.6,
    },
  },
  piechart: { thresholds, color: byPalette },
  barchart: { thresholds, color: byPalette, custom: { lineWidth: 1, fillOpacity: 80 } },
  "state-timeline": { thresholds, color: { mode: "thresholds" }, custom: { lineWidth: 0, fillOpacity: 70 } },
  table: {
    thresholds,
    custom: { align: "auto", cellOptions: { type: "auto" }, footer: { reducers: [] }, inspect: false },
  },
};

export const otherFieldConfig: Json = { thresholds, color: { mode: "thresholds" } };
