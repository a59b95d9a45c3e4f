import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { alertmanager } from "./proof";

/** Several Alertmanagers that tell each other what they have told people. Only where there are several. */

const of = (instance: string) => selector("alertmanager_cluster_members", { ...alertmanager, instance });
const [first, second] = [of("alertmanager-0:9093"), of("alertmanager-1:9093")];

const alerts: readonly Alert[] = [
  {
    name: "AlertmanagerClusterSplit",
    expr: "count(alertmanager_cluster_members) - min(max_over_time(alertmanager_cluster_members[5m]))",
    threshold: 0,
    for: "10m",
    severity: "critical",
    summary: "The Alertmanagers don't find each other",
    description: "One of them has missed {{ $value }} of the others for 10 minutes.",
    runbook: {
      impact: "Each alert is told several times, and a silence holds in a part of the cluster only.",
      causes: ["A network policy or firewall closes port 9094, TCP and UDP", "One has just got another address"],
      queries: ["alertmanager_cluster_members"],
      steps: ["Read the log of the one that sees fewest.", "See whether port 9094 is open between them."],
    },
    fires: { series: { [first]: "2x5 1x60", [second]: "2x70" }, firesAt: "20m" },
    quiet: { series: { [first]: "2x60", [second]: "2x60" } },
    quietWhen: {
      "one of them is gone, and TargetDown tells": { series: { [first]: "2x5 1x60", [second]: "2x5 stale" } },
      "one restarts": { series: { [first]: "2x5 1x2 2x60", [second]: "2x70" } },
    },
  },
];

export const alertmanagerCluster: RuleGroup = {
  name: "sightline-alertmanager-cluster",
  dashboard: "sightline-stack",
  alerts,
};
