import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { prometheusStorage } from "./prometheus-storage";
import { events, level, prometheus } from "./proof";

/** Prometheus' own work: rules, targets, queries. That it is configured and reaches Alertmanager is in alerting.ts. */

const of = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  selector(name, { ...prometheus, ...labels });
const group = { rule_group: "/etc/prometheus/rules/a.yaml;a" };

export const ruleTimeShare =
  "max by (rule_group) (prometheus_rule_group_last_duration_seconds / prometheus_rule_group_interval_seconds)";
export const missedEvaluations = "sum by (rule_group) (increase(prometheus_rule_group_iterations_missed_total[5m]))";
export const queueShare = "prometheus_notifications_queue_length / prometheus_notifications_queue_capacity";
export const queryShare = "avg_over_time(prometheus_engine_queries[5m]) / prometheus_engine_queries_concurrent_max";
export const targetsDropped = `increase(prometheus_target_scrape_pool_exceeded_target_limit_total[30m])
+ increase(prometheus_target_scrape_pools_failed_total[30m])
+ increase(prometheus_target_scrape_pool_reloads_failed_total[30m])`;

const alerts: readonly Alert[] = [
  level({
    name: "PrometheusRulesSlow",
    expr: ruleTimeShare,
    threshold: 0.8,
    for: "10m",
    severity: "warning",
    summary: "Evaluating {{ $labels.rule_group }} takes {{ $value | humanizePercentage }} of its interval",
    description: "The rules of {{ $labels.rule_group }} are hardly done before they are due again, for 10 minutes now.",
    runbook: {
      impact: "None yet; when they take longer than the interval, evaluations are left out and alerts come late.",
      causes: ["A rule asks for too many series", "Prometheus has too little CPU", "Somebody runs heavy queries"],
      steps: [
        "Open Status, Rule health in Prometheus: it tells each rule's duration.",
        "Split the group, or record what several rules ask for.",
      ],
    },
    series: (at) => ({
      [of("prometheus_rule_group_last_duration_seconds", group)]: at.gauge((share) => 15 * share),
      [of("prometheus_rule_group_interval_seconds", group)]: "15x90",
    }),
    labels: group,
  }),
  events({
    name: "PrometheusRulesMissed",
    expr: missedEvaluations,
    threshold: 0,
    for: "15m",
    severity: "critical",
    summary: "Evaluations of {{ $labels.rule_group }} are left out",
    description: "{{ $value | humanize }} evaluations in 5 minutes were left out, since the one before took too long.",
    runbook: {
      impact: "Alerts of this group come late or not at all; what it records has gaps.",
      causes: ["A rule asks for too many series", "Prometheus has too little CPU or memory"],
      steps: ["See PrometheusRulesSlow.", "Give Prometheus more CPU.", "Raise the evaluation interval."],
    },
    series: (values) => ({ [of("prometheus_rule_group_iterations_missed_total", group)]: values }),
    labels: group,
  }),
  level({
    name: "PrometheusNotificationQueueFull",
    expr: queueShare,
    threshold: 0.5,
    for: "5m",
    severity: "critical",
    summary: "Alerts queue up in Prometheus: {{ $value | humanizePercentage }} of the room is taken",
    description: "{{ $labels.instance }} can't hand over its alerts as fast as they come, for 5 minutes now.",
    runbook: {
      impact: "Alerts come late; when the queue is full, they are dropped.",
      causes: ["Alertmanager is slow or hangs", "Thousands of alerts fire at once"],
      steps: ["See whether Alertmanager answers.", "Look at how many alerts fire, and for what."],
    },
    series: (at) => ({
      [of("prometheus_notifications_queue_length")]: at.gauge((share) => 10_000 * share),
      [of("prometheus_notifications_queue_capacity")]: "10000x90",
    }),
    labels: prometheus,
  }),
  level({
    name: "PrometheusQueriesWait",
    expr: queryShare,
    threshold: 0.8,
    for: "15m",
    severity: "warning",
    summary: "Prometheus answers as many queries at once as it may",
    description: "{{ $value | humanizePercentage }} of the queries that may run at once have run for 15 minutes.",
    runbook: {
      impact: "Dashboards and rules wait for each other.",
      causes: ["A dashboard over a long time, with many viewers", "A script that asks in a loop"],
      steps: [
        "Switch the query log on to see who asks for what.",
        "Record what heavy panels ask for.",
        "Raise --query.max-concurrency, with more CPU.",
      ],
    },
    series: (at) => ({
      [of("prometheus_engine_queries")]: at.gauge((share) => 20 * share),
      [of("prometheus_engine_queries_concurrent_max")]: "20x90",
    }),
    window: 5,
    labels: prometheus,
  }),
  events({
    name: "PrometheusTargetsDropped",
    expr: targetsDropped,
    threshold: 0,
    severity: "warning",
    summary: "Prometheus leaves targets out",
    description: "{{ $value | humanize }} times in 30 minutes, a job's targets weren't taken as they should have been.",
    runbook: {
      impact: "Something isn't scraped, and no other alert can tell of it.",
      causes: ["A job has more targets than its target_limit", "A fault in a scrape configuration"],
      steps: ["Open Status, Target health in Prometheus.", "Read Prometheus' log.", "Raise the job's target limit."],
    },
    series: (values) => ({
      [of("prometheus_target_scrape_pool_exceeded_target_limit_total")]: values,
      [of("prometheus_target_scrape_pools_failed_total")]: "2x60",
      [of("prometheus_target_scrape_pool_reloads_failed_total")]: "0x60",
    }),
    labels: prometheus,
  }),
  ...prometheusStorage,
];

export const prometheusRules: RuleGroup = { name: "sightline-prometheus", dashboard: "sightline-stack", alerts };
