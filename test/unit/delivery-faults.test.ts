import { describe, expect, it } from "vitest";
import { stackSignals } from "../../config/signals";
import { alertLabelsOf, type AlertLabels } from "../../signals/delivery/alert-labels";
import { noDelivery, type Delivery } from "../../signals/delivery/delivery";
import { deliveryFaults } from "../../signals/delivery/delivery-faults";
import { defaultLevels, type LevelSpec, type RouteSpec, type RoutingSpec } from "../../signals/delivery/routes/routing";
import type { Priority } from "../../signals/rules";
import { workloads } from "../../workloads";
import { exampleDelivery } from "../lib/delivery/example";
import { stackOf } from "../lib/rule-sets";

const alerts: readonly AlertLabels[] = [
  { alertname: "Watchdog", severity: "info", team: "platform", priority: "P3" },
  { alertname: "LlmSlow", severity: "warning", team: "ai", priority: "P2" },
  { alertname: "DiskFull", severity: "critical", team: "infrastructure", priority: "P1" },
];

const hook = (name: string) => ({ webhook: [{ url: { value: `https://${name}.example/` } }] });

/** Receivers `on-call` and `ai-team`; all goes to the first, and what's for `ai` to the second. */
function deliveryOf(routing: Partial<RoutingSpec>): Delivery {
  return {
    ...noDelivery,
    receivers: { "on-call": hook("on-call"), "ai-team": hook("ai-team") },
    routing: {
      ...noDelivery.routing,
      receivers: ["on-call"],
      routes: [{ match: { team: ["ai"] }, receivers: ["ai-team"] }],
      ...routing,
    },
  };
}

const faults = (routing: Partial<RoutingSpec>) => deliveryFaults(deliveryOf(routing), alerts);
const routed = (...routes: RouteSpec[]) => faults({ routes, receivers: ["on-call", "ai-team"] });
const levelled = (priority: Priority, level: Partial<LevelSpec>) =>
  faults({ levels: { ...defaultLevels, [priority]: { ...defaultLevels[priority], ...level } } });

describe("without a fault", () => {
  it.each(Object.keys(workloads))("is the example, for %s", (name) => {
    const { settings, workload } = stackOf(name);
    const all = alertLabelsOf(stackSignals(settings, workload).ruleFiles, { stack: "docs", workload: name });
    expect(deliveryFaults(exampleDelivery, all)).toEqual([]);
  });

  it("is nobody at all, and all of a small one", () => {
    expect(deliveryFaults(noDelivery, alerts)).toEqual([]);
    expect(faults({})).toEqual([]);
  });
});

describe("names", () => {
  it("of receivers that aren't", () => {
    expect(
      faults({ receivers: ["oncall"], routes: [{ match: { team: ["ai"] }, receivers: ["on-call", "everybody"] }] }),
    ).toEqual([
      'sightline:defaultReceivers.0: there is no receiver "oncall"; did you mean "on-call"?',
      'sightline:routes.0.receivers.1: there is no receiver "everybody"; known: ai-team, on-call',
    ]);
  });

  it("of receivers that nobody names, or only a route that can't match", () => {
    const unused = "sightline:receivers.ai-team: no route sends anything there; name it in routes or defaultReceivers";
    expect(faults({ routes: [] })).toEqual([unused]);
    expect(routed({ match: { team: ["ai"] }, receivers: ["on-call"] })).toEqual([]);
    const lost = [{ receivers: ["on-call"] }, { match: { team: ["ai"] }, receivers: ["ai-team"] }] as const;
    expect(faults({ routes: lost })).toEqual([
      expect.stringContaining("sightline:routes.1: can never match"),
      "sightline:receivers.ai-team: nothing ever comes there: it's named in sightline:routes.1, of which other routes take everything",
    ]);
  });

  it("of receivers that are named, but others take everything", () => {
    const inner: RouteSpec = { match: { team: ["ai"] }, receivers: ["on-call"], routes: [{ receivers: ["ai-team"] }] };
    expect(faults({ routes: [inner, { receivers: ["ai-team"] }] })).toEqual([
      "sightline:receivers.on-call: nothing ever comes there: it's named in sightline:defaultReceivers and sightline:routes.0, of which other routes take everything",
    ]);
    // What continues takes nothing, and what is inherited is told as well.
    const onward = { ...inner, routes: [{ receivers: ["ai-team"], continue: true }] };
    expect(faults({ routes: [onward, { receivers: ["ai-team"] }] })).toEqual([]);
    const heir = { ...inner, routes: [{ match: { severity: ["info"] } }, { receivers: ["ai-team"] }] };
    expect(faults({ routes: [heir, { receivers: ["ai-team"] }] })).toEqual([]);
  });

  it("of values that no alert has", () => {
    const match = { severity: ["critcal"], team: ["ai", "dba"], priority: ["P5"], alertname: ["DiskFul"] } as never;
    expect(routed({ match }, { match: { labels: { severity: ["warn"], queue: ["anything"] } } })).toEqual([
      'sightline:routes.0.match.severity: there is no severity "critcal"; did you mean "critical"?',
      'sightline:routes.0.match.team: there is no team "dba"; known: platform, ai, infrastructure, business',
      expect.stringContaining('sightline:routes.0.match.priority: there is no priority "P5"; did you mean "P'),
      'sightline:routes.0.match.alertname: no alert of this stack is named "DiskFul"; did you mean "DiskFull"?',
      'sightline:routes.1.match.labels.severity: there is no severity "warn"; known: critical, warning, info',
    ]);
  });

  it("of a team that an alert of one's own has", () => {
    const own = [...alerts, { alertname: "Slow", team: "dba" }];
    const routes = [{ match: { labels: { team: ["dba"] } }, receivers: ["ai-team"] }];
    expect(deliveryFaults(deliveryOf({ routes }), own)).toEqual([]);
  });

  it("twice, or none", () => {
    expect(routed({ match: { team: [] }, receivers: ["ai-team", "ai-team"] })).toEqual([
      'sightline:routes.0.receivers.1: "ai-team" is named twice',
      "sightline:routes.0.match.team: names no value, so nothing can match",
    ]);
  });
});

describe("a route that can never match", () => {
  const ai: RouteSpec = { match: { team: ["ai"] }, receivers: ["ai-team"] };
  const platform: RouteSpec = { match: { team: ["platform"] }, receivers: ["ai-team"] };

  it("as one before takes all of it", () => {
    expect(routed(ai, { match: { team: ["ai"], severity: ["critical"] }, receivers: ["on-call"] })).toEqual([
      'sightline:routes.1: can never match: sightline:routes.0 takes all of it before; put this one first, or say "continue: true" there',
    ]);
    expect(routed({ receivers: ["ai-team", "on-call"] }, ai)).toHaveLength(1);
    expect(routed({ ...platform, continue: true }, platform)).toEqual([]);
  });

  it("as several before take all of it", () => {
    const both: RouteSpec = { match: { team: ["ai", "platform"] }, receivers: ["on-call"] };
    expect(routed(ai, platform, both)).toEqual([
      "sightline:routes.2: can never match: sightline:routes.0 and sightline:routes.1 take all of it before",
    ]);
    expect(routed(ai, both)).toEqual([]);
  });

  it("as one beside those around it does", () => {
    const outer: RouteSpec = { match: { severity: ["critical", "warning"] }, receivers: ["ai-team"], routes: [ai] };
    expect(routed(ai, outer)).toEqual([
      expect.stringContaining("sightline:routes.1.routes.0: can never match: sightline:routes.0 "),
    ]);
  });

  it("as it contradicts those around it; what is in it isn't told of again", () => {
    const inner: RouteSpec = { ...platform, routes: [{ match: { severity: ["info"] } }] };
    expect(routed({ ...ai, routes: [inner] })).toEqual([
      "sightline:routes.0.routes.0: can never match: it asks for team platform, the routes around it for ai",
    ]);
    expect(routed({ match: { severity: ["info"], labels: { severity: ["critical"] } } })).toEqual([
      "sightline:routes.0: can never match: it asks for severity critical, the routes around it for info",
    ]);
  });

  it("as it's for Watchdog", () => {
    expect(routed({ match: { alertname: ["Watchdog"] } })).toEqual([
      "sightline:routes.0: can never match: Watchdog goes to the heartbeat only",
    ]);
  });

  it("as no alert of that name has such labels", () => {
    const fault = (place: string, why: string) => `sightline:${place}.match: can never match: ${why}`;
    const named = (alertname: string[], match: object) => ({ match: { alertname, ...match } });
    expect(routed(named(["DiskFull"], { severity: ["info"] }))).toEqual([
      fault("routes.0", "it asks for severity info, and DiskFull has critical"),
    ]);
    expect(routed(named(["LlmSlow", "DiskFull"], { labels: { team: ["ai"] } }))).toEqual([
      fault("routes.0", "it asks for team ai, and DiskFull has infrastructure"),
    ]);
    // Of the route around it, one name is enough; what is in a route that can't match isn't told of again.
    const both = named(["LlmSlow", "DiskFull"], {});
    const inner: RouteSpec = { match: { severity: ["info"] }, routes: [{ match: { team: ["ai"] } }] };
    expect(routed({ ...both, routes: [{ match: { team: ["ai"] } }] })).toEqual([]);
    expect(routed({ ...both, routes: [inner] })).toEqual([
      fault("routes.0.routes.0", "it asks for severity info, and LlmSlow has warning"),
      fault("routes.0.routes.0", "it asks for severity info, and DiskFull has critical"),
    ]);
  });

  it("but may, where one of several alerts of that name can, or nobody knows", () => {
    const own: AlertLabels[] = [
      { alertname: "Spent", severity: "critical", team: "ai" },
      { alertname: "Spent", severity: "info", team: "platform" },
      { alertname: "Foreign", severity: "info" },
    ];
    const found = (match: RouteSpec["match"]) =>
      deliveryFaults(deliveryOf({ routes: [{ match, receivers: ["ai-team"] }] }), own);
    expect(found({ alertname: ["Spent"], severity: ["info"] })).toEqual([]);
    expect(found({ alertname: ["Foreign"], team: ["ai"], priority: ["P0"] })).toEqual([]);
    expect(found({ alertname: ["Spent"], severity: ["info"], team: ["ai"] })).toEqual([
      "sightline:routes.0.match: can never match: no Spent has severity info and team ai together",
    ]);
  });

  it("isn't the same one in two places", () => {
    const inner: RouteSpec = { match: { severity: ["critical"] }, receivers: ["on-call"] };
    const teams = ["ai", "platform"].map((team) => ({
      match: { team: [team] },
      receivers: ["ai-team"],
      routes: [inner],
    }));
    expect(routed(...teams)).toEqual([]);
  });

  it("isn't one that a stack's alerts just don't need", () => {
    expect(routed({ match: { team: ["business"], severity: ["info"], labels: { queue: ["x"] } } })).toEqual([]);
  });
});

describe("alerts that nobody is told of", () => {
  const routes: readonly RouteSpec[] = [
    { match: { severity: ["critical"] }, receivers: ["on-call"] },
    { match: { team: ["platform"] }, receivers: ["ai-team"] },
  ];

  it("are named, with their team and severity", () => {
    expect(faults({ receivers: [], routes })).toEqual([
      "sightline:routes: nobody is told of LlmSlow (team ai, severity warning, priority P2); add a route for them, or sightline:defaultReceivers",
    ]);
  });

  it("aren't those of which that is said, those of a webhook, and those for which there are no receivers", () => {
    expect(faults({ receivers: [], routes: [...routes, { match: { team: ["ai"] }, receivers: [] }] })).toEqual([]);
    const webhookUrl = { value: "https://all.example/" };
    expect(deliveryFaults({ ...deliveryOf({ receivers: [], routes }), webhookUrl }, alerts)).toEqual([]);
    expect(deliveryFaults({ ...noDelivery, routing: { ...noDelivery.routing } }, alerts)).toEqual([]);
  });

  it("aren't those of a stack whose name is asked for, where it isn't known", () => {
    const own = [{ match: { labels: { stack: ["prod"] } }, receivers: ["on-call", "ai-team"] }];
    expect(faults({ receivers: [], routes: own })).toEqual([]);
  });

  it("nor may one be told twice, but at other times", () => {
    const again: RouteSpec = { match: { severity: ["critical"] }, receivers: ["on-call"], continue: true };
    expect(faults({ routes: [again, { match: { team: ["ai"] }, receivers: ["ai-team"] }] })).toEqual([
      'sightline:defaultReceivers: those of "on-call", who are told by sightline:routes.0 already, are told of DiskFull twice',
    ]);
    const timeIntervals = { nights: { timeZone: "UTC", times: [{ from: "20:00" }] } };
    const routes = [{ ...again, activeIn: ["nights"] }, { match: { team: ["ai"] }, receivers: ["ai-team"] } as const];
    expect(faults({ routes, timeIntervals })).toEqual([]);
  });
});

describe("levels", () => {
  it.each<[Partial<LevelSpec>, string]>([
    [{ groupInterval: "0s" }, ".groupInterval: 0 would be one message after the other; at least 1s was expected"],
    [{ repeatInterval: "1m" }, ".repeatInterval: 1m is less than groupInterval, 5m, so it can't be kept"],
    [{ repeatInterval: "1w" }, ".repeatInterval: 1w is more than the 5d that Alertmanager remembers"],
    [{ groupWait: "soon" }, `.groupWait: "soon" isn't a duration such as "30s" or "1h30m"`],
    [{ groupBy: [] }, '.groupBy: names no label; "stack" alone is one message for all'],
    [{ groupBy: ["...", "stack"] }, '.groupBy: "..." are all labels, so no other can be named'],
    [{ groupBy: ["stack", "a-b", "stack"] }, `.groupBy.1: "a-b" isn't the name of a label`],
  ])("%j", (level, fault) => {
    expect(levelled("P1", level)).toContain(`sightline:levels.P1${fault}`);
  });

  it("that may be as they are", () => {
    expect(levelled("P0", { groupWait: "0s", groupBy: ["..."], repeatInterval: "5d" })).toEqual([]);
  });
});

describe("time intervals", () => {
  const nights = { timeZone: "UTC", times: [{ from: "20:00" }] };
  const days = { timeZone: "UTC", times: [{ to: "20:00" }] };
  const ai: RouteSpec = { match: { team: ["ai"] }, receivers: ["ai-team"] };

  it("that aren't, and that nobody names", () => {
    expect(faults({ timeIntervals: { nights }, routes: [{ ...ai, mutedIn: ["night"] }] })).toEqual([
      'sightline:routes.0.mutedIn.0: there is no time interval "night"; did you mean "nights"?',
      "sightline:timeIntervals.nights: no route and no level names it",
    ]);
  });

  it("that leave no time", () => {
    const never = { mutedIn: ["nights"], activeIn: ["nights"] };
    expect(faults({ timeIntervals: { nights }, routes: [{ ...ai, ...never }] })).toEqual([
      "sightline:routes.0: nothing is ever sent: all of its activeIn are in its mutedIn",
    ]);
    const P3 = { ...defaultLevels.P3, mutedIn: ["nights"] };
    const levels = { ...defaultLevels, P3 };
    expect(faults({ timeIntervals: { nights }, levels, routes: [{ ...ai, activeIn: ["nights"] }] })).toEqual([
      "sightline:levels.P3: nothing is ever sent with sightline:routes.0: all of activeIn is in mutedIn",
    ]);
    // No P3 comes there.
    const urgent: RouteSpec = { match: { priority: ["P1"] }, receivers: ["ai-team"], activeIn: ["nights"] };
    expect(faults({ timeIntervals: { nights }, levels, routes: [urgent] })).toEqual([]);
  });

  it("of which Alertmanager can't ask for both", () => {
    const inner: RouteSpec = { match: { severity: ["info"] }, activeIn: ["days"] };
    expect(
      faults({ timeIntervals: { nights, days }, routes: [{ ...ai, activeIn: ["nights"], routes: [inner] }] }),
    ).toEqual([
      "sightline:routes.0.routes.0.activeIn: not the times of sightline:routes.0, and Alertmanager can't ask for both at once",
    ]);
    const within = { ...ai, activeIn: ["nights", "days"], routes: [inner] };
    expect(faults({ timeIntervals: { nights, days }, routes: [within] })).toEqual([]);
  });
});

it("all of it at once, with what is wrong with receivers and templates", () => {
  const receivers = { a: {}, nobody: hook("x") };
  const broken: Delivery = { ...noDelivery, receivers, templates: { "own.tmpl": "{{ if }" } };
  const places = deliveryFaults(broken, alerts).map((fault) => fault.replace(/: .*/s, ""));
  expect(new Set(places)).toEqual(
    new Set(["sightline:receivers.a", "sightline:receivers.nobody", "sightline:messageTemplates", "sightline:routes"]),
  );
});
