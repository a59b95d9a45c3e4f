import { expect, it } from "vitest";
import { TestAlertmanager } from "../../lib/delivery/alertmanager";
import { startPeople } from "../../lib/delivery/people";
import { alertOf, called, deliveryTo, levelsWith } from "../../lib/delivery/scene";
import { about, missing, pause, quantile } from "../../lib/delivery/told";

const count = 100;
/** Seconds that are configured. */
const groupWait = 1;
const goal = 1000;

/** How long Alertmanager takes beyond what it's told to wait. */
export function latencyTests(): void {
  it(`arrive within a second beyond the configured wait, ${count} one after the other`, async () => {
    const people = await startPeople();
    const levels = levelsWith({ groupWait: `${groupWait}s` });
    const alertmanager = await TestAlertmanager.start(deliveryTo(people, { receivers: [called("webhook")], levels }));
    try {
      const posted = new Map<string, number>();
      for (let i = 0; i < count; i++) {
        const name = `Late${i}x`;
        posted.set(name, await alertmanager.fire([alertOf({ name })]));
        await pause(100);
      }
      const { webhook } = people.fakes;
      expect(await missing(webhook, [...posted.keys()], 10)).toEqual([]);
      const beyond = [...posted].map(([name, at]) => about(webhook, name)[0]!.at - at - groupWait * 1000);
      const [median, p99, worst] = [0.5, 0.99, 1].map((share) => quantile(beyond, share)) as [number, number, number];
      console.log(`${count} alerts, beyond the group wait: median ${median} ms, p99 ${p99} ms, worst ${worst} ms`);
      expect(webhook.messages).toHaveLength(count);
      expect(Math.min(...beyond)).toBeGreaterThan(-50);
      expect(p99).toBeLessThanOrEqual(goal);
    } finally {
      await alertmanager.remove();
      await people.close();
    }
  });
}
