import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { priorities, teams, type Priority, type Team } from "../../../signals/rules";
import type { RouteSpec } from "../../../signals/delivery/routes/routing";
import { noAlertmanager, TestAlertmanager } from "../../lib/delivery/alertmanager";
import { kinds, startPeople, type Kind, type People } from "../../lib/delivery/people";
import { alertOf, called, deliveryTo, levelsWith } from "../../lib/delivery/scene";
import { about, missing, pause, table } from "../../lib/delivery/told";

const to = (...names: Kind[]) => names.map(called);

const routes: readonly RouteSpec[] = [
  { receivers: to("webhook"), continue: true },
  {
    match: { severity: ["critical"] },
    receivers: to("pagerduty"),
    continue: true,
    routes: [{ match: { priority: ["P0"] }, receivers: to("pagerduty", "telegram") }],
  },
  { match: { team: ["ai"] }, receivers: to("slack") },
  {
    match: { team: ["platform"] },
    receivers: to("email"),
    routes: [{ match: { priority: ["P3"] }, receivers: to("other") }],
  },
  { match: { team: ["infrastructure"] }, receivers: to("opsgenie") },
  { match: { team: ["business"], priority: ["P0", "P1"] }, receivers: to("teams", "email") },
];

/** By hand, not by the program that makes the routes. What no route takes goes to `other`. */
const expected: Readonly<Record<Team, Readonly<Record<Priority, readonly Kind[]>>>> = {
  ai: {
    P0: ["slack", "webhook", "pagerduty", "telegram"],
    P1: ["slack", "webhook", "pagerduty"],
    P2: ["slack", "webhook"],
    P3: ["slack", "webhook"],
  },
  platform: {
    P0: ["email", "webhook", "pagerduty", "telegram"],
    P1: ["email", "webhook", "pagerduty"],
    P2: ["email", "webhook"],
    P3: ["webhook", "other"],
  },
  infrastructure: {
    P0: ["webhook", "pagerduty", "opsgenie", "telegram"],
    P1: ["webhook", "pagerduty", "opsgenie"],
    P2: ["webhook", "opsgenie"],
    P3: ["webhook", "opsgenie"],
  },
  business: {
    P0: ["email", "webhook", "pagerduty", "telegram", "teams"],
    P1: ["email", "webhook", "pagerduty", "teams"],
    P2: ["webhook", "other"],
    P3: ["webhook", "other"],
  },
};

const cases = teams.flatMap((team) =>
  priorities.map((priority) => ({ name: `Test${priority}${team}`, team, priority, kinds: expected[team][priority] })),
);

/** Who is told of what, and in which words. */
export function whoTests(): void {
  describe("an alert of each level and team", () => {
    let people: People;
    let alertmanager: TestAlertmanager;
    const alerts = cases.map(alertOf);

    beforeAll(async () => {
      if (noAlertmanager !== undefined) return;
      people = await startPeople();
      const levels = levelsWith({ groupWait: "1s", groupInterval: "4s" });
      alertmanager = await TestAlertmanager.start(deliveryTo(people, { receivers: to("other"), routes, levels }));
    });

    afterAll(async () => {
      await alertmanager?.remove();
      await people?.close();
    });

    const toldOf = (name: string, over: boolean) =>
      kinds.filter((kind) => about(people.fakes[kind], name, over).length > 0);

    it("arrives at every receiver that should have it, and at no other", async () => {
      await alertmanager.fire(alerts);
      expect(await untold(false)).toEqual([]);
      await pause(6000); // Another flush, in which nothing more may come.
      const told = cases.map(({ name, ...rest }) => ({ ...rest, told: toldOf(name, false) }));
      const marks = told.map(({ team, priority, told }) => [
        `${priority} ${team}`,
        ...kinds.map((kind) => (told.includes(kind) ? "x" : "")),
      ]);
      console.log(`Who was told of what:\n${table(["alert", ...kinds], marks)}`);
      expect(told.map(({ told }) => told)).toEqual(cases.map(({ kinds }) => kinds));
      const once = cases.flatMap(({ name, kinds }) => kinds.map((kind) => about(people.fakes[kind], name).length));
      expect(new Set(once)).toEqual(new Set([1]));
    });

    it("says what it is, since when, how bad, and where to go", () => {
      const gaps = cases.flatMap(({ name, kinds }) =>
        kinds.flatMap((kind) =>
          // Alertmanager's own words are all that a receiver has which Sightline doesn't know.
          (kind === "other" ? wordsOfAll(name) : wordsOf(name, kind)).flatMap((words) =>
            about(people.fakes[kind], name)[0]?.text.includes(words) ? [] : [`${kind}: no "${words}"`],
          ),
        ),
      );
      expect(gaps).toEqual([]);
    });

    it("is told to be over to those who were told of it", async () => {
      await alertmanager.resolve(alerts);
      expect(await untold(true)).toEqual([]);
      expect(cases.map(({ name }) => toldOf(name, true))).toEqual(cases.map(({ kinds }) => kinds));
    });

    it("is in the shape and within the limits of every receiver's API", () => {
      expect(Object.values(people.fakes).flatMap(({ faults }) => faults)).toEqual([]);
    });

    async function untold(over: boolean): Promise<string[]> {
      const waits = kinds.map(async (kind) => {
        const names = cases.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name);
        return (await missing(people.fakes[kind], names, 20, over)).map((name) => `${kind}: ${name}`);
      });
      return (await Promise.all(waits)).flat();
    }
  });
}

function wordsOfAll(name: string): string[] {
  return [`7.25 of ${name}`, `above 5.5 for ${name}`, `https://runbooks.example/${name}`];
}

function wordsOf(name: string, kind: Kind): string[] {
  if (kind === "webhook") return [...wordsOfAll(name), "startsAt", "generatorURL"];
  return [
    ...wordsOfAll(name),
    `Summary of ${name} <a & "b">`,
    "Since ",
    `https://grafana.example/d/${name}?viewPanel=3&from=now-1h`,
    "http://alerts.example:9093/#/silences/new?filter=",
    `http://prometheus.example:9090/graph?g0.expr=${name}&g0.tab=1`,
  ];
}
