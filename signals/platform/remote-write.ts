import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { level, prometheus } from "./proof";

/** Does what is sent to a store elsewhere arrive? Only where the stack sends something. */

const to = { ...prometheus, remote_name: "0a1b2c", url: "https://metrics.example.org/api/v1/push" };
const of = (name: string) => selector(name, to);

export const writeBehind = `prometheus_remote_storage_highest_timestamp_in_seconds
- ignoring (remote_name, url) group_right ()
prometheus_remote_storage_queue_highest_sent_timestamp_seconds`;
export const writeFailures = `rate(prometheus_remote_storage_samples_failed_total[5m])
/
(rate(prometheus_remote_storage_samples_failed_total[5m]) + rate(prometheus_remote_storage_samples_total[5m]))`;

const alerts: readonly Alert[] = [
  level({
    name: "PrometheusRemoteWriteBehind",
    expr: writeBehind,
    threshold: 120,
    for: "15m",
    severity: "critical",
    summary: "What is sent to {{ $labels.url }} is {{ $value | humanizeDuration }} old",
    description: "For 15 minutes, the newest sample sent to {{ $labels.url }} has been more than 2 minutes behind.",
    runbook: {
      impact: "Who looks there sees old data. After 2 hours samples are lost for ever.",
      causes: ["The store is down, slow or refuses", "The network between them", "More samples than it can take"],
      steps: [
        "Prometheus' log has what the store answers.",
        "Compare the shards that are wanted with the most that there may be.",
      ],
    },
    // Samples were sent up to so many seconds before the newest, which stands still at 10 minutes.
    series: (at) => ({
      [selector("prometheus_remote_storage_highest_timestamp_in_seconds", prometheus)]: "1000x90",
      [of("prometheus_remote_storage_queue_highest_sent_timestamp_seconds")]: at.gauge((behind) => 1000 - behind),
    }),
    labels: to,
  }),
  level({
    name: "PrometheusRemoteWriteFailing",
    expr: writeFailures,
    threshold: 0.01,
    for: "15m",
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the samples for {{ $labels.url }} are lost",
    description: "{{ $labels.url }} has refused samples for 15 minutes; they aren't sent again.",
    runbook: {
      impact: "There are gaps in the store, which can't be filled later.",
      causes: ["The store's limits: series, labels, age", "A wrong password or tenant"],
      steps: ["Prometheus' log has what the store answers.", "Raise the store's limit, or send less."],
    },
    series: (at) => ({
      [of("prometheus_remote_storage_samples_failed_total")]: at.counter((share) => 60_000 * share),
      [of("prometheus_remote_storage_samples_total")]: at.counter((share) => 60_000 * (1 - share)),
    }),
    window: 5,
    labels: to,
  }),
];

export const remoteWrite: RuleGroup = { name: "sightline-remote-write", dashboard: "sightline-stack", alerts };
