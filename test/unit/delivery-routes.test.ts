import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { alertLabelsOf } from "../../signals/delivery/alert-labels";
import { alertmanagerFiles } from "../../signals/delivery/alertmanager-files";
import { noDelivery, type Delivery } from "../../signals/delivery/delivery";
import { defaultLevels, type RouteSpec } from "../../signals/delivery/routes/routing";
import type { Told } from "../../signals/delivery/routes/tree";
import { whoGets } from "../../signals/delivery/routes/who";
import { usualPriority, type Priority, type Severity } from "../../signals/rules";
import { exampleDelivery } from "../lib/delivery/example";
import { randomDelivery, randomLabels, randomNumbers } from "../lib/delivery/random";

type Labels = Readonly<Record<string, string>>;

const hook = (name: string) => ({ webhook: [{ url: { value: `https://${name}.example/` } }] });

/** Receivers `a`, `b` and `c`, and these routes. */
function deliveryOf(receivers: readonly string[], routes: readonly RouteSpec[] = []): Delivery {
  return {
    ...noDelivery,
    receivers: { a: hook("a"), b: hook("b"), c: hook("c") },
    routing: { ...noDelivery.routing, receivers, routes },
  };
}

const routeOf = (delivery: Delivery) =>
  (parse(alertmanagerFiles(delivery, "/run/secrets").config("/t")) as { route: Yaml }).route;

interface Yaml {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Yaml[];
}

const told = (delivery: Delivery, labels: Labels) => whoGets(delivery, labels).map(({ receiver }) => receiver);

describe("the tree", () => {
  it("of one receiver is one receiver, with what differs by level", () => {
    const route = routeOf(deliveryOf(["a"]));
    expect(route).toMatchObject({ receiver: "a", group_wait: "30s", group_interval: "5m", repeat_interval: "4h" });
    expect(route.routes?.map(({ receiver }) => receiver)).toEqual(["nobody", ...Array<undefined>(5).fill(undefined)]);
    expect(route.routes?.[1]).toEqual({
      matchers: ['priority="P0"'],
      group_wait: "10s",
      group_interval: "1m",
      repeat_interval: "30m",
    });
  });

  it("of levels that are all alike has none", () => {
    const delivery = deliveryOf(["a"]);
    const levels = { P0: defaultLevels.P2, P1: defaultLevels.P2, P2: defaultLevels.P2, P3: defaultLevels.P2 };
    expect(routeOf({ ...delivery, routing: { ...delivery.routing, levels } }).routes).toHaveLength(1);
  });

  it("has no level that can't come there", () => {
    const route = routeOf(
      deliveryOf(
        ["a"],
        [
          { match: { priority: ["P0"] }, receivers: ["b"] },
          { match: { priority: ["P1", "P2"], team: ["ai"] }, receivers: ["c"] },
          { match: { severity: ["critical"], team: ["business"] }, receivers: ["c"] },
        ],
      ),
    );
    const matchers = (each: Yaml | undefined) => each?.routes?.map((child) => child.matchers?.join(", "));
    expect(matchers(route.routes?.[1])).toBeUndefined();
    expect(route.routes?.[1]).toMatchObject({ receiver: "b", group_interval: "1m" });
    expect(matchers(route.routes?.[2])).toEqual(['priority="P1"']);
    // Taken before, P0 can't come here any more.
    expect(matchers(route.routes?.[3])).toEqual(['priority="P2"', 'priority="P3"']);
  });

  it("is never muted at its root, which Alertmanager refuses", () => {
    const delivery = deliveryOf(["a"]);
    const levels = { ...defaultLevels, P2: { ...defaultLevels.P2, mutedIn: ["nights"] } };
    const route = routeOf({ ...delivery, routing: { ...delivery.routing, levels } });
    expect(route.mute_time_intervals).toBeUndefined();
    expect(route.routes?.at(-1)).toMatchObject({ receiver: "a", mute_time_intervals: ["nights"] });
  });

  it("quotes what would mean something else", () => {
    const route = routeOf(deliveryOf(["a"], [{ match: { labels: { x: ['a"\\\n', "b.*|c"] } }, receivers: ["b"] }]));
    expect(route.routes?.[1]?.matchers).toEqual(['x=~"a\\"\\\\\\\\\\n|b\\\\.\\\\*\\\\|c"']);
  });

  it("posts everything to the webhook, muted or not, and goes on to the routes", () => {
    const levels = { ...defaultLevels, P3: { ...defaultLevels.P3, mutedIn: ["nights"] } };
    const delivery = deliveryOf(["a"], [{ match: { team: ["ai"] }, receivers: ["b"] }]);
    const posted: Delivery = {
      ...delivery,
      webhookUrl: { value: "https://all.example/" },
      routing: { ...delivery.routing, levels },
    };
    expect(whoGets(posted, { team: "ai", priority: "P3" })).toMatchObject([
      { receiver: "webhook", mutedIn: [], path: ["alertWebhookUrl", "levels.P3"] },
      { receiver: "b", mutedIn: ["nights"], path: ["routes.0", "levels.P3"] },
    ]);
    expect(told(posted, {})).toEqual(["webhook", "a"]);
    expect(told(posted, { alertname: "Watchdog" })).toEqual([]);
  });

  it("beats for every interval: Alertmanager repeats only what is older than the repeat interval", () => {
    const route = routeOf({
      ...noDelivery,
      heartbeat: { url: { value: "https://beat.example/" }, intervalSeconds: 60 },
    });
    expect(route.routes?.[0]).toEqual({
      receiver: "heartbeat",
      matchers: ['alertname="Watchdog"'],
      group_wait: "0s",
      group_interval: "60s",
      repeat_interval: "45000ms",
    });
  });
});

describe("a route", () => {
  it("that continues doesn't take the alert from those around it", () => {
    const delivery = deliveryOf(["a"], [{ match: { severity: ["critical"] }, receivers: ["b"], continue: true }]);
    expect(told(delivery, { severity: "critical" })).toEqual(["b", "a"]);
    expect(told(delivery, { severity: "warning" })).toEqual(["a"]);
  });

  it("keeps its own continue when it has several receivers, and routes in it", () => {
    const inner = { match: { team: ["ai"] }, receivers: ["c"] } as const;
    const delivery = deliveryOf(["a"], [{ receivers: ["b", "c"], continue: true, routes: [inner] }]);
    expect(told(delivery, {})).toEqual(["b", "c", "a"]);
    expect(told(delivery, { team: "ai" })).toEqual(["c", "a"]);
  });

  it("without receivers has those around it, and with none tells nobody", () => {
    const delivery = deliveryOf(
      ["a", "b"],
      [
        { match: { team: ["ai"] }, mutedIn: ["nights"] },
        { match: { severity: ["info"] }, receivers: [] },
      ],
    );
    expect(whoGets(delivery, { team: "ai" })).toMatchObject([
      { receiver: "a", mutedIn: ["nights"] },
      { receiver: "b", mutedIn: ["nights"] },
    ]);
    expect(told(delivery, { severity: "info" })).toEqual([]);
  });

  it("is active where it, those around it and the level are", () => {
    const levels = { ...defaultLevels, P3: { ...defaultLevels.P3, activeIn: ["days"], mutedIn: ["holidays"] } };
    const inner: RouteSpec = { match: { severity: ["info"] }, mutedIn: ["nights"] };
    const delivery = deliveryOf(["a"], [{ match: { team: ["ai"] }, activeIn: ["days", "weekends"], routes: [inner] }]);
    const found = whoGets({ ...delivery, routing: { ...delivery.routing, levels } }, { team: "ai", severity: "info" });
    expect(found).toMatchObject([{ activeIn: ["days"], mutedIn: ["nights", "holidays"] }]);
  });
});

it("who gets it says how: integrations by name, others by their kind", () => {
  const receivers = { a: { ...hook("a"), other: [{ kind: "pushover", settings: {}, secretFiles: {} }] } };
  expect(whoGets({ ...deliveryOf(["a"]), receivers }, { priority: "P1" })).toEqual([
    {
      receiver: "a",
      integrations: ["webhook", "pushover"],
      groupBy: ["alertname", "stack"],
      groupWait: "10s",
      groupInterval: "5m",
      repeatInterval: "1h",
      mutedIn: [],
      activeIn: [],
      path: ["defaultReceivers", "levels.P1"],
    },
  ]);
});

describe("routes at random", () => {
  const next = randomNumbers(11);
  const cases = Array.from({ length: 300 }, () => ({
    delivery: randomDelivery(next),
    labels: Array.from({ length: 10 }, () => randomLabels(next)),
  }));

  it("tell those that the description says", () => {
    for (const { delivery, labels } of cases) {
      for (const each of labels)
        expect(told(delivery, each), JSON.stringify([delivery, each])).toEqual(wanted(delivery, each));
    }
  });

  it("tell them as the level says, whatever is inherited in what is written", () => {
    for (const { delivery, labels } of cases) {
      const route = routeOf(delivery);
      for (const each of labels.filter(({ alertname }) => alertname !== "Watchdog")) {
        const found = whoGets(delivery, each);
        const level = delivery.routing.levels[levelOf(each)];
        for (const { groupBy, groupWait, groupInterval, repeatInterval } of found) {
          expect({ groupBy, groupWait, groupInterval, repeatInterval }).toEqual({
            groupBy: level.groupBy,
            groupWait: level.groupWait,
            groupInterval: level.groupInterval,
            repeatInterval: level.repeatInterval,
          });
        }
        const tellable = found.map(({ path: _, integrations: __, ...rest }) => rest);
        expect(readTree(route, each, {}).filter(({ receiver }) => receiver !== "nobody")).toEqual(tellable);
      }
    }
  });
});

/** What the description of routes says, without a tree. */
function wanted({ routing, webhookUrl, heartbeat }: Delivery, labels: Labels): string[] {
  if (labels["alertname"] === "Watchdog") return heartbeat ? ["heartbeat"] : [];
  const ask = (routes: readonly RouteSpec[], receivers: readonly string[]): string[] => {
    const all: string[] = [];
    for (const { match = {}, receivers: own = receivers, routes: inner = [], continue: more } of routes) {
      const { labels: others = {}, ...named } = match;
      if (
        !Object.entries({ ...named, ...others }).every(([label, values]) =>
          values.includes((labels[label] ?? "") as never),
        )
      ) {
        continue;
      }
      all.push(...ask(inner, own));
      if (!more) return all;
    }
    return [...all, ...receivers];
  };
  return [...(webhookUrl ? ["webhook"] : []), ...ask(routing.routes, routing.receivers)];
}

function levelOf({ priority, severity }: Labels): Priority {
  if (priority !== undefined && priority in defaultLevels) return priority as Priority;
  return usualPriority[severity as Severity] ?? "P2";
}

/** Alertmanager's reading of the file: what is inherited, and the first that matches. */
function readTree(
  route: Yaml,
  labels: Labels,
  around: Yaml,
): ({ readonly receiver: string | undefined } & Partial<Record<keyof Told, unknown>>)[] {
  if (!(route.matchers ?? []).every((text) => matches(text, labels))) return [];
  const { mute_time_intervals: _, active_time_intervals: __, routes: ___, matchers: ____, ...inherited } = around;
  const here = { ...inherited, ...route };
  const found: ({ readonly receiver: string | undefined } & Partial<Record<keyof Told, unknown>>)[] = [];
  for (const child of route.routes ?? []) {
    const inner = readTree(child, labels, here);
    found.push(...inner);
    if (inner.length > 0 && child.continue !== true) break;
  }
  if (found.length > 0) return found;
  return [
    {
      receiver: here.receiver,
      groupBy: here.group_by,
      groupWait: here.group_wait,
      groupInterval: here.group_interval,
      repeatInterval: here.repeat_interval,
      mutedIn: here.mute_time_intervals ?? [],
      activeIn: here.active_time_intervals ?? [],
    },
  ];
}

function matches(text: string, labels: Labels): boolean {
  const [, label, operator, quoted] = /^(\w+)(=~|!~|!=|=)(".*")$/s.exec(text)!;
  const [value, given] = [JSON.parse(quoted!) as string, labels[label!] ?? ""];
  const same = operator!.includes("~") ? new RegExp(`^(?:${value})$`, "s").test(given) : value === given;
  return same !== operator!.startsWith("!");
}

describe("what Alertmanager is given", () => {
  it("has only what is used", () => {
    const config = (delivery: Delivery) =>
      parse(alertmanagerFiles(delivery, "/s").config("/t")) as Record<string, unknown>;
    expect(Object.keys(config(noDelivery)).sort()).toEqual(["inhibit_rules", "receivers", "route"]);
    expect(alertmanagerFiles(noDelivery, "/s").templates).toEqual({});
    const example = config(exampleDelivery);
    expect(Object.keys(example).sort()).toEqual([
      "global",
      "inhibit_rules",
      "receivers",
      "route",
      "templates",
      "time_intervals",
    ]);
    expect(example["time_intervals"]).toEqual([
      {
        name: "nights",
        time_intervals: [
          { location: "Europe/Berlin", times: [{ start_time: "20:00", end_time: "24:00" }] },
          { location: "Europe/Berlin", times: [{ start_time: "00:00", end_time: "07:00" }] },
        ],
      },
      {
        name: "office-hours",
        time_intervals: [
          {
            location: "Europe/Berlin",
            times: [{ start_time: "09:00", end_time: "17:00" }],
            weekdays: ["monday:friday"],
          },
        ],
      },
      { name: "weekends", time_intervals: [{ location: "Europe/Berlin", weekdays: ["saturday", "sunday"] }] },
    ]);
  });

  it("reads the user's templates after ours, so that theirs count", () => {
    const files = alertmanagerFiles({ ...exampleDelivery, templates: { "a.tmpl": "{{/* mine */}}" } }, "/s");
    const { templates } = parse(files.config("/t")) as { templates: string[] };
    expect(templates).toEqual([expect.stringMatching(/^\/t\/sightline.*\.tmpl$/), "/t/a.tmpl"]);
    expect(Object.keys(files.templates).map((name) => `/t/${name}`)).toEqual(templates);
  });
});

it("labels of alerts are those of the files: of groups and rules, without what is only known when they fire", () => {
  const content = `
groups:
  - name: one
    labels: {team: ai}
    rules:
      - {record: x, expr: "1"}
      - {alert: B, expr: "1", labels: {severity: critical, node: "{{ $labels.instance }}"}}
      - {alert: A, expr: "1", labels: {severity: info, team: business, stack: other}}
      - {alert: A, expr: "2", labels: {severity: info, team: business, stack: other}}
`;
  expect(
    alertLabelsOf(
      [
        { name: "one.yaml", content },
        { name: "empty.yaml", content: "" },
      ],
      { stack: "dev" },
    ),
  ).toEqual([
    { alertname: "A", severity: "info", stack: "other", team: "business" },
    { alertname: "B", severity: "critical", stack: "dev", team: "ai" },
  ]);
});
