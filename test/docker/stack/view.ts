import { expect, it } from "vitest";
import { readStack } from "../../../cli/lib/stack";
import { findingsOf } from "../../../signals/view/findings";
import { loadDashboard } from "../../../signals/view/load";
import { prometheusAsk } from "../../../signals/view/prometheus";
import type { DashboardJson, ViewFinding } from "../../../signals/view/types";
import { interval, type TestStack } from "../../lib/stack";
import type { Story } from "../stack.test";

export function viewTests(story: () => Story): void {
  it("show something in every panel, and have nothing wrong", async () => {
    const { stack } = story();
    const dashboards = dashboardsOf(stack);
    expect(dashboards.length).toBeGreaterThan(1);
    const faults = (await Promise.all(dashboards.map((json) => findings(stack, json)))).flat();
    expect(faults.filter(({ level }) => level === "fault")).toEqual([]);
  });

  it("that are broken are found by what Prometheus answers", async () => {
    const { stack } = story();
    const [json] = dashboardsOf(stack);
    const panel = (title: string, expr: string, y: number) => ({
      ...{ id: y, type: "timeseries", title, gridPos: { x: 0, y, w: 24, h: 1 } },
      targets: [{ refId: "A", expr, legendFormat: "{{jobs}}" }],
    });
    const panels = [
      panel("Unknown", "no_such_metric", 1),
      panel("Unreadable", "sum(up", 2),
      panel("Misnamed", "up", 3),
    ];
    const found = await findings(stack, { ...json!, title: "Broken", panels, templating: {} });
    expect(found.filter(({ level }) => level === "fault").map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'dashboard "Broken", panel "Unknown": it shows nothing: no_such_metric',
      expect.stringMatching(
        /panel "Unreadable": its query fails: bad_data: .*unclosed left parenthesis.* In: sum\(up$/,
      ),
      expect.stringMatching(/panel "Misnamed": its legend names \{\{jobs\}\}, .*; did you mean "job"\?$/),
    ]);
  });
}

/** As Grafana has them. */
export function dashboardsOf({ name, configFile }: TestStack): DashboardJson[] {
  const { signals } = readStack({ stack: name, "config-file": configFile });
  return signals.dashboards.map(({ content }) => JSON.parse(content) as DashboardJson);
}

async function findings({ ports }: TestStack, json: DashboardJson): Promise<ViewFinding[]> {
  const to = Date.now() / 1000;
  const options = { range: { from: to - 3600, to }, scrapeIntervalSeconds: interval };
  const ask = prometheusAsk(`http://localhost:${ports.prometheus}`);
  return findingsOf(await loadDashboard(json, options, ask), json, { datasourceUid: "prometheus" });
}
