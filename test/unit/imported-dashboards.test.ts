import { describe, expect, it } from "vitest";
import { importDashboards } from "../../signals/imported/dashboards";
import type { AddedFile } from "../../signals/imported/file";

const known = new Map([
  ["up", []],
  ["http_requests_total", ["method", "status"]],
]);
const options = { datasourceUid: "prometheus", known, open: new Set<string>(), uids: ["sightline-stack"] };

const panel = (expr: string, more: object = {}) => ({
  id: 1,
  type: "timeseries",
  title: "Requests",
  datasource: { type: "prometheus", uid: "${DS_PROMETHEUS}" },
  targets: [{ refId: "A", expr, datasource: "Prometheus of old" }],
  ...more,
});
const dashboard = (more: object = {}) => ({
  title: "Web",
  schemaVersion: 39,
  panels: [panel("sum(rate(http_requests_total[$__rate_interval]))")],
  ...more,
});
const file = (json: unknown, more: Partial<AddedFile> = {}): AddedFile => ({
  path: "old/Web Traffic.json",
  content: typeof json === "string" ? json : JSON.stringify(json),
  allowUndeclared: false,
  ...more,
});
const faultsOf = (json: unknown, more: Partial<AddedFile> = {}) =>
  importDashboards([file(json, more)], options).faults.map((fault) =>
    fault.replace("sightline:dashboardFiles: old/Web Traffic.json: ", ""),
  );

describe("a dashboard of the user's own", () => {
  it("asks the stack's Prometheus, and has a uid of its file's name", () => {
    const json = dashboard({
      __inputs: [{ name: "DS_PROMETHEUS", type: "datasource", pluginId: "prometheus" }],
      __requires: [],
      id: 17,
      version: 4,
      templating: {
        list: [
          { name: "datasource", type: "datasource", query: "prometheus" },
          { name: "window", type: "interval", query: "5m,1h", current: { value: "1h" }, datasource: "$datasource" },
        ],
      },
      annotations: { list: [{ name: "Deployments", datasource: { type: "grafana", uid: "-- Grafana --" } }] },
      panels: [panel('sum(rate(http_requests_total{status=~"5.."}[$window]))')],
    });
    const { faults, dashboards } = importDashboards([file(json)], options);
    expect(faults).toEqual([]);
    expect(dashboards[0]).toMatchObject({ uid: "web-traffic", title: "Web" });
    const made = JSON.parse(dashboards[0]!.content) as Record<string, never>;
    expect(Object.keys(made)).toEqual(["annotations", "panels", "schemaVersion", "tags", "templating", "title", "uid"]);
    const ours = { type: "prometheus", uid: "prometheus" };
    expect(made).toMatchObject({
      tags: ["sightline"],
      panels: [{ datasource: ours, targets: [{ datasource: ours }] }],
      templating: { list: [{ name: "window", datasource: ours }] },
      annotations: { list: [{ datasource: { type: "grafana", uid: "-- Grafana --" } }] },
    });
  });

  it("may come from Grafana's API", () => {
    expect(faultsOf({ dashboard: dashboard(), meta: {} })).toEqual([]);
    expect(faultsOf({ apiVersion: "dashboard.grafana.app/v1beta1", kind: "Dashboard", spec: dashboard() })).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ["isn't JSON", '{\n  "title": "a",\n}', ["line 3: it isn't JSON: Expected double-quoted property name"]],
    ["ends too early", '{ "title":', ["line 1: it isn't JSON: Unexpected end of JSON input"]],
    ["isn't a dashboard", "[]", ["it isn't a dashboard: an object was expected"]],
    [
      "has schema v2",
      { apiVersion: "dashboard.grafana.app/v2beta1", kind: "Dashboard", spec: { elements: {} } },
      ["it has Grafana's dashboard schema v2; export it as classic JSON (schemaVersion 36 to 42)"],
    ],
    [
      "is too old",
      dashboard({ schemaVersion: 27 }),
      ["its schemaVersion is 27; 36 to 42 was expected: open and save it in Grafana 9 or later"],
    ],
    ["is too new", dashboard({ schemaVersion: 50 }), ["its schemaVersion is 50; 36 to 42 was expected"]],
    [
      "has no version, title or fitting uid",
      { panels: [], uid: "a b" },
      [
        "it has no schemaVersion, so it isn't a classic dashboard; 36 to 42 was expected",
        "it has no title",
        'its uid "a b" may have only letters, digits, "_" and "-", at most 40 of them',
      ],
    ],
    ["has no query", dashboard({ panels: [{ type: "text", title: "Hello" }] }), ["it has no query"]],
    [
      "takes a uid of the stack's",
      dashboard({ uid: "sightline-stack" }),
      ['the stack has a dashboard with the uid "sightline-stack" already'],
    ],
    [
      "asks other data sources",
      dashboard({ panels: [panel("up"), panel("up", { title: "Logs", datasource: { type: "loki", uid: "x" } })] }),
      ['panel "Logs" asks a data source of type "loki"; the stack has Prometheus only'],
    ],
    [
      "has its queries elsewhere",
      dashboard({ panels: [panel("up"), { type: "timeseries", title: "Shared", libraryPanel: { uid: "x" } }] }),
      ['panel "Shared" is a library panel, whose queries aren\'t in the file; unlink it and export again'],
    ],
    [
      "asks outside of the contract",
      dashboard({
        templating: { list: [{ name: "status", type: "query", query: "label_values(http_requests_totl, status)" }] },
        panels: [
          panel('http_requests_totl{status="$status", method="$methd"}'),
          panel('rate(http_requests_total{code="1"}[5m])', { title: "B" }),
        ],
      }),
      [
        'panel "Requests": variable "$methd" isn\'t defined.',
        'metric "http_requests_totl" isn\'t declared; did you mean "http_requests_total"? asked for by panel "Requests", variable "status". To take it as it is: allowUndeclared',
        'panel "B": metric "http_requests_total" has no label "code", only {instance, job, method, status}. In: rate(http_requests_total{code="1"}[5m])',
      ],
    ],
  ])("that %s is a fault", (_, json, expected) => {
    expect(faultsOf(json)).toEqual(expected);
  });

  it("may ask for more where the stack says so", () => {
    const json = dashboard({ panels: [panel("legacy_total"), panel("up")] });
    expect(faultsOf(json, { allowUndeclared: ["legacy_total"] })).toEqual([]);
  });
});
