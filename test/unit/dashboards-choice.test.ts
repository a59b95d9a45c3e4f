import { describe, expect, it } from "vitest";
import { chosen } from "../../cli/lib/dashboards/choice";
import { excused } from "../../cli/lib/dashboards/excused";
import { UserError } from "../../signals/errors";
import type { DashboardJson, LoadedDashboard, LoadedPanel, ViewFinding } from "../../signals/view/types";

const dashboards: readonly DashboardJson[] = [
  { uid: "shop", title: "Shop", templating: { list: [{ name: "source", type: "query" }] } },
  { uid: "stack", title: "Stack", time: { from: "now-6h", to: "now" } },
];

function faults(options: Partial<Parameters<typeof chosen>[1]>): readonly string[] {
  try {
    chosen(dashboards, { theme: "both", ...options });
    return [];
  } catch (error) {
    return (error as UserError).faults;
  }
}

describe("what is drawn", () => {
  it("is every dashboard in both themes, over its own range", () => {
    const all = chosen(dashboards, { theme: "both" });
    expect(all).toMatchObject({ dashboards, themes: ["dark", "light"], selected: {} });
    expect(dashboards.map((each) => all.range(each, 36_000))).toEqual([
      { from: 32_400, to: 36_000 },
      { from: 14_400, to: 36_000 },
    ]);
  });

  it("can be chosen: dashboards, variables with several values, a range", () => {
    const options = { theme: "dark", dashboard: ["shop"], var: ["source=a=b", "source=c"], from: "now-30m" };
    const one = chosen(dashboards, options);
    expect(one).toMatchObject({ dashboards: [dashboards[0]], themes: ["dark"], selected: { source: ["a=b", "c"] } });
    expect(one.range(dashboards[1]!, 3600)).toEqual({ from: 1800, to: 3600 });
    expect(chosen(dashboards, { theme: "dark", var: ["source=All"] }).selected).toEqual({ source: ["$__all"] });
  });

  it("is told all that is wrong with it at once, with the nearest", () => {
    const wrong = { theme: "drak", dashboard: ["shopp", "qqqqqqqqqq"], var: ["sorce=a", "source"], from: "yesterday" };
    expect(faults(wrong)).toEqual([
      expect.stringMatching(/^--dashboard shopp: .*did you mean "shop"\?/),
      expect.stringMatching(/^--dashboard qqqqqqqqqq: .*there are shop, stack/),
      "--theme drak: dark, light or both was expected",
      '--var sorce=a: no dashboard has the variable sorce; did you mean "source"?',
      "--var source: name=value was expected",
      expect.stringMatching(/^--from, --to: .*"yesterday" isn't a time/),
    ]);
  });

  it("can only have variables of the dashboards that are drawn", () => {
    expect(faults({ dashboard: ["stack"], var: ["source=a"] })).toEqual([
      "--var source=a: no dashboard has the variable source; there are none",
    ]);
  });
});

describe("a panel without data", () => {
  const panel = (expr: string) =>
    ({ kind: "panel", key: "1", queries: [{ expr }] }) as unknown as LoadedPanel & { kind: "panel" };
  const loaded = (expr: string) => ({ items: [panel(expr)] }) as unknown as LoadedDashboard;
  const finding: ViewFinding = { kind: "no data", where: "panel", what: "no data", panel: "1", level: "fault" };
  const recording = { workload: "w", stack: "s", step: 30, from: 0, to: 1, lines: ["up 1 0"] };

  it("isn't wrong when its metric is newer than the recorded data", () => {
    expect(excused([finding], loaded("sum(newer_total)"), recording)).toEqual([
      { ...finding, level: "note", what: "no data; the recorded data has no newer_total: record it anew" },
    ]);
  });

  it("is, when the data is there, and in a running stack", () => {
    expect(excused([finding], loaded("up > 5"), recording)).toEqual([finding]);
    expect(excused([finding], loaded("sum(newer_total)"), undefined)).toEqual([finding]);
    expect(excused([finding], loaded("a:recorded"), recording)).toEqual([finding]);
  });
});
