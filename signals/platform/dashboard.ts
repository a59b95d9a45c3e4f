import type { DashboardSpec, PanelSpec, QuerySpec } from "../dashboard";
import { undeclaredEvents } from "../statsd-mapping";
import { containerCpu, containerMemoryRatio, MEMORY_RATIO, RESTARTS } from "./containers";

type Rest = Partial<PanelSpec>;

function stat(title: string, unit: PanelSpec["unit"], expr: string, description: string, rest: Rest = {}): PanelSpec {
  return { title, description, kind: "stat", unit, queries: [{ expr, legend: title }], width: 4, height: 4, ...rest };
}

function graph(
  title: string,
  unit: PanelSpec["unit"],
  queries: readonly QuerySpec[],
  description: string,
  rest: Rest = {},
): PanelSpec {
  return { title, description, kind: "timeseries", unit, min: 0, queries, ...rest };
}

const health: readonly PanelSpec[] = [
  stat("Targets up", "short", "sum(up)", "Programs that answer a scrape."),
  stat("Targets down", "short", "count(up == 0) or vector(0)", "Programs that don't answer (TargetDown).", {
    thresholds: [{ value: 1, severity: "critical" }],
  }),
  stat("Series", "short", "sum(prometheus_tsdb_head_series)", "Series in Prometheus' memory; about 4 KiB each."),
  stat(
    "Samples a second",
    "cps",
    "sum(rate(prometheus_tsdb_head_samples_appended_total[5m]))",
    "What Prometheus stores.",
  ),
  stat(
    "Rules that fail",
    "short",
    "sum(increase(prometheus_rule_evaluation_failures_total[5m]))",
    "Evaluations that failed in 5 minutes (PrometheusRuleFailures).",
    { thresholds: [{ value: 1, severity: "critical" }] },
  ),
  stat(
    "StatsD packets lost",
    "short",
    'sum(increase(statsd_exporter_udp_packet_drops_total[5m])) + sum(increase(node_netstat_Udp_InErrors{job="statsd-kernel"}[5m]))',
    "Dropped by the exporter or by the kernel in 5 minutes (StatsdPacketsDropped, StatsdKernelDrops).",
    { thresholds: [{ value: 1, severity: "critical" }] },
  ),
];

const targets: readonly PanelSpec[] = [
  // One above the other: most jobs have one target, and their lines would be one.
  graph("Targets by job", "short", [{ expr: "sum by (job) (up)", legend: "{{job}}" }], "Targets that answer.", {
    stacked: true,
    decimals: 0,
  }),
  graph(
    "Scrape duration",
    "s",
    [{ expr: "max by (job) (scrape_duration_seconds)", legend: "{{job}}" }],
    "The slowest target of each job. At the scrape timeout it counts as down.",
  ),
  graph(
    "Samples of a scrape",
    "short",
    [{ expr: "sum by (job) (scrape_samples_scraped)", legend: "{{job}}" }],
    "A steady rise is a label whose values never end.",
  ),
];

const statsd: readonly PanelSpec[] = [
  graph(
    "StatsD lines",
    "cps",
    [
      { expr: "sum(rate(statsd_exporter_lines_total[5m]))", legend: "lines" },
      { expr: "sum(rate(statsd_exporter_udp_packets_total[5m]))", legend: "packets" },
    ],
    "What workers send. Several lines in a packet are cheaper.",
  ),
  graph(
    "StatsD packets lost on the way",
    "cps",
    [
      { expr: "sum(rate(statsd_exporter_udp_packet_drops_total[5m]))", legend: "dropped by the exporter" },
      { expr: 'sum(rate(node_netstat_Udp_InErrors{job="statsd-kernel"}[5m]))', legend: "dropped by the kernel" },
    ],
    "The exporter doesn't know of what the kernel drops.",
  ),
  graph(
    "StatsD events",
    "cps",
    [
      { expr: "sum by (type) (rate(statsd_exporter_events_total[5m]))", legend: "{{type}}" },
      // There is no such series before the first one arrives.
      { expr: `sum(rate(${undeclaredEvents}[5m])) or vector(0)`, legend: "not declared" },
    ],
    "Events by type, and those that no declaration matches (StatsdUndeclaredMetrics).",
  ),
];

const alerting: readonly PanelSpec[] = [
  {
    title: "Firing now",
    description: "How many alerts of each name fire. The watchdog always does.",
    kind: "table",
    unit: "short",
    queries: [
      { expr: 'count by (alertname, severity) (ALERTS{alertstate="firing"})', legend: "{{alertname}}", instant: true },
    ],
  },
  graph(
    "Rule evaluation",
    "s",
    [
      {
        // The label is the file's path, a semicolon and the group's name.
        expr: 'max by (group) (label_replace(prometheus_rule_group_last_duration_seconds, "group", "$1", "rule_group", ".*;(.*)"))',
        legend: "{{group}}",
      },
    ],
    "How long a group of rules takes. It must be less than the evaluation interval.",
  ),
  graph(
    "Notifications",
    "cpm",
    [
      { expr: "60 * sum(rate(alertmanager_notifications_total[5m]))", legend: "sent" },
      { expr: "60 * sum(rate(alertmanager_notifications_failed_total[5m]))", legend: "failed" },
    ],
    "Messages a minute from Alertmanager to its receivers, and those that failed (AlertmanagerNotificationsFailing).",
  ),
];

/** Higher than others: a legend of all containers takes four lines. */
const wide = { width: 12, height: 10 };

const containers: readonly PanelSpec[] = [
  graph("CPU by container", "short", [{ expr: containerCpu, legend: "{{name}}" }], "In cores.", {
    ...wide,
    decimals: 3,
  }),
  graph(
    "Memory by container",
    "bytes",
    [{ expr: 'max by (name) (container_memory_working_set_bytes{name!=""})', legend: "{{name}}" }],
    "What a container can't give back.",
    wide,
  ),
  graph(
    "Memory over its limit",
    "percentunit",
    [{ expr: containerMemoryRatio, legend: "{{name}}" }],
    "At 100 % the kernel kills it (ContainerMemoryNearLimit).",
    { ...wide, thresholds: [{ value: MEMORY_RATIO, severity: "warning" }] },
  ),
  graph(
    "Restarts",
    "short",
    [{ expr: 'max by (name) (changes(container_start_time_seconds{name!=""}[15m]))', legend: "{{name}}" }],
    "How often a container was started again within 15 minutes (ContainerRestarting).",
    { ...wide, decimals: 0, thresholds: [{ value: RESTARTS, severity: "critical" }] },
  ),
];

export const platformDashboard: DashboardSpec = {
  uid: "sightline-stack",
  title: "Sightline: the stack itself",
  description: "Does the monitoring work? Targets, StatsD, alerting, and what the containers use.",
  tags: ["sightline"],
  variables: [],
  rows: [
    { title: "Health", panels: health },
    { title: "Targets", panels: targets },
    { title: "StatsD", panels: statsd },
    { title: "Alerting", panels: alerting },
    { title: "Containers", panels: containers },
  ],
};
