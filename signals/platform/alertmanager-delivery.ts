import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { alertmanager, events } from "./proof";

/**
 * Do messages reach those who are to be told? By receiver, and by the way to it: one receiver may have several. Only where
 * there are receivers.
 */

const way = { integration: "webhook", receiver_name: "on-call" };
const of = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  selector(name, { ...alertmanager, ...way, ...labels });

/** Whoever gets this alert by the way that fails doesn't get it. */
const seen =
  "Where this is the only way, nobody is told of this either: it's seen in Prometheus and on the dashboard only.";

const alerts: readonly Alert[] = [
  events({
    name: "AlertmanagerNotificationsFailing",
    expr: "sum by (integration, receiver_name) (increase(alertmanager_notifications_failed_total[5m]))",
    threshold: 0,
    severity: "critical",
    summary: "Alertmanager can't deliver to {{ $labels.receiver_name }} by {{ $labels.integration }}",
    description:
      "{{ $value | humanize }} messages to {{ $labels.receiver_name }} by {{ $labels.integration }} were given up in " +
      "the last 5 minutes.",
    runbook: {
      impact: `Alerts don't reach people by this way. ${seen}`,
      causes: [
        "The receiver is down, or has been for as long as a message is tried: until the next of its group is due",
        "A wrong URL, token or password: it refuses at once",
        "No way out of the stack's network",
      ],
      queries: ["sum by (integration, receiver_name, reason) (increase(alertmanager_notifications_failed_total[1h]))"],
      steps: [
        "Read Alertmanager's log for the error.",
        "Send to the receiver by hand with the same URL and token.",
        "Of several Alertmanagers, see whether only one fails: another has then delivered the message.",
        "Once it works again, what still fires is sent with the group's next message.",
      ],
    },
    series: (values) => ({ [of("alertmanager_notifications_failed_total", { reason: "other" })]: values }),
    labels: way,
  }),
  events({
    name: "AlertmanagerNotificationsDelayed",
    expr: "sum by (integration, receiver_name) (increase(alertmanager_notification_requests_failed_total[2m]))",
    threshold: 0,
    for: "3m",
    severity: "warning",
    summary: "Messages to {{ $labels.receiver_name }} by {{ $labels.integration }} are late",
    description:
      "For 3 minutes, {{ $labels.receiver_name }} hasn't taken what is sent by {{ $labels.integration }}. " +
      "It's tried again, at least every 90 seconds.",
    runbook: {
      impact: `None is lost yet: AlertmanagerNotificationsFailing tells when one is given up. ${seen}`,
      causes: ["The receiver is down or slow", "It takes no more messages for now: too many were sent"],
      queries: ["sum by (integration, receiver_name) (rate(alertmanager_notification_requests_total[5m]))"],
      steps: ["Alertmanager's log has what the receiver answers.", "See the receiver's own page of its state."],
    },
    series: (values) => ({ [of("alertmanager_notification_requests_failed_total")]: values }),
    labels: way,
  }),
];

export const alertmanagerDelivery: RuleGroup = {
  name: "sightline-alertmanager-delivery",
  dashboard: "sightline-stack",
  alerts,
};
