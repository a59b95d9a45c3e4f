import type { RowSpec } from "../../dashboard";
import { graph } from "../../panels";
import { alertmanagerDelivery } from "../alertmanager-delivery";
import { judged } from "../judged";

/** Rows of stacks that have somebody to tell. A receiver may be told in several ways. */

const legend = "{{receiver_name}} {{integration}}";
const latency = "alertmanager_notification_latency_seconds";
const by = "sum by (integration, receiver_name)";

export const deliveryTraffic: RowSpec = {
  title: "Traffic: messages",
  panels: [
    graph(
      "Notifications",
      "cpm",
      [{ expr: `60 * ${by} (rate(alertmanager_notifications_total[$__rate_interval]))`, legend }],
      "Messages a minute from Alertmanager, by receiver and the way to it.",
      { width: 12 },
    ),
    graph(
      "Time that a receiver takes",
      "s",
      [
        {
          expr:
            `(${by} (rate(${latency}_sum[5m])) / ${by} (rate(${latency}_count[5m]))) >= 0 ` +
            `or 0 * ${by} (${latency}_sum)`,
          legend,
        },
      ],
      "Until it has answered, on average over 5 minutes, failed attempts included; 0 where nothing was sent.",
      { width: 12 },
    ),
  ],
};

export const deliveryErrors: RowSpec = {
  title: "Errors: messages",
  panels: [
    graph(
      "Messages not delivered",
      "short",
      [{ expr: judged(alertmanagerDelivery, "AlertmanagerNotificationsFailing"), legend }],
      "Given up, in 5 minutes.",
      { alerts: ["AlertmanagerNotificationsFailing"], width: 12, decimals: 0 },
    ),
    graph(
      "Attempts to deliver that failed",
      "short",
      [{ expr: judged(alertmanagerDelivery, "AlertmanagerNotificationsDelayed"), legend }],
      "In 2 minutes. Each is made again until the next message of its group is due.",
      { alerts: ["AlertmanagerNotificationsDelayed"], width: 12, decimals: 0 },
    ),
  ],
};
