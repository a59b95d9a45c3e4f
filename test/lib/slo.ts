import { counter, histogram } from "../../signals/metrics";
import type { Selected, Slo } from "../../signals/slo";
import type { Workload } from "../../signals/workload";

export const requests = counter("requests_total", {
  help: "Requests.",
  labels: { method: ["GET", "POST"], status: ["200", "404", "500", "503"] },
  from: "app",
});
export const mails = counter("mails_total", { help: "Mails.", from: "worker", statsd: "mails" });
export const failedMails = counter("failed_mails_total", { help: "Not sent.", from: "worker", statsd: "failed_mails" });
export const duration = histogram("request_seconds", { help: "Duration.", buckets: [0.5, 1, 2.5], from: "app" });

const failed: Selected = { metric: requests, matchers: 'status=~"5.."' };

/** One objective of each kind, without a fault. */
export const availability: Slo = {
  name: "availability",
  title: "Availability",
  description: "Requests are answered.",
  objective: 99.9,
  indicator: { kind: "events", bad: failed, total: { metric: requests } },
};
export const latency: Slo = {
  name: "fast-answers",
  title: "Fast answers",
  description: "Requests are answered within a second.",
  objective: 95,
  indicator: { kind: "latency", histogram: { metric: duration }, under: 1 },
};
export const uptime: Slo = {
  name: "uptime",
  title: "Uptime",
  description: "The application is there.",
  objective: 99.5,
  indicator: { kind: "time", job: "app" },
};
/** What is bad isn't counted among all by the same metric. */
export const delivery: Slo = {
  name: "delivery",
  title: "Delivery",
  description: "Mails are sent.",
  objective: 99,
  indicator: { kind: "events", bad: { metric: failedMails }, total: [{ metric: mails }, { metric: failedMails }] },
};

export function sloWorkload(slos: readonly Slo[]): Workload {
  return {
    name: "shop",
    title: "Shop",
    description: "Sells.",
    metrics: [requests, mails, failedMails, duration],
    rules: [],
    dashboards: [],
    slos,
    documentMetrics: {},
  };
}
