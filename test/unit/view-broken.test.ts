import { describe, expect, it } from "vitest";
import { findingsOf, sharedUidFindings, staticFindings } from "../../signals/view/findings";
import { loadDashboard } from "../../signals/view/load";
import type { DashboardJson, PanelJson, TargetJson, VariableJson } from "../../signals/view/types";
import { dashboard, fakeAsk, lastHour, panel, series, type Told } from "../lib/view";

async function findings(json: DashboardJson, answers: Readonly<Record<string, Told>> = {}): Promise<string[]> {
  const loaded = await loadDashboard(json, { range: lastHour, scrapeIntervalSeconds: 15 }, fakeAsk(answers));
  const found = findingsOf(loaded, json, { datasourceUid: "prometheus" });
  return found.map(({ level, kind, where, what }) => `${level} [${kind}] ${where}: ${what}`);
}

const SHOP = 'dashboard "Shop"';
const REQUESTS = `${SHOP}, panel "Requests"`;

const of = (...panels: PanelJson[]) => dashboard({ panels });
const one = (rest: Partial<PanelJson>) => of(panel(rest));
const queries = (...targets: TargetJson[]) => one({ targets });
const asking = (expr: string, legendFormat = "all") => queries({ refId: "A", expr, legendFormat });
const second = (rest: Partial<PanelJson>) =>
  panel({ id: 2, title: "Second", gridPos: { x: 12, y: 0, w: 12, h: 8 }, ...rest });
/** Used by the panel's query. */
const variable = (rest: Partial<VariableJson>, expr = 'up{job=~"$job"}') => ({
  ...asking(expr),
  templating: { list: [{ name: "job", type: "query", query: "label_values(up, job)", ...rest }] },
});
const annotation = (rest: object) =>
  dashboard({ annotations: { list: [{ name: "Alerts", enable: true, target: { expr: "ALERTS" }, ...rest }] } });
const many =
  (count: number): Told =>
  (question) => ({
    series: Array.from({ length: count }, (_, i) => series({ pod: `pod-${i}` }, "1", question)),
  });
const noSeries: Told = { series: [] };
const onlyNaN: Told = (question) => ({ series: [series({}, "NaN", question)] });
const zero: Told = (question) => ({ series: [series({}, "0", question)] });
const thresholds = (...values: (number | null)[]) => ({
  fieldConfig: { defaults: { thresholds: { steps: values.map((value) => ({ color: "red", value })) } } },
});

type Case = [way: string, json: DashboardJson, found: string, answers?: Readonly<Record<string, Told>>];

const cases: Case[] = [
  // The dashboard.
  [
    "no schemaVersion",
    dashboard({ schemaVersion: undefined }),
    `fault [schema] ${SHOP}: it has no schemaVersion, so Grafana takes it for its oldest; write 42`,
  ],
  [
    "a newer schemaVersion",
    dashboard({ schemaVersion: 43 }),
    `fault [schema] ${SHOP}: schemaVersion 43 is of a newer Grafana: only 36 to 42 are known`,
  ],
  [
    "an old schemaVersion",
    dashboard({ schemaVersion: 16 }),
    `note [schema] ${SHOP}: schemaVersion 16 is old; Grafana rewrites it when it's opened, here it's read as it is`,
  ],
  [
    "Grafana's new form",
    dashboard({ panels: undefined, elements: {} }),
    `fault [schema] ${SHOP}: it is in Grafana's new form (v2, with "elements"); export it in the classic one`,
  ],
  [
    "a time range that isn't one",
    dashboard({ time: { from: "yesterday", to: "now" } }),
    `fault [schema] ${SHOP}: its time range can't be read: "yesterday" isn't a time; write it like now-6h or ` +
      "2026-01-31T12:00:00Z",
  ],
  [
    "a refresh that isn't one",
    dashboard({ refresh: "often" }),
    `fault [schema] ${SHOP}: its refresh "often" isn't a duration; write it like 30s`,
  ],
  ["no title", dashboard({ title: " " }), 'fault [identity] dashboard " ": it has no title'],
  [
    "a uid that no URL can have",
    dashboard({ uid: "my shop" }),
    `fault [identity] ${SHOP}: its uid isn't 1 to 40 letters, digits, "_" or "-": "my shop"`,
  ],
  ["no panels", of(), `fault [panels] ${SHOP}: it has no panels`],
  [
    "200 panels",
    of(
      ...Array.from({ length: 200 }, (_, i) => panel({ id: i, title: `P${i}`, gridPos: { x: 0, y: i, w: 24, h: 1 } })),
    ),
    `fault [panels] ${SHOP}: it has 200 panels, too many to read; put them into several dashboards of 100 at most`,
  ],
  [
    "a repeat that makes 150 panels",
    { ...variable({ multi: true, includeAll: true }), panels: [panel({ repeat: "job" })] },
    `fault [panels] ${SHOP}: it has 150 panels, too many to read; put them into several dashboards of 100 at most`,
    { "job of": { names: Array.from({ length: 150 }, (_, i) => `job-${i}`) } },
  ],
  // Ids and titles.
  [
    "an id twice",
    of(panel(), second({ id: 1 })),
    `fault [identity] ${SHOP}: the id 1 is that of several panels: "Requests" and "Second"`,
  ],
  ["no id", one({ id: undefined }), `note [identity] ${SHOP}: 1 panel has no id; links to them don't last`],
  [
    "a title twice",
    of(panel(), second({ title: "Requests" })),
    `note [identity] ${SHOP}: panel "Requests" is there twice`,
  ],
  ["an empty title", one({ title: "" }), `fault [identity] ${SHOP}, panel 1: it has no title`],
  // The grid.
  [
    "panels on each other",
    of(panel(), second({ gridPos: { x: 11, y: 7, w: 12, h: 8 } })),
    `fault [overlap] ${SHOP}: panel "Requests" and panel "Second" lie on each other`,
  ],
  [
    "panels of a collapsed row on each other",
    of({
      type: "row",
      id: 9,
      title: "R",
      gridPos: { x: 0, y: 0, w: 24, h: 1 },
      collapsed: true,
      panels: [panel(), second({ gridPos: { x: 0, y: 0, w: 1, h: 1 } })],
    }),
    `fault [overlap] ${SHOP}: panel "Requests" and panel "Second" lie on each other`,
  ],
  [
    "a panel beyond the grid",
    one({ gridPos: { x: 18, y: 0, w: 12, h: 8 } }),
    `fault [grid] ${REQUESTS}: it reaches from column 18 to 30, the grid from 0 to 24`,
  ],
  [
    "a panel above the top",
    one({ gridPos: { x: 0, y: -2, w: 12, h: 8 } }),
    `fault [grid] ${REQUESTS}: it begins 2 rows above the top`,
  ],
  [
    "a panel without a size",
    one({ gridPos: { x: 0, y: 0, w: 12, h: 0 } }),
    `fault [grid] ${REQUESTS}: it is 12 columns wide and 0 rows high: nobody sees it`,
  ],
  ["a panel without a place", one({ gridPos: undefined }), `fault [grid] ${REQUESTS}: it has no place (gridPos)`],
  // The panel.
  [
    "a mistyped panel type",
    one({ type: "timeserie" }),
    `fault [panel type] ${REQUESTS}: type "timeserie" isn't one of Grafana's panels; did you mean "timeseries"?`,
  ],
  [
    "a panel type of old",
    one({ type: "graph" }),
    `fault [panel type] ${REQUESTS}: type "graph" is of an old Grafana; it's "timeseries" now`,
  ],
  [
    "a panel that isn't drawn here",
    one({ type: "geomap" }),
    `note [panel type] ${REQUESTS}: type "geomap" isn't drawn here, only in Grafana`,
  ],
  [
    "a mistyped transformation",
    one({ transformations: [{ id: "organise", options: {} }] }),
    `fault [panel type] ${REQUESTS}: transformation "organise" isn't one of Grafana's; did you mean "organize"?`,
  ],
  [
    "a transformation that isn't made here",
    one({ transformations: [{ id: "spatial" }, { id: "reduce" }] }),
    `note [panel type] ${REQUESTS}: transformation "spatial" isn't made here, only in Grafana`,
  ],
  [
    "thresholds that don't ascend",
    one(thresholds(null, 80, 60)),
    `fault [panel type] ${REQUESTS}: its threshold steps don't ascend: base, 80, 60`,
  ],
  [
    "a time range of the panel's own",
    one({ timeFrom: "7d" }),
    `note [query] ${REQUESTS}: its timeFrom is left aside here: it's drawn with the dashboard's range`,
  ],
  // Queries.
  ["no query", queries(), `fault [query] ${REQUESTS}: it has no query`],
  [
    "only hidden queries",
    queries({ refId: "A", expr: "up", hide: true }),
    `fault [query] ${REQUESTS}: all of its queries are hidden`,
  ],
  ["an empty query", queries({ refId: "A", expr: "" }), `fault [query] ${REQUESTS}: query A is empty`],
  [
    "two queries of one name",
    queries({ refId: "A", expr: "up" }, { refId: "A", expr: "down" }),
    `fault [query] ${REQUESTS}: two queries are called A; Grafana mixes them up`,
  ],
  [
    "another data source",
    one({ datasource: { type: "prometheus", uid: "PBFA97CFB590B2093" } }),
    `fault [query] ${REQUESTS}: its data source "PBFA97CFB590B2093" isn't there; the provisioned one is "prometheus"`,
  ],
  [
    "a query that fails",
    asking("sum(up"),
    `fault [query] ${REQUESTS}: its query fails: bad_data: parse error. In: sum(up`,
    { "sum(up": { error: "bad_data: parse error" } },
  ],
  ["no series", asking("up"), `fault [no data] ${REQUESTS}: it shows nothing: up`, { up: noSeries }],
  ["only NaN", asking("up / 0"), `fault [no data] ${REQUESTS}: it shows nothing: up / 0`, { up: onlyNaN }],
  [
    "a table without lines",
    one({ type: "table", targets: [{ refId: "A", expr: "up", format: "table", instant: true }] }),
    `fault [no data] ${REQUESTS}: it shows nothing: up`,
    { up: noSeries },
  ],
  [
    "one of two queries without data",
    queries({ refId: "A", expr: "up" }, { refId: "B", expr: "down" }),
    `fault [no data] ${REQUESTS}: query B shows nothing: down`,
    { down: noSeries },
  ],
  [
    "a quantile without traffic",
    asking("histogram_quantile(0.95, rate(x_bucket[5m]))"),
    `note [no data] ${REQUESTS}: its query has no number yet: nothing happened in this time`,
    { "sum(rate": zero, histogram_quantile: onlyNaN },
  ],
  // Variables.
  [
    "a variable that isn't defined",
    variable({}, 'up{job=~"$jobs", a=~"$job"}'),
    `fault [variable] ${REQUESTS}: variable "$jobs" isn't defined; did you mean "job"?`,
  ],
  [
    "a mistyped variable of Grafana's",
    asking("rate(x[$__rate_intervall])"),
    `fault [variable] ${REQUESTS}: variable "$__rate_intervall" isn't defined; did you mean "__rate_interval"?`,
  ],
  [
    "a repeat over a variable that isn't defined",
    one({ repeat: "region" }),
    `fault [variable] ${REQUESTS}: variable "$region" isn't defined`,
  ],
  [
    "a variable that asks for one that isn't defined",
    variable({ query: 'label_values(up{a="$zone"}, job)' }),
    `fault [variable] ${SHOP}, variable "job": variable "$zone" isn't defined`,
  ],
  [
    "an annotation with a variable that isn't defined",
    annotation({ target: { expr: 'ALERTS{a="$zone"}' } }),
    `fault [variable] ${SHOP}, annotation "Alerts": variable "$zone" isn't defined`,
  ],
  [
    "a variable without values",
    variable({}),
    `fault [variable] ${SHOP}, variable "job": it has no values`,
    { "job of": { names: [] } },
  ],
  [
    "a variable without values, whose All is everything",
    variable({ includeAll: true, allValue: ".*" }),
    `note [variable] ${SHOP}, variable "job": it has no values yet`,
    { "job of": { names: [] } },
  ],
  [
    "a variable whose values can't be asked",
    variable({}),
    `fault [variable] ${SHOP}, variable "job": its values can't be asked: it can't be asked: ECONNREFUSED`,
    { "job of": { error: "it can't be asked: ECONNREFUSED" } },
  ],
  ["a variable that nothing uses", variable({}, "up"), `note [variable] ${SHOP}, variable "job": nothing uses it`],
  [
    "a variable twice",
    { ...variable({}), templating: { list: [1, 2].map(() => ({ name: "job", type: "custom", query: "a" })) } },
    `fault [variable] ${SHOP}, variable "job": it is there twice`,
  ],
  [
    "a regex that isn't one",
    variable({ regex: "/(/" }),
    `fault [variable] ${SHOP}, variable "job": its regex "/(/" isn't a regular expression`,
  ],
  [
    "a kind of variable that does nothing here",
    variable({ type: "adhoc" }),
    `note [variable] ${SHOP}, variable "job": type "adhoc" does nothing here, only in Grafana`,
  ],
  // Legends and numbers of series.
  [
    "a legend of a label that isn't there",
    asking("up", "{{pods}}"),
    `fault [legend] ${REQUESTS}: its legend names {{pods}}, but the series have {pod}; did you mean "pod"?`,
    { up: many(1) },
  ],
  [
    "series that can't be told apart",
    asking("up", "pods"),
    `note [legend] ${REQUESTS}: 3 series can't be told apart: "pods"`,
    { up: many(3) },
  ],
  [
    "too many lines",
    asking("up", "{{pod}}"),
    `note [series] ${REQUESTS}: it shows 51 series, more than the 50 that can be read; aggregate them`,
    { up: many(51) },
  ],
  [
    "too many numbers",
    one({ type: "stat", targets: [{ refId: "A", expr: "up", legendFormat: "{{pod}}" }] }),
    `note [series] ${REQUESTS}: it shows 21 series, more than the 20 that can be read; aggregate them`,
    { up: many(21) },
  ],
  [
    "too many lines of a table",
    one({ type: "table", targets: [{ refId: "A", expr: "up", format: "table", instant: true }] }),
    `note [series] ${REQUESTS}: it shows 201 lines, more than the 200 that can be read; aggregate them`,
    { up: many(201) },
  ],
  // Annotations.
  [
    "an annotation that fails",
    annotation({}),
    `fault [annotation] ${SHOP}, annotation "Alerts": it fails: bad_data: no`,
    { ALERTS: { error: "bad_data: no" } },
  ],
  [
    "an annotation of another data source",
    annotation({ datasource: { uid: "loki" } }),
    `fault [annotation] ${SHOP}, annotation "Alerts": its data source "loki" isn't there; the provisioned one is ` +
      '"prometheus"',
  ],
];

it("finds nothing where nothing is wrong", async () => {
  expect(await findings(dashboard())).toEqual([]);
  expect(await findings(variable({ multi: true, includeAll: true, allValue: ".*" }))).toEqual([]);
  expect(await findings(annotation({}))).toEqual([]);
});

describe("finds, and nothing else:", () => {
  it.each(cases)("%s", async (_way, json, found, answers) => {
    expect(await findings(json, answers)).toEqual([found]);
  });
});

it("finds one uid of two dashboards", () => {
  const found = sharedUidFindings([dashboard(), dashboard({ title: "Shop again" }), dashboard({ uid: "other" })]);
  expect(found).toEqual([
    {
      kind: "identity",
      level: "fault",
      where: 'dashboards "Shop", "Shop again"',
      what: 'they share the uid "shop": only one is shown',
    },
  ]);
});

it("names the panel that each finding is about", async () => {
  const json = { ...variable({ multi: true }), panels: [panel({ repeat: "job", title: "Of $job" })] };
  const loaded = await loadDashboard(
    json,
    { range: lastHour, scrapeIntervalSeconds: 15, selected: { job: ["a", "b"] } },
    fakeAsk({ sum: noSeries }),
  );
  const found = findingsOf(loaded, json).filter(({ kind }) => kind === "no data");
  expect(found.map(({ where, panel }) => [where, panel])).toEqual([
    [`${SHOP}, panel "Of a"`, "1:a"],
    [`${SHOP}, panel "Of b"`, "1:b"],
  ]);
});

describe("what is hardly a dashboard", () => {
  const odd = [
    {},
    { panels: null },
    { panels: [null, 3, {}, { type: 7, title: {}, gridPos: "x", targets: "y", fieldConfig: [] }] },
    { panels: [{ type: "row", collapsed: true, panels: "none" }] },
    { templating: { list: [null, {}, { name: "a" }, { name: "b", type: "query", query: 5, regex: null }] } },
    { annotations: { list: [null, {}, { target: 4 }] }, tags: "x", refresh: 5, time: {} },
    {
      templating: {
        list: [
          { name: "a", type: "query", query: "$b" },
          { name: "b", type: "query", query: "$a" },
        ],
      },
    },
  ];

  it.each(odd.map((json) => [JSON.stringify(json), json]))("%s is told, and breaks nothing", async (_text, json) => {
    const told = json as unknown as DashboardJson;
    expect(staticFindings(told).length).toBeGreaterThan(0);
    expect((await findings(told)).length).toBeGreaterThan(0);
  });
});
