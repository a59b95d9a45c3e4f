import { increaseOf, quantileOf } from "../../signals/expressions";
import { counter, histogram } from "../../signals/metrics";
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
          expr: increaseOf(mailFailed.name, "1h"),
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
  dashboards: [
    {
      uid: "shop",
      title: "Shop",
      description: "Is it fast?",
      tags: ["shop"],
      variables: [],
      rows: [
        {
          title: "Checkout",
          panels: [
            {
              title: "Response time of checkout (p95)",
              description: "Bad above 2 seconds.",
              kind: "timeseries",
              unit: "s",
              queries: [{ expr: quantileOf(0.95, checkout.name, "10m"), legend: "p95" }],
              thresholds: [{ value: 2, severity: "warning" }],
            },
          ],
        },
      ],
    },
  ],
  documentMetrics: {},
};
