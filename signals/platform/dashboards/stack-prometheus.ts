import type { PanelSpec, QuerySpec, RowSpec } from "../../dashboard";
import { graph, type PanelRest } from "../../panels";
import { alerting } from "../alerting";
import { alertmanagerRules } from "../alertmanager";
import { judged } from "../judged";
import { prometheusRules } from "../prometheus";

/** The label is the file's path, a semicolon and the group's name. */
function byGroup(expr: string): QuerySpec {
  return { expr: `label_replace(${expr}, "group", "$1", "rule_group", ".*;(.*)")`, legend: "{{group}}" };
}

/** What an alert of Prometheus' own judges, as a number of events. */
function failures(title: string, alert: string, legend: string, description: string, rest: PanelRest = {}): PanelSpec {
  const group = [prometheusRules, alerting, alertmanagerRules].find(({ alerts = [] }) =>
    alerts.some(({ name }) => name === alert),
  )!;
  const more = { alerts: [alert], decimals: 0, ...rest };
  return graph(title, "short", [{ expr: judged(group, alert), legend }], description, more);
}

export const alertingTraffic: readonly PanelSpec[] = [
  {
    title: "Firing now",
    description: "How many alerts of each name fire. The watchdog always does.",
    kind: "table",
    unit: "short",
    width: 12,
    queries: [
      { expr: 'count by (alertname, severity) (ALERTS{alertstate="firing"})', legend: "{{alertname}}", instant: true },
    ],
  },
  graph(
    "Alerts taken by Alertmanager",
    "cpm",
    [
      {
        expr: "60 * sum by (status) (rate(alertmanager_alerts_received_total[$__rate_interval]))",
        legend: "{{status}}",
      },
    ],
    "Prometheus sends each firing alert again every minute.",
    { width: 12 },
  ),
];

const rules: readonly PanelSpec[] = [
  graph(
    "Rules that fail",
    "short",
    [byGroup(judged(alerting, "PrometheusRuleFailures"))],
    "Evaluations in 5 minutes, by group. Alerts of such a group can't fire.",
    { alerts: ["PrometheusRuleFailures"], decimals: 0 },
  ),
  graph(
    "Evaluations left out",
    "short",
    [byGroup(judged(prometheusRules, "PrometheusRulesMissed"))],
    "In 5 minutes, by group, since the one before took too long.",
    { alerts: ["PrometheusRulesMissed"], decimals: 0 },
  ),
  failures(
    "Targets left out",
    "PrometheusTargetsDropped",
    "{{instance}}",
    "Faults with a job's targets in 30 minutes.",
  ),
  failures("Samples thrown away", "PrometheusSamplesRejected", "{{instance}}", "In 5 minutes: twice, or out of order."),
  failures("Trouble with the disk", "PrometheusStorageFailing", "{{instance}}", "Blocks and logs, in the last hour."),
  failures(
    "Damages of the log",
    "PrometheusWalCorrupted",
    "damages",
    "Found at a start in the last hour, and cut off.",
  ),
];

const notifications: readonly PanelSpec[] = [
  failures(
    "Alerts not handed over",
    "PrometheusNotificationsDropped",
    "{{instance}}",
    "Alerts that Prometheus couldn't give to Alertmanager, in 5 minutes.",
    { width: 12 },
  ),
  failures("Alerts refused", "AlertmanagerAlertsInvalid", "refused", "Alerts that can't be read, in 15 minutes.", {
    width: 12,
  }),
  failures(
    "Turned away",
    "AlertmanagerLimitReached",
    "turned away",
    "Requests and groups over a limit, in 5 minutes.",
    {
      width: 12,
    },
  ),
  failures(
    "Silences not saved",
    "AlertmanagerStateNotSaved",
    "{{instance}}",
    "Attempts in the last hour to write silences, and what was told, to the disk.",
    { width: 12 },
  ),
];

export const errorRows: readonly RowSpec[] = [
  { title: "Errors: Prometheus", panels: rules },
  { title: "Errors: alerting", panels: notifications },
];

export const latency: readonly PanelSpec[] = [
  graph(
    "Scrape duration",
    "s",
    [{ expr: "max by (job) (scrape_duration_seconds)", legend: "{{job}}" }],
    "The slowest target of each job. At the scrape timeout it counts as down.",
  ),
  graph(
    "Rule evaluation",
    "s",
    [byGroup("max by (rule_group) (prometheus_rule_group_last_duration_seconds)")],
    "How long a group of rules takes.",
  ),
  graph(
    "Rule evaluation over its interval",
    "percentunit",
    [byGroup(judged(prometheusRules, "PrometheusRulesSlow"))],
    "At 100 % evaluations are left out.",
    { alerts: ["PrometheusRulesSlow"] },
  ),
];

export const saturation: readonly PanelSpec[] = [
  graph(
    "Room for samples",
    "percentunit",
    [{ expr: judged(prometheusRules, "PrometheusStorageNearLimit"), legend: "{{instance}}" }],
    "Of the retention in GiB. When it is full, the oldest samples go; no fault where they are old enough.",
    { alerts: ["PrometheusStorageNearLimit"] },
  ),
  graph(
    "Queue of alerts",
    "percentunit",
    [{ expr: judged(prometheusRules, "PrometheusNotificationQueueFull"), legend: "{{instance}}" }],
    "Alerts that wait to be handed over, of those that there is room for.",
    { alerts: ["PrometheusNotificationQueueFull"] },
  ),
  graph(
    "Queries at once",
    "percentunit",
    [{ expr: judged(prometheusRules, "PrometheusQueriesWait"), legend: "{{instance}}" }],
    "Of those that may run at once; more wait.",
    { alerts: ["PrometheusQueriesWait"] },
  ),
];
