import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { alertmanager, events } from "./proof";

/** Alertmanager's own work. That it is configured is in alerting.ts, that it delivers in alertmanager-delivery.ts. */

const of = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  selector(name, { ...alertmanager, ...labels });
const second = { instance: "alertmanager-1:9093" };

export const configurations = 'count(count_values("config_hash", alertmanager_config_hash))';
export const stateNotSaved =
  "increase(alertmanager_silences_maintenance_errors_total[1h]) + increase(alertmanager_nflog_maintenance_errors_total[1h])";
export const invalidAlerts = "sum(increase(alertmanager_alerts_invalid_total[15m]))";
export const limitsReached =
  "sum(increase(alertmanager_http_concurrency_limit_exceeded_total[5m])) " +
  "+ sum(increase(alertmanager_dispatcher_aggregation_group_limit_reached_total[5m]))";

const alerts: readonly Alert[] = [
  {
    name: "AlertmanagerConfigInconsistent",
    expr: configurations,
    op: ">=",
    threshold: 2,
    for: "10m",
    severity: "critical",
    summary: "The Alertmanagers have {{ $value }} different configurations",
    description: "For 10 minutes, not all Alertmanagers have had the same routes and receivers.",
    runbook: {
      impact: "It depends on chance who is told of an alert, or whether anybody is.",
      causes: ["One of them couldn't read the new configuration", "An update that stopped half-way"],
      steps: ["See AlertmanagerConfigReloadFailed.", "Restart the one that has the old configuration."],
    },
    fires: {
      series: { [of("alertmanager_config_hash")]: "7x60", [of("alertmanager_config_hash", second)]: "7x5 8x60" },
      firesAt: "16m",
    },
    quiet: { series: { [of("alertmanager_config_hash")]: "7x60", [of("alertmanager_config_hash", second)]: "7x60" } },
    quietWhen: {
      "both are changed, one after the other": {
        series: {
          [of("alertmanager_config_hash")]: "7x5 8x60",
          [of("alertmanager_config_hash", second)]: "7x12 8x60",
        },
      },
    },
  },
  events({
    name: "AlertmanagerAlertsInvalid",
    expr: invalidAlerts,
    threshold: 0,
    severity: "warning",
    summary: "Alertmanager refuses alerts",
    description: "{{ $value | humanize }} alerts in 15 minutes were refused, since they can't be read.",
    runbook: {
      impact: "Nobody is told of these alerts.",
      causes: ["A label's name or value that it doesn't take", "Something else than Prometheus sends alerts here"],
      steps: ["Alertmanager's log has the error.", "Look at the labels of rules that were changed last."],
    },
    series: (values) => ({ [of("alertmanager_alerts_invalid_total", { version: "v2" })]: values }),
  }),
  events({
    name: "AlertmanagerLimitReached",
    expr: limitsReached,
    threshold: 0,
    for: "5m",
    severity: "critical",
    summary: "Alertmanager turns requests or groups of alerts away",
    description: "{{ $value | humanize }} were turned away in 5 minutes: there are more than it is set to take.",
    runbook: {
      impact: "Some alerts aren't told.",
      causes: ["Thousands of alerts at once, each in a group of its own", "Somebody asks its API in a loop"],
      steps: [
        "See how many alerts fire, and whether group_by has a label that is different for each.",
        "Raise --web.get-concurrency.",
      ],
    },
    series: (values) => ({
      [of("alertmanager_http_concurrency_limit_exceeded_total", { method: "get" })]: values,
      [of("alertmanager_dispatcher_aggregation_group_limit_reached_total")]: "0x90",
    }),
  }),
  events({
    name: "AlertmanagerStateNotSaved",
    expr: stateNotSaved,
    threshold: 0,
    severity: "warning",
    priority: "P3",
    summary: "Alertmanager can't save its silences and what it has told",
    description: "{{ $value | humanize }} of the last hour's attempts to save failed on {{ $labels.instance }}.",
    runbook: {
      impact: "None yet; after a restart silences are gone, and everything that fires is told again.",
      causes: ["Its volume is full or read-only"],
      steps: ["Alertmanager's log has the error.", "Make room on its volume."],
    },
    series: (values) => ({
      [of("alertmanager_silences_maintenance_errors_total")]: values,
      [of("alertmanager_nflog_maintenance_errors_total")]: "0x90",
    }),
    labels: alertmanager,
  }),
];

export const alertmanagerRules: RuleGroup = { name: "sightline-alertmanager", dashboard: "sightline-stack", alerts };
