import type { PanelSpec } from "../../dashboard";
import { graph } from "../../panels";
import { judged } from "../judged";
import { statsd } from "../statsd";

export const targets: readonly PanelSpec[] = [
  graph("Target answers", "bool_yes_no", [{ expr: "min by (job) (up)", legend: "{{job}}" }], "All targets of a job.", {
    alerts: ["TargetDown"],
  }),
  // One above the other: most jobs have one target, and their lines would be one.
  graph("Targets by job", "short", [{ expr: "sum by (job) (up)", legend: "{{job}}" }], "Targets that answer.", {
    stacked: true,
    decimals: 0,
  }),
  graph(
    "Samples of a scrape",
    "short",
    [{ expr: "sum by (job) (scrape_samples_scraped)", legend: "{{job}}" }],
    "A steady rise is a label whose values never end.",
  ),
];

export const statsdTraffic: readonly PanelSpec[] = [
  graph(
    "StatsD lines",
    "cps",
    [
      { expr: "sum(rate(statsd_exporter_lines_total[$__rate_interval]))", legend: "lines" },
      { expr: "sum(rate(statsd_exporter_udp_packets_total[$__rate_interval]))", legend: "packets" },
    ],
    "What workers send. Several lines in a packet are cheaper.",
    { width: 12 },
  ),
  graph(
    "StatsD events",
    "cps",
    [{ expr: "sum by (type) (rate(statsd_exporter_events_total[$__rate_interval]))", legend: "{{type}}" }],
    "What the lines hold, by type.",
    { width: 12 },
  ),
];

export const statsdErrors: readonly PanelSpec[] = [
  graph(
    "StatsD packets lost on the way",
    "short",
    [
      { expr: `sum(${judged(statsd, "StatsdPacketsDropped")})`, legend: "dropped by the exporter" },
      { expr: `sum(${judged(statsd, "StatsdKernelDrops")})`, legend: "dropped by the kernel" },
    ],
    "In 5 minutes. The exporter doesn't know of what the kernel drops.",
    { alerts: ["StatsdPacketsDropped", "StatsdKernelDrops"], decimals: 0 },
  ),
  graph(
    "StatsD lines rejected",
    "short",
    [{ expr: judged(statsd, "StatsdEventsRejected"), legend: "malformed" }],
    "In 15 minutes: lines that the exporter can't read.",
    { alerts: ["StatsdEventsRejected"], decimals: 0 },
  ),
  graph(
    "StatsD events not declared",
    "short",
    [{ expr: judged(statsd, "StatsdUndeclaredMetrics"), legend: "dropped" }],
    "In 15 minutes: events that no declaration matches.",
    { alerts: ["StatsdUndeclaredMetrics"], decimals: 0 },
  ),
];
