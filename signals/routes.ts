import { toYaml } from "./yaml";

/**
 * How long Alertmanager waits for more of a group before it sends the first message. It is part of the time from a
 * fault to its message: scrape interval + evaluation interval + the alert's `for` + this.
 */
export const groupWaitSeconds = 10;

/**
 * `alertmanager.yml`: one group per alert name, a critical alert mutes the warning of the same name and instance.
 * The watchdog always fires by design, so it's kept away from people.
 */
export function alertmanagerConfig(webhookUrlFile?: string): string {
  const receiver = webhookUrlFile === undefined ? "nobody" : "webhook";
  return toYaml({
    route: {
      receiver,
      group_by: ["alertname", "stack"],
      group_wait: `${groupWaitSeconds}s`,
      group_interval: "1m",
      repeat_interval: "4h",
      routes: [{ matchers: ['alertname="Watchdog"'], receiver: "nobody" }],
    },
    inhibit_rules: [
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        equal: ["alertname", "instance", "stack"],
      },
    ],
    receivers: [
      { name: "nobody" },
      ...(webhookUrlFile === undefined
        ? []
        : [{ name: "webhook", webhook_configs: [{ url_file: webhookUrlFile, send_resolved: true }] }]),
    ],
  });
}
