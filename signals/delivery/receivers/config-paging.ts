import { answerTimeout } from "./config-http";
import { configs, present, type ReceiverParts } from "./config-parts";
import type { ReceiverSpec } from "./receivers";

const pagerdutyUrl = "https://events.pagerduty.com/v2/enqueue";
const opsgenieUrl = "https://api.opsgenie.com/";

/** The names are those of templates of ours (`messages/messages.ts`). */
const template = (name: string) => `{{ template "sightline.${name}" . }}`;

/** Those that wake people. Alertmanager itself sees to it that one group is one incident. */
export function pagingConfigs(name: string, spec: ReceiverSpec, parts: ReceiverParts): object {
  return present({
    pagerduty_configs: configs(spec, "pagerduty", ({ routingKey, url = pagerdutyUrl }, index) => {
      parts.reach(url, `${name} (pagerduty)`);
      return {
        routing_key_file: parts.file(`${name}.pagerduty.${index}.routingKey`, routingKey),
        url,
        class: "{{ .CommonLabels.alertname }}",
        client: "Alertmanager",
        client_url: template("link"),
        component: "{{ .CommonLabels.team }}",
        description: template("title"),
        // Alertmanager adds its own `firing` and `resolved`, all labels of all alerts, where these aren't set.
        details: {
          about: template("text"),
          firing: template("firing"),
          num_firing: "{{ .Alerts.Firing | len }}",
          num_resolved: "{{ .Alerts.Resolved | len }}",
          resolved: template("resolved"),
        },
        group: "{{ .CommonLabels.stack }}",
        links: [
          { href: template("url.panel"), text: "Panel" },
          { href: template("url.runbook"), text: "Runbook" },
          { href: template("url.silence"), text: "Silence" },
          { href: template("url.source"), text: "Source" },
        ],
        severity: template("pagerduty.severity"),
        source: template("from"),
        timeout: answerTimeout,
      };
    }),
    opsgenie_configs: configs(spec, "opsgenie", ({ apiKey, url = opsgenieUrl, responders }, index) => {
      parts.reach(url, `${name} (opsgenie)`);
      return {
        api_key_file: parts.file(`${name}.opsgenie.${index}.apiKey`, apiKey),
        api_url: url,
        description: template("text"),
        entity: template("from"),
        message: template("title"),
        priority: template("opsgenie.priority"),
        ...(responders !== undefined && {
          // A user is known by an address, everything else by a name.
          responders: responders.map(({ type, name: who }) => ({
            type,
            [type === "user" ? "username" : "name"]: who,
          })),
        }),
        source: "Alertmanager",
        tags: template("opsgenie.tags"),
      };
    }),
  });
}
