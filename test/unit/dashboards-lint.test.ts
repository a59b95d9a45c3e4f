import { describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { rowOrder, type PanelSpec } from "../../signals/dashboard";
import type { Alert } from "../../signals/rules";
import { workloads } from "../../workloads";

/** The rules of grafana/dashboard-linter that make sense of provisioned dashboards, and some of our own. */

interface Target {
  readonly datasource: unknown;
  readonly expr: string;
}

interface Made {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: unknown;
  readonly targets?: readonly Target[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

interface MadeDashboard {
  readonly panels: readonly Made[];
  readonly links: readonly { readonly tags: readonly string[] }[];
  readonly tags: readonly string[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly datasource?: unknown }[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly datasource: unknown }[] };
}

const byVariable = { type: "prometheus", uid: "${datasource}" };

const stacks = Object.keys(workloads).map((name) => {
  const { settings, workload } = readSettings("lint", { "sightline:workload": name });
  return { name, signals: stackSignals(settings, workload) };
});

describe.each(stacks.map(({ name, signals }) => [name, signals.specs] as const))("alerts of %s", (_name, specs) => {
  const groups = specs.rules.filter(({ alerts = [] }) => alerts.length > 0);

  // The one that always fires shows nothing.
  it.each(groups.map((group) => [group.name, group] as const))("are shown by the dashboard of %s", (_group, group) => {
    const dashboard = specs.dashboards.find(({ uid }) => uid === group.dashboard);
    const shown = dashboard?.rows.flatMap((row) => row.panels.flatMap((panel) => panel.alerts ?? []));
    const judged = group.alerts!.filter(({ quiet }) => quiet !== "always fires").map(({ name }) => name);
    expect(judged.filter((alert) => !shown?.includes(alert))).toEqual([]);
  });
});

const all = stacks.flatMap(({ name, signals }) =>
  signals.dashboards.map(({ uid, content }) => {
    const spec = signals.specs.dashboards.find((each) => each.uid === uid)!;
    const alerts = signals.specs.rules.flatMap((group) => group.alerts ?? []);
    return [`${name}: ${uid}`, { spec, alerts, json: JSON.parse(content) as MadeDashboard }] as const;
  }),
);

describe.each(all)("%s", (_name, { spec, alerts, json }) => {
  const drawn = json.panels.filter(({ type }) => type !== "row");

  it("asks the data source of its variable, everywhere", () => {
    expect(json.templating.list[0]).toMatchObject({ name: "datasource", type: "datasource", query: "prometheus" });
    for (const { datasource, targets = [] } of drawn) {
      expect([datasource, ...targets.map((target) => target.datasource)]).toEqual(
        [datasource, ...targets].map(() => byVariable),
      );
    }
    for (const { datasource } of [...json.templating.list.slice(1), ...json.annotations.list]) {
      expect(datasource).toEqual(byVariable);
    }
  });

  it("has a title, a description, a unit and a query in every panel", () => {
    for (const { title, description = "", fieldConfig, targets = [] } of drawn) {
      expect(title.trim()).not.toBe("");
      expect(description.length, title).toBeGreaterThan(10);
      expect(fieldConfig?.defaults.unit, title).toBeTruthy();
      expect(targets.length, title).toBeGreaterThan(0);
    }
  });

  it("has unique ids, and nothing over something else or over the edge", () => {
    expect(new Set(json.panels.map(({ id }) => id)).size).toBe(json.panels.length);
    const cells = json.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of json.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  it("has its rows in the common order", () => {
    const places = spec.rows.map(({ title }) => (rowOrder as readonly string[]).indexOf(title.split(":")[0]!));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("asks over Grafana's own windows, or over that of an alert which the panel shows", () => {
    const others = spec.rows
      .flatMap((row) => row.panels)
      .flatMap((panel) =>
        panel.queries
          .flatMap(({ expr }) => windowsIn(expr))
          .filter((window) => !window.startsWith("$__") && !windowsOf(panel, alerts).includes(window))
          .map((window) => `${panel.title}: ${window}`),
      );
    expect(others).toEqual([]);
  });

  it("leads to the other dashboards, and shows alerts and deployments", () => {
    expect(json.tags).toContain("sightline");
    expect(json.links[0]!.tags).toEqual(["sightline"]);
    expect(json.annotations.list.map(({ name }) => name)).toEqual(["Critical alerts", "Other alerts", "Deployments"]);
  });
});

/** `5m` of `[5m]`; of a subquery its own range. What is in quotes is none. */
function windowsIn(expr: string): string[] {
  return [...expr.replace(/"[^"]*"/g, "").matchAll(/\[([^\]:]+)/g)].map((match) => match[1]!);
}

function windowsOf({ alerts: names = [] }: PanelSpec, alerts: readonly Alert[]): string[] {
  return alerts.filter(({ name }) => names.includes(name)).flatMap(({ expr, guard = "" }) => windowsIn(expr + guard));
}
