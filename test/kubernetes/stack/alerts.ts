import { expect, it } from "vitest";
import { quickGroupWait } from "../../lib/levels";
import { interval } from "../lib/stack";
import type { Story } from "../stack.test";

/** What we may add to the delays that are configured. */
const ownSeconds = 5;

export function alertTests(story: () => Story): void {
  it("arrive within the configured delays and 5 s, once from each pair of Prometheus and cluster of Alertmanagers", async () => {
    const { stack, receiver } = story();
    // In its demo, a language model's call fails once a second then; the alert wants three.
    const configured = 3 + interval + interval + quickGroupWait;
    const since = Date.now();
    const app = await stack.url("app", 8000);
    expect((await fetch(`${app}/faults/errors`, { method: "PUT" })).status).toBe(200);
    const of = { alertname: "LlmApiErrorsHigh" };
    const alert = await receiver.wait("firing", of, since, configured + ownSeconds);
    console.log(
      `an alert arrived ${((alert.at - since) / 1000).toFixed(1)} s after its cause began; configured are ${configured} s`,
    );
    expect(alert.labels).toMatchObject({ severity: "warning", stack: stack.name, workload: "pharmacy-care-plan" });
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const told = receiver.alerts.filter(({ at, labels }) => at >= since && labels["alertname"] === of.alertname);
    expect(told).toHaveLength(1);
    expect((await fetch(`${app}/faults/errors`, { method: "DELETE" })).status).toBe(200);
  });
}
