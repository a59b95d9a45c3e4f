/** Names of Grafana's own: what isn't among them is most likely mistyped. */

/** Ids of the panels that the viewer draws. */
export const DRAWN_TYPES: readonly string[] = [
  ...["timeseries", "stat", "bargauge", "gauge", "table", "text", "row"],
  ...["barchart", "heatmap", "piechart", "state-timeline"],
];

/** Ids of the transformations that the viewer makes: those of Grafana's own library (`standardTransformers`). */
export const DRAWN_TRANSFORMATIONS: readonly string[] = [
  ...["calculateField", "concatenate", "convertFieldType", "convertFrameType", "ensureColumns", "filterByRefId"],
  ...["filterByValue", "filterFields", "filterFieldsByName", "filterFrames", "formatString", "formatTime", "groupBy"],
  ...["groupToNestedTable", "groupingToMatrix", "histogram", "joinByField", "labelsToFields", "limit", "merge", "noop"],
  ...["order", "organize", "reduce", "rename", "renameByRegex", "seriesToColumns", "seriesToRows", "sortBy"],
  ...["transpose"],
];

/** Panels that Grafana 12 brings along. */
export const grafanaPanels: readonly string[] = [
  ...DRAWN_TYPES,
  ...["alertlist", "annolist", "candlestick", "canvas", "dashlist", "datagrid", "flamegraph", "geomap"],
  ...["histogram", "logs", "news", "nodeGraph", "status-history", "traces", "trend", "xychart"],
];

/** Panels of older Grafanas, and what took their place. */
export const successors: Readonly<Record<string, string>> = {
  graph: "timeseries",
  singlestat: "stat",
  "table-old": "table",
  "grafana-singlestat-panel": "stat",
  "grafana-piechart-panel": "piechart",
};

/** Transformations that Grafana 12 brings along; the others of them are in its application. */
export const grafanaTransformations: readonly string[] = [
  ...DRAWN_TRANSFORMATIONS,
  ...["configFromData", "extractFields", "fieldLookup", "heatmap", "joinByLabels", "partitionByValues"],
  ...["prepareTimeSeries", "regression", "rowsToFields", "smoothing", "spatial", "timeSeriesTable"],
];

/** Variables that need no definition. */
export const grafanaVariables: readonly string[] = [
  ...["__interval", "__interval_ms", "__rate_interval", "__rate_interval_ms", "__range", "__range_s", "__range_ms"],
  ...["__from", "__to", "__dashboard", "__org", "__user", "__timezone", "__name", "__all", "__searchFilter"],
  ...["__data", "__field", "__series", "__value", "__url", "__timeFilter", "timeFilter"],
];
