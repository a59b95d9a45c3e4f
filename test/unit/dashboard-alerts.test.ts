import { describe, expect, it } from "vitest";
import { panelAlertFaults } from "../../signals/check/panel-alerts";
import type { DashboardSpec, PanelSpec } from "../../signals/dashboard";
import { alertPanels, withAlertThresholds } from "../../signals/dashboard-alerts";
import { graph, stat } from "../../signals/panels";
import type { Alert, RuleGroup } from "../../signals/rules";
import { unitsOfSeries } from "../../signals/units/series";
import { alert, workload } from "../lib/workload";

const queue: Alert = { ...alert, name: "QueueLong", expr: "queue_length", threshold: 100, guard: undefined };
const groups: readonly RuleGroup[] = [{ name: "shop", dashboard: "shop", alerts: [queue] }];

const number = stat("Waiting", "short", "queue_length", "Now.", { alerts: ["QueueLong"] });
const line = graph("Queue", "short", [{ expr: "queue_length", legend: "waiting" }], "Over time.", {
  alerts: ["QueueLong"],
});
const dashboard = (...panels: PanelSpec[]): DashboardSpec => ({
  uid: "shop",
  title: "Shop",
  description: "All.",
  tags: [],
  variables: [],
  rows: [{ title: "Health", panels }],
});
const thresholds = (panel: PanelSpec, change: Partial<Alert> = {}, override = {}) => {
  const changed = [{ ...groups[0]!, alerts: [{ ...queue, ...change }] }];
  const [made] = withAlertThresholds([dashboard(panel)], changed, { QueueLong: override });
  return made!.rows[0]!.panels[0]!.thresholds;
};

describe("a panel's thresholds", () => {
  it("are those of its alerts, as the stack sets them", () => {
    expect(thresholds(line)).toEqual([{ value: 100, severity: "warning" }]);
    expect(thresholds(line, {}, { threshold: 40, severity: "critical" })).toEqual([
      { value: 40, severity: "critical" },
    ]);
    expect(thresholds(line, { op: "<", severity: "info" })).toEqual([{ value: 100, severity: "warning", below: true }]);
  });

  it("begin above nothing where nothing is the threshold, and at 1 for a state that is 0", () => {
    expect(thresholds(line, { threshold: 0 })).toEqual([{ value: 1, severity: "warning" }]);
    expect(thresholds({ ...line, unit: "cps" }, { threshold: 0 })).toEqual([{ value: 1e-6, severity: "warning" }]);
    expect(thresholds(line, { op: "==", threshold: 0 })).toEqual([{ value: 1, severity: "warning", below: true }]);
  });

  it("are left out where the alert is switched off, or beyond the axis", () => {
    expect(thresholds(line, {}, { enabled: false })).toBeUndefined();
    expect(thresholds(line, {}, { threshold: -0.5 })).toBeUndefined();
    expect(thresholds({ ...line, max: 50 })).toBeUndefined();
  });
});

describe("the panel of an alert", () => {
  it("is rather a graph than a number, by its id", () => {
    expect(alertPanels(groups, [dashboard(number, line)])).toEqual(new Map([["QueueLong", "/d/shop?viewPanel=3"]]));
    expect(alertPanels(groups, [dashboard(number)])).toEqual(new Map([["QueueLong", "/d/shop?viewPanel=2"]]));
  });

  it("is on its group's dashboard first, and else that dashboard as a whole", () => {
    const other = { ...dashboard(line), uid: "other" };
    expect(alertPanels(groups, [other, dashboard(number)]).get("QueueLong")).toBe("/d/shop?viewPanel=2");
    expect(alertPanels(groups, [dashboard({ ...line, alerts: [] })]).get("QueueLong")).toBe("/d/shop");
  });
});

describe("the alerts of a panel", () => {
  const unitOf = unitsOfSeries(workload.metrics, []);

  it("are there, else the nearest is named", () => {
    const typo = { ...line, alerts: ["QueueLongg"] };
    expect(panelAlertFaults([dashboard(typo)], groups, unitOf)).toEqual([
      'dashboard "Shop", panel "Queue": there is no alert "QueueLongg"; did you mean "QueueLong"?',
    ]);
    expect(panelAlertFaults([dashboard(typo)], groups, unitOf, new Set(["QueueLongg"]))).toEqual([]);
  });

  it("have its unit", () => {
    expect(panelAlertFaults([dashboard({ ...line, unit: "s" })], groups, unitOf)).toEqual([
      'dashboard "Shop", panel "Queue": it draws the threshold of QueueLong, which is a count, but it shows "s"',
    ]);
  });
});
