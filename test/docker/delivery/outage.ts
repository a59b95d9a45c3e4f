import { expect, it } from "vitest";
import { waitUntil } from "../../../cli/lib/shell";
import { alertmanagerDelivery } from "../../../signals/platform/alertmanager-delivery";
import { TestAlertmanager } from "../../lib/delivery/alertmanager";
import type { FakeReceiver, Failure } from "../../lib/delivery/fake";
import { kinds, startPeople, type Kind, type People } from "../../lib/delivery/people";
import { TestPrometheus } from "../../lib/delivery/prometheus";
import { alertOf, called, deliveryTo, levelsWith } from "../../lib/delivery/scene";
import { about, missing, pause, table } from "../../lib/delivery/told";
import { hostAddress } from "../../lib/stack";
import { startWebhook } from "../../lib/delivery/webhook";

const downSeconds = 60;
/** So that no flush is due just when they are back. */
const groupInterval = 25;

const failures: readonly { readonly what: string; readonly failure: Failure; readonly mail: Failure }[] = [
  { what: "answers 500", failure: { status: 500 }, mail: { status: 451 } },
  { what: "answers 429", failure: { status: 429, retryAfterSeconds: 30 }, mail: { status: 450 } },
  { what: "never answers", failure: "silent", mail: "silent" },
  { what: "is closed", failure: "closed", mail: "closed" },
];

const names: Readonly<Record<Kind, string>> = {
  ...{ email: "email", slack: "slack", webhook: "webhook", pagerduty: "pagerduty", opsgenie: "opsgenie" },
  ...{ telegram: "telegram", teams: "msteamsv2", other: "discord" },
};

export function outageTests(): void {
  it.concurrent.each(failures)("are told later by a receiver that $what for a minute", async ({ what, ...how }) => {
    const people = await startPeople();
    const archive = await startWebhook({ path: "/archive" });
    const delivery = {
      ...deliveryTo(people, {
        receivers: kinds.map(called),
        levels: levelsWith({ groupWait: "1s", groupInterval: `${groupInterval}s` }),
      }),
      // Stays up: it tells that the others can't be told.
      webhookUrl: { value: archive.url(hostAddress(), "/archive") },
    };
    const alertmanager = await TestAlertmanager.start(delivery);
    const prometheus = await TestPrometheus.start(alertmanager.name, [alertmanagerDelivery]);
    try {
      const back = await outage(people, alertmanager, how);
      const late = ["AtStart", "Within"];
      const lost = await untold(people, late, false);
      const notOver = await untold(people, ["Before"], true);
      const scrape = await alertmanager.scrape();
      const rows = kinds.map((kind) => {
        const fake = people.fakes[kind];
        const labels = { integration: names[kind], receiver_name: called(kind) };
        const after = late.flatMap((name) => about(fake, name).map(({ at }) => (at - back) / 1000));
        const given = scrape
          .keys("alertmanager_notifications_failed_total")
          .filter((key) => key.includes(`receiver_name="${called(kind)}"`))
          .flatMap((key) => [...key.matchAll(/reason="(\w+)"/g)].map(([, reason]) => reason!))
          .map((reason) => [reason, failed(scrape, { ...labels, reason })] as const)
          .filter(([, count]) => count > 0);
        return {
          kind,
          tries: scrape.value("alertmanager_notification_requests_failed_total", labels) ?? 0,
          given: given.map(([reason, count]) => `${count} ${reason}`).join(", "),
          after: Math.max(...after).toFixed(1),
          brief: about(fake, "Brief").length > 0 ? "told" : "never told",
          twice: [...late, "Before"].filter((name) => about(fake, name).length > 1).join(" "),
        };
      });
      const head = [
        "kind",
        "failed requests",
        "given up",
        "told after it's back (s)",
        "began and ended within",
        "twice",
      ];
      const shown = rows.map((row) => Object.values(row));
      console.log(
        `A receiver that ${what} for ${downSeconds} s, group interval ${groupInterval} s:\n${table(head, shown)}`,
      );
      expect({ lost, notOver }).toEqual({ lost: [], notOver: [] });
      expect(rows.filter(({ tries, given }) => tries === 0 || given === "")).toEqual([]);

      // Prometheus has seen it, and told whoever can be told. What Alertmanager waits for isn't counted until it ends.
      const silent = () => kinds.filter((kind) => !toldOfFailing(archive, kind));
      await waitUntil(() => silent().length === 0, (groupInterval + 10) * 1000);
      expect(silent()).toEqual([]);
    } finally {
      await prometheus.remove();
      await alertmanager.remove();
      await archive.close();
      await people.close();
    }
  });
}

/** Alerts begin and end before and while nobody takes messages. Returns when they do again. */
async function outage(
  { fakes }: People,
  alertmanager: TestAlertmanager,
  { failure, mail }: { readonly failure: Failure; readonly mail: Failure },
): Promise<number> {
  const [before, brief] = [alertOf({ name: "Before" }), alertOf({ name: "Brief", priority: "P0" })];
  await alertmanager.fire([before]);
  for (const kind of kinds) expect(await missing(fakes[kind], ["Before"], 10)).toEqual([]);
  const all = (act: (fake: FakeReceiver, failure: Failure) => Promise<void>) =>
    Promise.all(kinds.map((kind) => act(fakes[kind], kind === "email" ? mail : failure)));
  await all((fake, failure) => fake.fail(failure));
  await alertmanager.fire([alertOf({ name: "AtStart", priority: "P2" }), brief]);
  await pause(10_000);
  await alertmanager.resolve([before, brief]);
  await pause(20_000);
  await alertmanager.fire([alertOf({ name: "Within", priority: "P0", team: "ai" })]);
  await pause((downSeconds - 30) * 1000);
  await all((fake) => fake.recover());
  return Date.now();
}

function toldOfFailing({ messages }: FakeReceiver, kind: Kind): boolean {
  const failing = `"alertname":"AlertmanagerNotificationsFailing"`;
  return messages.some(({ text }) => text.includes(failing) && text.includes(`"receiver_name":"${called(kind)}"`));
}

async function untold({ fakes }: People, names: readonly string[], over: boolean): Promise<string[]> {
  const waits = kinds.map(async (kind) => {
    // What is tried again waits at most 90 s, and never beyond the next flush.
    const untold = await missing(fakes[kind], names, groupInterval + 15, over);
    return untold.map((name) => `${kind}: ${name}`);
  });
  return (await Promise.all(waits)).flat();
}

function failed(scrape: Awaited<ReturnType<TestAlertmanager["scrape"]>>, labels: Record<string, string>): number {
  return scrape.value("alertmanager_notifications_failed_total", labels) ?? 0;
}
