import { expect, it } from "vitest";
import type { RoutingSpec } from "../../../signals/delivery/routes/routing";
import { TestAlertmanager } from "../../lib/delivery/alertmanager";
import { startPeople, type People } from "../../lib/delivery/people";
import { alertOf, called, deliveryTo, levelsWith } from "../../lib/delivery/scene";
import { about, missing, pause } from "../../lib/delivery/told";

const groupInterval = 5;
const levels = levelsWith({ groupWait: "1s", groupInterval: `${groupInterval}s` });

/** What isn't told, or not yet. */
export function quietTests(): void {
  it.concurrent("in a muted time are told when it ends, if they still fire", async () => {
    const { from, to, end } = mutedTime();
    const hours = { timeZone: "UTC", times: [{ from, to }] };
    const routing: Partial<RoutingSpec> = {
      receivers: [called("webhook")],
      routes: [
        { match: { team: ["ai"] }, mutedIn: ["now"] },
        { match: { team: ["business"] }, activeIn: ["now"] },
      ],
      levels,
      timeIntervals: { now: hours },
    };
    await withPeople(routing, async ({ fakes: { webhook } }, alertmanager) => {
      const ended = alertOf({ name: "EndsMuted", team: "ai" });
      await alertmanager.fire([
        ended,
        alertOf({ name: "StaysMuted", team: "ai" }),
        alertOf({ name: "ActiveNow", team: "business" }),
        alertOf({ name: "AnyTime" }),
      ]);
      expect(await missing(webhook, ["AnyTime", "ActiveNow"], 5)).toEqual([]);
      await pause(groupInterval * 1000);
      await alertmanager.resolve([ended]);
      await pause(end - Date.now() - 500);
      expect(about(webhook, "StaysMuted")).toEqual([]);
      expect(await missing(webhook, ["StaysMuted"], 2 * groupInterval)).toEqual([]);
      const told = about(webhook, "StaysMuted")[0]!.at;
      console.log(`An alert in a muted time (${from} to ${to}) was told ${told - end} ms after its end`);
      expect(told).toBeGreaterThanOrEqual(end);
      expect(webhook.messages.filter(({ text }) => text.includes("EndsMuted"))).toEqual([]);
    });
  });

  it.concurrent("that are a warning aren't told while the same is critical, and are told afterwards", async () => {
    await withPeople({ receivers: [called("webhook")], levels }, async ({ fakes: { webhook } }, alertmanager) => {
      const one = (priority: "P1" | "P2", instance: string) =>
        alertOf({ name: "DiskFull", priority, labels: { instance } });
      const critical = one("P1", "a:9100");
      await alertmanager.fire([critical, one("P2", "a:9100"), one("P2", "b:9100")]);
      const warned = () =>
        about(webhook, "DiskFull").flatMap(({ text }) =>
          /"severity":"warning"/.test(text) ? [...text.matchAll(/"instance":"(.):9100"/g)].map(([, name]) => name) : [],
        );
      await pause(2 * groupInterval * 1000);
      expect(new Set(warned())).toEqual(new Set(["b"]));
      await alertmanager.resolve([critical]);
      await pause((2 * groupInterval + 1) * 1000);
      expect(new Set(warned())).toEqual(new Set(["a", "b"]));
    });
  });

  it.concurrent(
    "of what ran on a node aren't told while the node is down, and are if they're still there then",
    async () => {
      await withPeople({ receivers: [called("webhook")], levels }, async ({ fakes: { webhook } }, alertmanager) => {
        const on = (name: string, node: string) =>
          alertOf({ name, labels: { node, ...(name === "TargetDown" && { job: "app", instance: `${node}:8000` }) } });
        const nodeDown = on("NodeDown", "n1");
        await alertmanager.fire([
          on("TargetDown", "n1"),
          on("TargetDown", "n2"),
          nodeDown,
          alertOf({ name: "ElseWhere" }),
        ]);
        const told = () => about(webhook, "TargetDown").flatMap(({ text }) => nodesIn(text));
        await pause(2 * groupInterval * 1000);
        expect(new Set(told())).toEqual(new Set(["n2"]));
        expect(await missing(webhook, ["NodeDown", "ElseWhere"], 1)).toEqual([]);
        await alertmanager.resolve([nodeDown]);
        await pause((2 * groupInterval + 1) * 1000);
        expect(new Set(told())).toEqual(new Set(["n1", "n2"]));
      });
    },
  );
}

function nodesIn(text: string): string[] {
  return [...text.matchAll(/"instance":"(n\d):8000"/g)].map(([, node]) => node!);
}

/** From this minute to the end of one that's at least 20 s away: times are whole minutes. */
function mutedTime(): { readonly from: string; readonly to: string; readonly end: number } {
  const now = Date.now();
  const end = Math.ceil((now + 20_000) / 60_000) * 60_000;
  const time = (at: number) => new Date(at).toISOString().slice(11, 16);
  return { from: time(now), to: time(end) === "00:00" ? "24:00" : time(end), end };
}

async function withPeople(
  routing: Partial<RoutingSpec>,
  story: (people: People, alertmanager: TestAlertmanager) => Promise<void>,
): Promise<void> {
  const people = await startPeople();
  const alertmanager = await TestAlertmanager.start(deliveryTo(people, routing));
  try {
    await story(people, alertmanager);
  } finally {
    await alertmanager.remove();
    await people.close();
  }
}
