import { increaseOf } from "../../signals/expressions";
import { counter, histogram } from "../../signals/metrics";
import { durations, stat } from "../../signals/panels";
import { hourlyCount } from "../../signals/proofs";
import type { Workload } from "../../signals/workload";

const checkout = histogram("checkout_duration_seconds", {
  help: "Response time of POST /checkout.",
  buckets: [0.1, 0.25, 0.5, 1, 2, 5],
  from: "app",
});
const mailFailed = counter("mail_failed_total", {
  help: "Mails that could not be sent, by kind.",
  labels: { kind: ["receipt", "reminder"] },
  from: "worker",
  statsd: "mail_failed",
});
const mailsLost = increaseOf(mailFailed.name, "1h");

export const shop: Workload = {
  name: "shop",
  title: "Shop",
  description: "A web shop that sends mails from workers.",
  metrics: [checkout, mailFailed],
  rules: [
    {
      name: "shop",
      dashboard: "shop",
      alerts: [
        {
          name: "MailsFail",
          expr: mailsLost,
          threshold: 10,
          severity: "critical",
          summary: "{{ $value }} mails of the last hour were not sent",
          description: "All tries of {{ $value }} mails failed.",
          runbook: {
            impact: "Customers have no receipt.",
            causes: ["The mail server refuses"],
            steps: ["Read the worker's log for the server's answer."],
          },
          // A series that fires it and one that doesn't; `npm test` runs both by promtool.
          ...hourlyCount(mailFailed, 10, { kind: "receipt" }),
        },
      ],
    },
  ],
  slos: [
    {
      name: "checkout",
      title: "Checkouts are fast",
      description: "99 % of checkouts take less than a second.",
      objective: 99,
      indicator: { kind: "latency", histogram: { metric: checkout }, under: 1 },
    },
  ],
  dashboards: [
    {
      uid: "shop",
      title: "Shop",
      description: "Is it fast, and do mails arrive?",
      tags: ["sightline", "shop"],
      variables: [],
      rows: [
        {
          title: "Errors",
          panels: [stat("Mails not sent", "short", mailsLost, "Of the last hour.", { alerts: ["MailsFail"] })],
        },
        { title: "Latency", panels: [durations("Checkout", checkout, "10m", "Response time of POST /checkout.")] },
      ],
    },
  ],
  documentMetrics: {},
};
