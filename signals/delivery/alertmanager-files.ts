import { toYaml } from "../yaml";
import type { AlertmanagerFiles, Delivery } from "./delivery";
import { defaultLevels } from "./routing";

/** All that Alertmanager is deployed with. `secretsPath` is the folder in which it finds its secrets. */
export function alertmanagerFiles(delivery: Delivery, secretsPath: string): AlertmanagerFiles {
  const { webhookUrl } = delivery;
  const receiver = webhookUrl === undefined ? "nobody" : "webhook";
  const { groupBy, groupWait, groupInterval, repeatInterval } = defaultLevels.P1;
  const content = {
    route: {
      receiver,
      group_by: [...groupBy],
      group_wait: groupWait,
      group_interval: groupInterval,
      repeat_interval: repeatInterval,
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
      ...(webhookUrl === undefined
        ? []
        : [
            {
              name: "webhook",
              webhook_configs: [{ url_file: `${secretsPath}/webhook-url`, send_resolved: true }],
            },
          ]),
    ],
  };
  return {
    config: () => toYaml(content),
    templates: {},
    secrets: webhookUrl === undefined ? [] : [{ path: "webhook-url", secret: webhookUrl }],
    outside: webhookUrl === undefined || !("value" in webhookUrl) ? [] : [outsideOf(webhookUrl.value)],
  };
}

function outsideOf(url: string) {
  const { port, protocol } = new URL(url);
  return { port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port), why: "the webhook for alerts" };
}
