import { describe, expect, it } from "vitest";
import type { DashboardSpec, PanelSpec } from "../../signals/dashboard";
import { dashboardJson } from "../../signals/grafana";
import { platformDashboards } from "../../signals/platform";
import { workloads } from "../../workloads";

/** What the tests look at of a panel in Grafana's JSON. */
interface Made {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const panel = (title: string, rest: Partial<PanelSpec> = {}): PanelSpec => ({
  title,
  description: `about ${title}`,
  kind: "timeseries",
  unit: "short",
  queries: [{ expr: "up", legend: "{{job}}" }],
  ...rest,
});
const spec = (...rows: PanelSpec[][]): DashboardSpec => ({
  uid: "u",
  title: "T",
  description: "d",
  tags: ["a"],
  variables: [{ name: "job", label: "Job", metric: "up", labelName: "job" }],
  rows: rows.map((panels, i) => ({ title: `row ${i}`, panels })),
});
const json = (given: DashboardSpec) => JSON.parse(dashboardJson(given, { datasourceUid: "prom" }));
const only = (rest: Partial<PanelSpec>) => json(spec([panel("p", rest)])).panels[1];

describe("the grid", () => {
  const places = (...rows: PanelSpec[][]) =>
    json(spec(...rows)).panels.map(({ title, gridPos: { x, y, w, h } }: Made) => [title, x, y, w, h]);

  it("fills each line to the edge, and begins another for another height", () => {
    const first = [panel("a"), panel("b"), panel("c", { height: 10 }), panel("d", { height: 10, width: 16 })];
    expect(places(first, [panel("e", { width: 4, height: 4 })])).toEqual([
      ["row 0", 0, 0, 24, 1],
      ["a", 0, 1, 12, 8],
      ["b", 12, 1, 12, 8],
      ["c", 0, 9, 8, 10],
      ["d", 8, 9, 16, 10],
      ["row 1", 0, 19, 24, 1],
      ["e", 0, 20, 24, 4],
    ]);
  });

  it("makes lines about equally full", () => {
    const seven = ["a", "b", "c", "d", "e", "f", "g"].map((title) => panel(title, { width: 4 }));
    const columns = (places(seven) as [string, number, number, number, number][]).slice(1);
    expect(columns.map(([, , , width]) => width)).toEqual([6, 6, 6, 6, 8, 8, 8]);
  });

  it("wraps before a panel that doesn't fit", () => {
    const [, , b] = places([panel("a", { width: 16 }), panel("b", { width: 12 })]);
    expect(b).toEqual(["b", 0, 9, 24, 8]);
  });
});

describe("a panel", () => {
  it("has title, description, unit, and the data source by its variable", () => {
    const made = only({ unit: "s", min: 0, max: 2, decimals: 1 });
    expect(made).toMatchObject({ title: "p", description: "about p", type: "timeseries" });
    expect(made.fieldConfig.defaults).toMatchObject({ unit: "s", min: 0, max: 2, decimals: 1 });
    expect(made.datasource).toEqual({ type: "prometheus", uid: "${datasource}" });
    expect(made.targets).toHaveLength(1);
    expect(made.targets[0]).toMatchObject({ refId: "A", expr: "up", legendFormat: "{{job}}", range: true });
    expect(made.targets[0].datasource).toEqual(made.datasource);
  });

  it("letters its queries", () => {
    const query = { expr: "up", legend: "" };
    expect(only({ queries: [query, query, query] }).targets.map((target: { refId: string }) => target.refId)).toEqual([
      "A",
      "B",
      "C",
    ]);
  });

  it("draws thresholds from below", () => {
    const made = only({
      thresholds: [
        { value: 9, severity: "critical" },
        { value: 5, severity: "warning" },
      ],
    });
    expect(made.fieldConfig.defaults.thresholds.steps).toEqual([
      { value: null, color: "green" },
      { value: 5, color: "orange" },
      { value: 9, color: "red" },
    ]);
    expect(made.fieldConfig.defaults.custom.thresholdsStyle.mode).toBe("dashed");
  });

  it("colours what is under a threshold when that is bad", () => {
    const made = only({
      thresholds: [
        { value: 0.8, severity: "critical", below: true },
        { value: 0.9, severity: "warning", below: true },
      ],
    });
    expect(made.fieldConfig.defaults.thresholds.steps).toEqual([
      { value: null, color: "red" },
      { value: 0.8, color: "orange" },
      { value: 0.9, color: "green" },
    ]);
  });

  it("judges nothing without a threshold", () => {
    const { defaults } = only({ kind: "stat" }).fieldConfig;
    expect(defaults.thresholds.steps).toEqual([{ value: null, color: "blue" }]);
    expect(only({}).fieldConfig.defaults.custom.thresholdsStyle.mode).toBe("off");
  });

  it("asks for one value where one is shown", () => {
    const queries = [{ expr: "up", legend: "", instant: true }];
    expect(only({ kind: "bargauge", queries }).targets[0]).toMatchObject({ instant: true, range: false });
    expect(only({ kind: "table" }).targets[0]).toMatchObject({ instant: true, format: "table" });
    expect(only({ kind: "stat" }).options.reduceOptions.calcs).toEqual(["lastNotNull"]);
  });

  it("stacks when it's told to", () => {
    expect(only({ stacked: true }).fieldConfig.defaults.custom.stacking.mode).toBe("normal");
    expect(only({}).fieldConfig.defaults.custom.stacking.mode).toBe("none");
  });
});

describe("a dashboard", () => {
  const made = json(spec([panel("a")]));

  it("has what Grafana wants of a provisioned one", () => {
    expect(made).toMatchObject({ uid: "u", title: "T", timezone: "browser", refresh: "30s", tags: ["a"] });
    expect(made.time).toEqual({ from: "now-1h", to: "now" });
    expect(made.schemaVersion).toBeGreaterThanOrEqual(39);
    expect(made).not.toHaveProperty("id");
  });

  it("has variables of many values, all of them at first", () => {
    expect(made.templating.list).toHaveLength(2);
    expect(made.templating.list[0]).toMatchObject({
      name: "datasource",
      query: "prometheus",
      current: { value: "prom" },
    });
    expect(made.templating.list[1]).toMatchObject({
      name: "job",
      type: "query",
      definition: "label_values(up, job)",
      multi: true,
      includeAll: true,
      allValue: ".*",
      current: { value: ["$__all"] },
    });
  });

  it("shows when critical alerts fired; the others at a switch, the watchdog aside", () => {
    const [critical, others, deployments] = made.annotations.list;
    expect(critical.target.expr).toBe('ALERTS{alertstate="firing", severity="critical"}');
    expect(others.target.expr).toBe('ALERTS{alertstate="firing", severity!="critical", alertname!="Watchdog"}');
    expect([critical.enable, others.enable]).toEqual([true, false]);
    expect(deployments).toMatchObject({ name: "Deployments", enable: true, datasource: { uid: "${datasource}" } });
  });

  it("is the same bytes each time, with sorted keys", () => {
    const text = dashboardJson(spec([panel("a")]), { datasourceUid: "prom" });
    expect(dashboardJson(spec([panel("a")]), { datasourceUid: "prom" })).toBe(text);
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(JSON.parse(text)).sort());
  });
});

const shipped = [
  ...platformDashboards(["app"]),
  ...Object.values(workloads).flatMap((workload) => workload.dashboards),
];

describe.each(shipped.map((each) => [each.title, each] as const))("%s", (_title, each) => {
  const { panels } = json(each);

  it("has ids that are there once", () => {
    const ids = panels.map((one: Made) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id: number) => id > 0)).toBe(true);
  });

  it("has no two panels in one place, and none outside of the grid", () => {
    const cells = new Set<string>();
    for (const { gridPos, title } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(cells.has(`${x},${y}`), `${title} at ${x},${y}`).toBe(false);
          cells.add(`${x},${y}`);
        }
      }
    }
  });

  it("leaves no hole on the right", () => {
    const filled = panels.reduce((sum: number, { gridPos }: Made) => sum + gridPos.w * gridPos.h, 0);
    const height = Math.max(...panels.map(({ gridPos }: Made) => gridPos.y + gridPos.h));
    expect(filled).toBe(24 * height);
  });
});
