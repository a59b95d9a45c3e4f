import { expect, it } from "vitest";
import { waitUntil } from "../../../cli/lib/shell";
import { noDelivery } from "../../../signals/delivery/delivery";
import { TestAlertmanager } from "../../lib/delivery/alertmanager";
import { pause, quantile } from "../../lib/delivery/told";
import { startWebhook } from "../../lib/delivery/webhook";
import { hostAddress } from "../../lib/stack";

const intervalSeconds = 5;
const beats = 6;

export function heartbeatTests(): void {
  it.concurrent("beat while all is well, and whoever listens notices when they end", async () => {
    const listener = await startWebhook({ path: "/ping/1" });
    const url = { value: listener.url(hostAddress(), "/ping/1") };
    const alertmanager = await TestAlertmanager.start({ ...noDelivery, heartbeat: { url, intervalSeconds } });
    try {
      await alertmanager.fire([{ labels: { alertname: "Watchdog", severity: "info", stack: "test" } }]);
      await pause((beats * intervalSeconds + 1) * 1000);
      const times = listener.messages.map(({ at }) => at);
      const gaps = times.slice(1).map((at, i) => (at - times[i]!) / 1000);
      expect(times.length).toBeGreaterThanOrEqual(beats);
      expect(Math.max(...gaps)).toBeLessThan(intervalSeconds + 1);
      expect(Math.min(...gaps)).toBeGreaterThan(intervalSeconds - 1);
      expect(listener.faults).toEqual([]);

      // A service outside that tells people after one beat that didn't come, and as long again.
      const killed = Date.now();
      await alertmanager.kill();
      const silent = () => Date.now() - (listener.messages.at(-1)?.at ?? 0) > 2 * intervalSeconds * 1000;
      expect(await waitUntil(silent, 3 * intervalSeconds * 1000, 50)).toBe(true);
      const noticed = (Date.now() - killed) / 1000;
      console.log(
        `Heartbeats set to ${intervalSeconds} s: median ${quantile(gaps, 0.5)} s, longest ${Math.max(...gaps)} s; ` +
          `Alertmanager killed: noticed after ${noticed.toFixed(1)} s by who waits for two`,
      );
      expect(noticed).toBeLessThanOrEqual(2 * intervalSeconds + 0.5);
    } finally {
      await alertmanager.remove();
      await listener.close();
    }
  });
}
