import { describe, expect, it } from "vitest";
import { panelChanges } from "../../cli/lib/dashboards/panel-changes";
import { changedDashboards } from "../../cli/lib/dashboards/pull-request";
import { renderedSignals } from "../../cli/lib/dashboards/rendered-signals";
import { changedRecords, rounds, rulesIn, withReaders, recordingRules } from "../../cli/lib/dashboards/rule-set";
import { dashboardsMarkdown, dashboardsText } from "../../cli/lib/pull-request-dashboards";
import type { DashboardJson, PanelJson } from "../../signals/view/types";

const panel = (id: number, title: string, expr: string, rest: Partial<PanelJson> = {}): PanelJson => ({
  id,
  title,
  type: "timeseries",
  gridPos: { x: 0, y: id, w: 8, h: 8 },
  targets: [{ refId: "A", expr, legendFormat: "x" }],
  fieldConfig: { defaults: { unit: "s", thresholds: { steps: [{ value: null }, { value: 1 }] } } },
  ...rest,
});
const board = (panels: readonly PanelJson[], rest: Partial<DashboardJson> = {}): DashboardJson => ({
  uid: "shop",
  title: "Shop",
  panels,
  ...rest,
});

describe("changed panels", () => {
  it("are known by their titles, wherever they stand now", () => {
    const before = board([panel(1, "A", "a"), panel(2, "B", "b")]);
    const after = board([panel(1, "New", "n"), panel(2, "A", "a"), panel(3, "B", "b")]);
    expect(panelChanges(before, after)).toEqual([{ sign: "+", title: "New", what: [], after: 1 }]);
    expect(panelChanges(after, before)).toEqual([{ sign: "-", title: "New", what: [], before: 1 }]);
  });

  it("are told by what of them changed", () => {
    const steps = { defaults: { unit: "ms", thresholds: { steps: [{ value: null }, { value: 2 }] } } };
    const before = board([panel(1, "A", "a"), panel(2, "B", "b"), panel(3, "C", "c"), panel(4, "D", "d")]);
    const after = board([
      panel(1, "A", "a2"),
      panel(2, "B", "b", { fieldConfig: steps }),
      panel(3, "C renamed", "c"),
      panel(4, "D", "d", { type: "stat", gridPos: { x: 0, y: 0, w: 4, h: 8 } }),
    ]);
    expect(panelChanges(before, after).map(({ title, what }) => [title, ...what])).toEqual([
      ["A", "query"],
      ["B", "threshold", "unit"],
      ["C renamed", "title"],
      ["D", "kind of panel", "size"],
    ]);
  });

  it("are also those behind which a recording rule changed, in collapsed rows too", () => {
    const row = { id: 9, type: "row", title: "R", panels: [panel(1, "A", "a:b"), panel(2, "B", "c")] };
    const dashboard = board([row]);
    expect(panelChanges(dashboard, dashboard, new Set(["a:b"]))).toEqual([
      { sign: "~", title: "A", what: ["recording rule a:b"], before: 1, after: 1 },
    ]);
  });

  it("of one title are told apart by what they show", () => {
    const before = board([panel(1, "A", "a"), panel(2, "A", "b")]);
    const after = board([panel(1, "A", "b"), panel(2, "A", "c")]);
    expect(panelChanges(before, after).map(({ sign, before, after }) => [sign, before, after])).toEqual([
      ["+", undefined, 2],
      ["-", 1, undefined],
    ]);
  });
});

describe("recording rules", () => {
  const rules = (exprs: Record<string, string>) =>
    rulesIn([
      JSON.stringify({ groups: [{ rules: Object.entries(exprs).map(([record, expr]) => ({ record, expr })) }] }),
    ]);

  it("have changed when what they read has", () => {
    const before = rules({ "a:x": "a", "b:x": "a:x * 2", "c:x": "c" });
    const after = rules({ "a:x": "a + 1", "b:x": "a:x * 2", "c:x": "c" });
    expect([...changedRecords(before, after)].sort()).toEqual(["a:x", "b:x"]);
    expect([...withReaders(new Set(["c:x"]), before)]).toEqual(["c:x"]);
  });

  it("are evaluated after what they read, a circle last", () => {
    const order = (exprs: Record<string, string>) =>
      rounds(recordingRules(rules(exprs))).map((round) => round.map(({ record }) => record));
    expect(order({ "b:x": "a:x", "a:x": "a", "c:x": "b:x + a:x" })).toEqual([["a:x"], ["b:x"], ["c:x"]]);
    expect(order({ "a:x": "b:x", "b:x": "a:x", "c:x": "c" })).toEqual([["c:x"], ["a:x", "b:x"]]);
  });
});

describe("rendered stacks", () => {
  const rule = { groups: [{ name: "g", rules: [{ record: "a:x", expr: "a" }] }] };
  const docker = (json: DashboardJson) =>
    new Map([
      ["files/prometheus/prometheus.yml", "global:\n  external_labels: { stack: dev, workload: shop }\n"],
      ["files/prometheus/rules/g.yaml", `groups: ${JSON.stringify(rule.groups)}`],
      ["files/grafana/dashboards/shop.json", JSON.stringify(json)],
      ["files/app/contract.json", "[]"],
    ]);
  const kubernetes = (json: DashboardJson) =>
    new Map([
      ["ns/prometheus-p.yaml", "kind: Prometheus\nspec:\n  externalLabels: { workload: shop }\n"],
      ["ns/prometheusrule-g.yaml", `kind: PrometheusRule\nspec:\n  groups: ${JSON.stringify(rule.groups)}`],
      ["ns/configmap-d.yaml", `kind: ConfigMap\ndata: ${JSON.stringify({ "shop.json": JSON.stringify(json) })}`],
      ["crds/x.yaml", "groups: {"],
    ]);
  const stack = (name: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) => ({
    stack: name,
    faults: [],
    headFails: false,
    files: { before, after },
  });

  it("are read alike, for Docker and for Kubernetes", () => {
    const [one, other] = [docker, kubernetes].map((of) => renderedSignals(of(board([]))));
    expect(one).toEqual(other);
    expect(one).toMatchObject({ workload: "shop", rules: [{ record: "a:x", expr: "a" }] });
    expect([...one!.dashboards.keys()]).toEqual(["shop"]);
  });

  it("that change alike are shown once", () => {
    const [before, after] = [board([panel(1, "A", "a")]), board([panel(1, "A", "a + 1")])];
    const stacks = [stack("dev", docker(before), docker(after)), stack("k8s", kubernetes(before), kubernetes(after))];
    const changed = changedDashboards({ base: "b", head: "h", recordings: new Map(), stacks });
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatchObject({ uid: "shop", stacks: ["dev", "k8s"], rest: [], panels: [{ what: ["query"] }] });
    const same = [stack("dev", docker(before), docker(before))];
    expect(changedDashboards({ base: "b", head: "h", recordings: new Map(), stacks: same })).toEqual([]);
  });

  it("tell what else of a dashboard changed, and that panels only moved", () => {
    const of = (before: DashboardJson, after: DashboardJson) =>
      changedDashboards({
        base: "b",
        head: "h",
        recordings: new Map(),
        stacks: [stack("dev", docker(before), docker(after))],
      }).map(({ rest }) => rest);
    const [a, b] = [panel(1, "A", "a"), panel(2, "B", "b")];
    expect(of(board([a, b]), board([b, a], { templating: { list: [] } }))).toEqual([["layout", "variables"]]);
  });
});

describe("what a preview says of dashboards", () => {
  const side = { workload: "shop", dashboards: new Map(), rules: [] };
  const picture = {
    uid: "shop",
    title: "Shop\n```\n# x",
    stacks: ["dev", "k8s"],
    workload: "shop",
    panels: [{ sign: "~" as const, title: "A `\u202e", what: ["query", "unit"], before: 1, after: 1 }],
    rest: ["variables"],
    sides: { before: side, after: side },
    records: new Set<string>(),
    file: "dev-shop.png",
    faults: ['dashboard "Shop", panel "A": it\'s broken'],
    notes: ["a note"],
  };

  it("names panels, picture and faults, a line each", () => {
    expect(dashboardsText([picture])).toBe(
      [
        '# Dashboard "Shop ``` # x" (shop) of dev, k8s',
        "# picture: pictures/dev-shop.png",
        '~ panel "A `\\u{202e}": query, unit',
        "~ variables",
        '- fault: dashboard "Shop", panel "A": it\'s broken',
        "# note: a note",
      ].join("\n"),
    );
    expect(dashboardsText([])).toMatch(/No dashboard looks different/);
  });

  it("stays in its code block", () => {
    const markdown = dashboardsMarkdown([picture]);
    expect(markdown).toMatch(/^### Dashboards: 1 dashboard\n\n````diff\n[^]*\n````\n$/);
    expect(markdown).toContain("\n! panel");
  });
});
