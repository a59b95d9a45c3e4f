import type { DashboardSpec, RowSpec } from "../../dashboard";
import { containersRow } from "./stack-containers";
import { deliveryErrors, deliveryTraffic } from "./stack-delivery";
import { health } from "./stack-health";
import { clusterRow, remoteWriteRow } from "./stack-optional";
import { alertingTraffic, errorRows, latency, saturation } from "./stack-prometheus";
import { statsdErrors, statsdTraffic, targets } from "./stack-traffic";

/** What the stack has, besides Prometheus and Alertmanager. */
export interface StackHas {
  /** The `job` labels that are scraped. */
  readonly jobs: readonly string[];
  readonly statsd: boolean;
  readonly containers: boolean;
  readonly remoteWrite: boolean;
  /** Alertmanager has somebody to tell. */
  readonly receivers: boolean;
  /** Several Alertmanagers. */
  readonly cluster: boolean;
}

/** Does the monitoring itself work? */
export function stackDashboard({ jobs, statsd, containers, remoteWrite, receivers, cluster }: StackHas): DashboardSpec {
  const rows: RowSpec[] = [
    { title: "Health", panels: health(jobs) },
    { title: "Traffic: targets", panels: targets },
    ...(statsd ? [{ title: "Traffic: StatsD", panels: statsdTraffic }] : []),
    { title: "Traffic: alerting", panels: alertingTraffic },
    ...(receivers ? [deliveryTraffic] : []),
    ...(statsd ? [{ title: "Errors: StatsD", panels: statsdErrors }] : []),
    ...errorRows,
    ...(receivers ? [deliveryErrors] : []),
    ...(cluster ? [clusterRow] : []),
    ...(remoteWrite ? [remoteWriteRow] : []),
    { title: "Latency", panels: latency },
    { title: "Saturation: Prometheus", panels: saturation },
    ...(containers ? [containersRow] : []),
  ];
  return {
    uid: "sightline-stack",
    title: "Sightline: the stack itself",
    description: "Does the monitoring work? Targets, StatsD, alerting, and what the containers use.",
    tags: ["sightline"],
    variables: [],
    rows,
  };
}
