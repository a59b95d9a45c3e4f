import { describe, expect, it } from "vitest";
import { anyOf, sharing } from "../../signals/view/asking";
import { loadDashboard } from "../../signals/view/load";
import type { Ask, DashboardJson, LoadOptions, LoadedPanel, VariableJson } from "../../signals/view/types";
import { dashboard, fakeAsk, lastHour, NOON, panel, series } from "../lib/view";

const load = (json: DashboardJson, ask: Ask = fakeAsk(), options: Partial<LoadOptions> = {}) =>
  loadDashboard(json, { range: lastHour, scrapeIntervalSeconds: 15, ...options }, ask);
const withVariables = (...list: VariableJson[]) => dashboard({ templating: { list } });
const query = (name: string, text: unknown, rest: Partial<VariableJson> = {}): VariableJson => ({
  name,
  type: "query",
  query: text,
  ...rest,
});
const only = async (variable: VariableJson, ask?: Ask) => (await load(withVariables(variable), ask)).variables[0]!;

describe("a query variable", () => {
  it.each([
    ["label_values(up, job)", { label: "job", match: "up" }],
    ['label_values(up{job=~"a,b"}, instance)', { label: "instance", match: 'up{job=~"a,b"}' }],
    ["label_values(job)", { label: "job" }],
    ["label_values({}, job)", { label: "job" }],
  ])("asks %s", async (text, asked) => {
    const ask = fakeAsk();
    const { options } = await only(query("v", { query: text, refId: "x" }), ask);
    expect(options).toEqual(["a", "b"]);
    expect(ask.asked).toContainEqual({ kind: "label-values", ...asked, start: NOON - 3600, end: NOON });
  });

  it("asks metrics(), and keeps those that match", async () => {
    const ask = fakeAsk({ __name__: { names: ["http_total", "up", "http_seconds"] } });
    expect((await only(query("v", "metrics(^http_)"), ask)).options).toEqual(["http_total", "http_seconds"]);
  });

  it("asks query_result(), whose samples a regex takes apart", async () => {
    const ask = fakeAsk({
      "topk(1": (question) => ({ series: [series({ __name__: "up", job: "a" }, "1", question)] }),
    });
    const all = await only(query("v", "query_result(topk(1, up))"), ask);
    expect(all.options).toEqual([`up{job="a"} 1 ${NOON * 1000}`]);
    const part = await only(query("v", "query_result(topk(1, up))", { regex: '/job="([^"]+)"/' }), ask);
    expect(part.options).toEqual(["a"]);
  });

  it("filters, captures and sorts", async () => {
    const ask = fakeAsk({ pod: { names: ["web-10", "web-9", "db-1", "web-9-old"] } });
    const options = async (rest: Partial<VariableJson>) =>
      (await only(query("v", "label_values(pod)", rest), ask)).options;
    expect(await options({ regex: "^web" })).toEqual(["web-10", "web-9", "web-9-old"]);
    expect(await options({ regex: "/^(\\w+)-/" })).toEqual(["web", "db"]);
    expect(await options({ sort: 1 })).toEqual(["db-1", "web-10", "web-9", "web-9-old"]);
    expect(await options({ sort: 4, regex: "^web-\\d+$" })).toEqual(["web-10", "web-9"]);
    const named = await only(query("v", "label_values(pod)", { regex: "/(?<text>\\w+)-(?<value>\\d+)$/" }), ask);
    expect([named.options, named.texts]).toEqual([["10", "9", "1"], { 10: "web", 9: "web", 1: "db" }]);
  });

  it("comes after those that it depends on", async () => {
    const ask = fakeAsk({ "job of": { names: ["api"] } });
    const inner = query("instance", 'label_values(up{job=~"$job"}, instance)');
    const loaded = await load(withVariables(inner, query("job", "label_values(job)", { multi: true })), ask);
    expect(ask.asked).toContainEqual(expect.objectContaining({ match: 'up{job=~"api"}' }));
    expect(loaded.variables.map(({ name }) => name)).toEqual(["instance", "job"]);
  });

  it("says what it can't ask", async () => {
    expect((await only(query("v", "labels()"))).error).toMatch(/^"labels\(\)" isn't understood; write label_values/);
    const ask = fakeAsk({ "of up": { error: "bad_data: no" } });
    expect((await only(query("v", "label_values(up, job)"), ask)).error).toBe("bad_data: no");
  });
});

describe("what is chosen", () => {
  const of = (rest: Partial<VariableJson>) =>
    only(query("v", "label_values(job)", rest)).then(({ selected }) => selected);

  it("is what was saved, if it's still there", async () => {
    expect(await of({ current: { value: "b" } })).toEqual(["b"]);
    expect(await of({ current: { value: ["b", "gone"] }, multi: true })).toEqual(["b"]);
    expect(await of({ current: { value: "gone" } })).toEqual(["a"]);
    expect(await of({ current: { value: "gone" }, includeAll: true })).toEqual(["$__all"]);
    expect(await of({ current: { value: ["$__all"] }, includeAll: true })).toEqual(["$__all"]);
    expect(await of({ current: { value: "$__all" } })).toEqual(["a"]);
    expect(await of({})).toEqual(["a"]);
  });

  it("is what somebody chose", async () => {
    const json = withVariables(query("v", "label_values(job)", { multi: true, includeAll: true }));
    const asked = (json: DashboardJson) => ({ ...json, panels: [panel({ targets: [{ expr: 'up{job=~"$v"}' }] })] });
    const exprOf = async (selected: string[]) => {
      const { items } = await load(asked(json), fakeAsk(), { selected: { v: selected } });
      return (items[0] as LoadedPanel).queries[0]!.expr;
    };
    expect(await exprOf(["a"])).toBe('up{job=~"a"}');
    expect(await exprOf(["$__all"])).toBe('up{job=~"(a|b)"}');
  });
});

it("has variables of the other kinds", async () => {
  const list: VariableJson[] = [
    { name: "env", type: "custom", query: "prod, Test stage : test,a\\,b", current: { value: "test" } },
    { name: "step", type: "interval", query: "1m,10m", auto: true, auto_count: 30, current: { value: "$__auto" } },
    { name: "site", type: "constant", query: "eu" },
    { name: "text", type: "textbox", query: "x", current: { value: "typed" } },
    { name: "source", type: "datasource", query: "prometheus", current: { value: "prometheus", text: "Prometheus" } },
  ];
  const targets = [{ expr: "x{$env $step $site $text}", legendFormat: "${env:text}" }];
  const loaded = await load({ ...withVariables(...list), panels: [panel({ targets })] });
  expect(loaded.variables.map(({ options, selected }) => [options, selected])).toEqual([
    [["prod", "test", "a,b"], ["test"]],
    [["auto", "1m", "10m"], ["auto"]],
    [[], ["eu"]],
    [[], ["typed"]],
    [["prometheus"], ["prometheus"]],
  ]);
  expect((loaded.items[0] as LoadedPanel).queries[0]).toMatchObject({
    expr: "x{test 2m eu typed}",
    legendFormat: "Test stage",
  });
});

describe("a panel's queries", () => {
  it("are asked over the range, aligned to the step, or at its end", async () => {
    const range = { from: NOON - 3593, to: NOON + 7 };
    const ask = fakeAsk();
    const targets = [
      { refId: "A", expr: "a" },
      { refId: "B", expr: "b", instant: true },
      { refId: "C", expr: "c", instant: true, range: true },
      { refId: "D", expr: "d", hide: true },
      { refId: "E", expr: " " },
    ];
    const { items } = await load(dashboard({ panels: [panel({ targets })] }), ask, { range });
    const range15 = { kind: "range", start: NOON - 3600, end: NOON, step: 15 };
    expect(ask.asked).toEqual([
      { ...range15, expr: "a" },
      { kind: "instant", expr: "b", time: NOON + 7 },
      { ...range15, expr: "c" },
      { kind: "instant", expr: "c", time: NOON + 7 },
    ]);
    expect((items[0] as LoadedPanel).queries.map(({ refId, instant }) => [refId, instant])).toEqual([
      ["A", false],
      ["B", true],
      ["C", false],
      ["C", true],
    ]);
  });

  it("have Grafana's own variables, by the panel's width", async () => {
    const expr = "[$__interval $__interval_ms $__rate_interval $__range $__range_s $__range_ms $__from $__to]";
    const range = { from: NOON - 86_400, to: NOON };
    const wide = (w: number) => panel({ gridPos: { x: 0, y: 0, w, h: 8 }, targets: [{ expr }] });
    const made = async (w: number) => {
      const { items } = await load(dashboard({ panels: [wide(w)] }), fakeAsk(), { range });
      return (items[0] as LoadedPanel).queries[0]!.expr;
    };
    const rest = `86400s 86400 86400000 ${(NOON - 86_400) * 1000} ${NOON * 1000}]`;
    expect(await made(24)).toBe(`[1m 60000 75s ${rest}`);
    expect(await made(6)).toBe(`[5m 300000 315s ${rest}`);
  });

  it("are asked for each repeat with its value, also in the title", async () => {
    const repeated = panel({ title: "Of $job", repeat: "job", targets: [{ expr: 'up{job=~"$job"}' }] });
    const variable = query("job", "label_values(job)", { multi: true, includeAll: true, allValue: ".*" });
    const { items } = await load({ ...withVariables(variable), panels: [repeated] });
    expect(items.map((item) => [item.key, item.title, (item as LoadedPanel).queries[0]!.expr])).toEqual([
      ["1:a", "Of a", 'up{job=~"a"}'],
      ["1:b", "Of b", 'up{job=~"b"}'],
    ]);
  });

  it("that are the same are one question, and those of closed rows none", async () => {
    const ask = fakeAsk();
    const closed: DashboardJson["panels"] = [
      {
        type: "row",
        id: 5,
        title: "Closed",
        collapsed: true,
        panels: [panel({ id: 6, targets: [{ expr: "closed" }] })],
      },
    ];
    await load(dashboard({ panels: [panel(), panel({ id: 2 }), ...closed] }), ask, { openRows: [] });
    expect(ask.asked).toHaveLength(1);
  });

  it("of only NaN are idle if their histogram counted nothing", async () => {
    const inner = 'sum by (le, job) (rate(x_bucket{job=~"a,b|(c"}[5m]))';
    const targets = [{ expr: `histogram_quantile(0.95, ${inner})` }];
    const idle = async (sum: string) => {
      const ask = fakeAsk({
        [`sum(${inner})`]: (question) => ({ series: [series({}, sum, question)] }),
        histogram_quantile: (question) => ({ series: [series({}, "NaN", question)] }),
      });
      const { items } = await load(dashboard({ panels: [panel({ targets })] }), ask);
      return (items[0] as LoadedPanel).queries[0]!.idle;
    };
    expect(await idle("0")).toBe(true);
    expect(await idle("1")).toBeUndefined();
  });
});

describe("annotations", () => {
  const annotation = {
    name: "Alerts",
    enable: true,
    iconColor: "red",
    target: { expr: "ALERTS", interval: "60s" },
    titleFormat: "{{alertname}} of {{job}}",
    textFormat: "{{severity}}",
    tagKeys: "severity, alertname",
  };
  const at = (...minutes: [number, string][]) =>
    minutes.map(([minute, value]): [number, string] => [NOON - 3600 + minute * 60, value]);

  it("join samples above 0 that are a step apart", async () => {
    const values = at([1, "1"], [2, "1"], [3, "0"], [4, "1"], [9, "1"], [10, "NaN"]);
    const ask = fakeAsk({ ALERTS: { series: [{ metric: { severity: "critical", alertname: "Down" }, values }] } });
    const { annotations } = await load(dashboard({ annotations: { list: [annotation] } }), ask);
    const shared = { title: "Down of job", text: "critical", tags: ["Down", "critical"] };
    const event = (from: number, to: number) => ({
      from: NOON - 3600 + from * 60,
      to: NOON - 3600 + to * 60,
      ...shared,
    });
    expect(annotations).toEqual([{ name: "Alerts", color: "red", events: [event(1, 2), event(4, 4), event(9, 9)] }]);
    expect(ask.asked).toContainEqual({ kind: "range", expr: "ALERTS", start: NOON - 3600, end: NOON, step: 60 });
  });

  it("that are off, or Grafana's own, aren't asked", async () => {
    const list = [
      { ...annotation, enable: false },
      { name: "Annotations & Alerts", builtIn: 1, enable: true },
    ];
    const ask = fakeAsk();
    expect((await load(dashboard({ annotations: { list } }), ask)).annotations).toEqual([]);
    expect(ask.asked).toHaveLength(1);
  });
});

it("isn't more than eight questions at a time", async () => {
  let now = 0;
  let most = 0;
  const ask = sharing(async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now--;
    return {};
  });
  await Promise.all(Array.from({ length: 40 }, (_, time) => ask({ kind: "instant", expr: "up", time })));
  expect(most).toBe(8);
});

it("asks several Prometheus, and takes the one that has data", async () => {
  const question = { kind: "instant", expr: "up", time: NOON } as const;
  const full = { series: [series({}, "1", question)] };
  const empty = { series: [series({}, "NaN", question)] };
  const of = (...answers: Awaited<ReturnType<Ask>>[]) => anyOf(answers.map((answer) => async () => answer))(question);
  expect(await of(empty, full)).toBe(full);
  expect(await of({ error: "down" }, empty)).toBe(empty);
  expect(await of({ error: "down" }, { error: "too" })).toEqual({ error: "down" });
});
