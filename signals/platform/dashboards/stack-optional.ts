import type { RowSpec } from "../../dashboard";
import { graph } from "../../panels";
import { alertmanagerCluster } from "../alertmanager-cluster";
import { judged } from "../judged";
import { remoteWrite } from "../remote-write";

/** Rows of what only some stacks have. */

export const clusterRow: RowSpec = {
  title: "Errors: cluster of Alertmanagers",
  panels: [
    graph(
      "Members that are missed",
      "short",
      [{ expr: judged(alertmanagerCluster, "AlertmanagerClusterSplit"), legend: "missed" }],
      "By the Alertmanager that sees the fewest of the others.",
      { alerts: ["AlertmanagerClusterSplit"], width: 12, decimals: 0 },
    ),
    graph(
      "Members that are seen",
      "short",
      [{ expr: "min by (instance) (alertmanager_cluster_members)", legend: "{{instance}}" }],
      "By each, itself included.",
      { width: 12, decimals: 0 },
    ),
  ],
};

export const remoteWriteRow: RowSpec = {
  title: "Errors: remote write",
  panels: [
    graph(
      "Remote write is behind",
      "s",
      [{ expr: judged(remoteWrite, "PrometheusRemoteWriteBehind"), legend: "{{url}}" }],
      "Age of the newest sample that was sent.",
      { alerts: ["PrometheusRemoteWriteBehind"], width: 12 },
    ),
    graph(
      "Samples lost on remote write",
      "percentunit",
      [{ expr: judged(remoteWrite, "PrometheusRemoteWriteFailing"), legend: "{{url}}" }],
      "Share of the samples that the store refused.",
      { alerts: ["PrometheusRemoteWriteFailing"], width: 12 },
    ),
  ],
};
