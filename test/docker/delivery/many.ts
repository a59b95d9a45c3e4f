import { expect, it } from "vitest";
import { durationSeconds } from "../../../signals/durations";
import { defaultLevels, type Levels } from "../../../signals/delivery/routes/routing";
import { alertLabels } from "../../../signals/rule-files";
import { priorities, type Priority } from "../../../signals/rules";
import { TestAlertmanager, type PostedAlert } from "../../lib/delivery/alertmanager";
import { kinds, startPeople } from "../../lib/delivery/people";
import { mostWithin, rateLimits } from "../../lib/delivery/rate-limits";
import { alertOf, called, deliveryTo } from "../../lib/delivery/scene";
import { pause, table } from "../../lib/delivery/told";
import { webhookMessage } from "../../lib/delivery/webhook";
import { ruleSet, ruleSetNames } from "../../lib/rule-sets";

const count = 1000;
/** As they are by default, except that nobody waits five minutes for the digest. */
const levels: Levels = { ...defaultLevels, P3: { ...defaultLevels.P3, groupWait: "35s" } };

interface Row {
  readonly priority: Priority;
  readonly alerts: number;
  readonly told: number;
  /** Not told, since another alert says it. */
  readonly inhibited: number;
  readonly messages: number;
  /** Milliseconds beyond the group wait until the first and the last message. */
  readonly first: number;
  readonly last: number;
}

/** A bad night: all that the workloads have alerts for fires at once. */
export function manyTests(): void {
  it(`${count} at once come as few messages, the critical ones first`, async () => {
    const people = await startPeople();
    const receivers = kinds.map(called);
    const alertmanager = await TestAlertmanager.start(deliveryTo(people, { receivers, levels }));
    try {
      const alerts = allAlerts();
      const at = await alertmanager.fire(alerts);
      await pause(45_000);
      const inhibited = await alertmanager.suppressed();
      const rows = priorities.map((priority) => ({
        ...rowOf(priority, alerts, people.fakes.webhook.messages, at),
        inhibited: inhibited.filter((labels) => labels["priority"] === priority).length,
      }));
      const shown = rows.map((row) => Object.values(row) as (string | number)[]);
      const head = ["level", "alerts", "told", "messages", "first after (ms)", "last after (ms)", "inhibited"];
      const byKind = kinds.map((kind) => `${kind} ${people.fakes[kind].messages.length}`).join(", ");
      console.log(`${count} alerts at once, at one receiver:\n${table(head, shown)}\nMessages by kind: ${byKind}`);
      // What is beyond a documented limit is told, and no fault of a message.
      const rates = rateLimits.map(({ kind, most, seconds }) => {
        const moments = people.fakes[kind].messages.map(({ at }) => at);
        return [kind, seconds, mostWithin(moments, seconds), most];
      });
      console.log(`Most messages:\n${table(["kind", "within (s)", "messages", "documented limit"], rates)}`);
      expect(rows.map(({ told, inhibited }) => told + inhibited)).toEqual(rows.map(({ alerts }) => alerts));
      expect(rows.reduce((sum, { messages }) => sum + messages, 0)).toBeLessThan(count / 2);
      expect(rows.filter(({ priority }) => priority <= "P1").map(({ first }) => first < 5000)).toEqual([true, true]);
      // Even with so many alerts in it, a message is one that its receiver takes.
      expect(Object.values(people.fakes).flatMap(({ faults }) => faults)).toEqual([]);
    } finally {
      await alertmanager.remove();
      await people.close();
    }
  });
}

/** Every alert there is, on as many instances as it takes. */
function allAlerts(): PostedAlert[] {
  const all = ruleSetNames.flatMap((workload) =>
    ruleSet(workload)
      .groups.flatMap(({ alerts = [] }) => alerts)
      .filter(({ name }) => name !== "Watchdog")
      .map((alert) => ({ name: alert.name, workload, ...alertLabels(alert) })),
  );
  return Array.from({ length: count }, (_, i) => {
    const { name, workload, priority, severity, team } = all[i % all.length]!;
    const instance = `instance-${Math.floor(i / all.length)}:8080`;
    return alertOf({ name, priority, severity, team, labels: { workload, instance } });
  });
}

function rowOf(
  priority: Priority,
  alerts: readonly PostedAlert[],
  messages: readonly { readonly raw: unknown; readonly at: number }[],
  at: number,
): Omit<Row, "inhibited"> {
  const own = messages.flatMap((message) => {
    const { alerts } = webhookMessage.parse(message.raw);
    return alerts[0]?.labels["priority"] === priority ? [{ at: message.at, alerts }] : [];
  });
  const identities = own.flatMap(({ alerts }) => alerts.map(({ fingerprint }) => fingerprint));
  const beyond = own.map((message) => message.at - at - durationSeconds(levels[priority].groupWait) * 1000);
  return {
    priority,
    alerts: alerts.filter(({ labels }) => labels["priority"] === priority).length,
    told: new Set(identities).size,
    messages: own.length,
    first: Math.min(...beyond),
    last: Math.max(...beyond),
  };
}
