import type { Alert, RuleGroup } from "../rules";

/** Do Prometheus and Alertmanager do their work? */

const prometheus = 'instance="localhost:9090", job="prometheus"';
const alertmanager = 'instance="alertmanager:9093", job="alertmanager"';
const prometheusLabels = { instance: "localhost:9090", job: "prometheus" };
const alertmanagerLabels = { instance: "alertmanager:9093", job: "alertmanager" };

const alerts: readonly Alert[] = [
  {
    name: "PrometheusRuleFailures",
    expr: "sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m]))",
    threshold: 0,
    severity: "critical",
    summary: "Rules of {{ $labels.rule_group }} can't be evaluated",
    description: "{{ $value | humanize }} evaluations failed in the last 5 minutes. Alerts of this group can't fire.",
    runbook: {
      impact: "What these rules watch isn't watched.",
      causes: [
        "A vector that matches many to many",
        "Two series that become one",
        "A query that takes too much memory",
      ],
      steps: ["Open Status, Rule health in Prometheus: it tells the error.", "Run promtool test rules on the file."],
    },
    fires: {
      series: { [`prometheus_rule_evaluation_failures_total{${prometheus}, rule_group="a.yaml;a"}`]: "0x10 1x30" },
      firesAt: "11m",
      firesUntil: "14m",
      labels: { rule_group: "a.yaml;a" },
    },
    quiet: { series: { [`prometheus_rule_evaluation_failures_total{${prometheus}, rule_group="a.yaml;a"}`]: "3x60" } },
  },
  {
    name: "PrometheusConfigReloadFailed",
    expr: "prometheus_config_last_reload_successful",
    op: "==",
    threshold: 0,
    for: "1m",
    severity: "warning",
    summary: "Prometheus didn't take its new configuration",
    description: "{{ $labels.instance }} goes on with the old configuration, and wouldn't start with the new one.",
    runbook: {
      impact: "Changed rules and targets aren't in effect.",
      causes: ["A fault in a rule or in the scrape configuration", "A file that is missing"],
      steps: ["Read Prometheus' log.", "Run promtool check config on the files.", "Deploy again."],
    },
    fires: {
      series: { [`prometheus_config_last_reload_successful{${prometheus}}`]: "1x5 0x30" },
      firesAt: "7m",
      labels: prometheusLabels,
    },
    quiet: { series: { [`prometheus_config_last_reload_successful{${prometheus}}`]: "1x60" } },
  },
  {
    name: "PrometheusNotificationsDropped",
    expr: "increase(prometheus_notifications_dropped_total[5m])",
    threshold: 0,
    severity: "critical",
    summary: "Prometheus can't hand its alerts to Alertmanager",
    description: "{{ $value | humanize }} alerts were dropped in the last 5 minutes.",
    runbook: {
      impact: "Alerts fire, and nobody is told.",
      causes: ["Alertmanager is down or unreachable", "Alertmanager refuses them"],
      steps: ["See whether Alertmanager runs.", "Read Prometheus' log for the error of sending."],
    },
    fires: {
      series: { [`prometheus_notifications_dropped_total{${prometheus}}`]: "0x10 1x30" },
      firesAt: "11m",
      firesUntil: "14m",
      labels: prometheusLabels,
    },
    quiet: { series: { [`prometheus_notifications_dropped_total{${prometheus}}`]: "2x60" } },
  },
  {
    name: "PrometheusWithoutAlertmanager",
    expr: "prometheus_notifications_alertmanagers_discovered",
    op: "<",
    threshold: 1,
    for: "5m",
    severity: "critical",
    summary: "Prometheus knows no Alertmanager",
    description:
      "{{ $labels.instance }} has had nobody to send alerts to for 5 minutes. You see this in Prometheus only.",
    runbook: {
      impact: "Alerts fire, and nobody is told.",
      causes: ["The alerting section of the configuration was changed by hand", "Service discovery finds nothing"],
      steps: ["Open Status, Runtime information in Prometheus.", "Deploy the stack again."],
    },
    fires: {
      series: { [`prometheus_notifications_alertmanagers_discovered{${prometheus}}`]: "1x5 0x30" },
      firesAt: "11m",
      labels: prometheusLabels,
    },
    quiet: { series: { [`prometheus_notifications_alertmanagers_discovered{${prometheus}}`]: "1x60" } },
  },
  {
    name: "AlertmanagerConfigReloadFailed",
    expr: "alertmanager_config_last_reload_successful",
    op: "==",
    threshold: 0,
    for: "1m",
    severity: "warning",
    summary: "Alertmanager didn't take its new configuration",
    description: "{{ $labels.instance }} goes on with the old configuration, and wouldn't start with the new one.",
    runbook: {
      impact: "Changed routes and receivers aren't in effect.",
      causes: ["A fault in the configuration", "A secret's file that is missing"],
      steps: ["Read Alertmanager's log.", "Run amtool check-config on the file.", "Deploy again."],
    },
    fires: {
      series: { [`alertmanager_config_last_reload_successful{${alertmanager}}`]: "1x5 0x30" },
      firesAt: "7m",
      labels: alertmanagerLabels,
    },
    quiet: { series: { [`alertmanager_config_last_reload_successful{${alertmanager}}`]: "1x60" } },
  },
];

export const alerting: RuleGroup = { name: "sightline-alerting", dashboard: "sightline-stack", alerts };
