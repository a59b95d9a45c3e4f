import { catalogues, type CatalogueName } from "./catalogue";
import type { DashboardSpec } from "./dashboard";
import type { Metric } from "./metrics";
import { alerting } from "./platform/alerting";
import { alertmanagerRules } from "./platform/alertmanager";
import { alertmanagerCluster } from "./platform/alertmanager-cluster";
import { alertmanagerDelivery } from "./platform/alertmanager-delivery";
import { capacity } from "./platform/capacity";
import { certificates } from "./platform/certificates";
import { containers } from "./platform/containers";
import { capacityDashboard } from "./platform/dashboards/capacity";
import { nodeDashboard } from "./platform/dashboards/node";
import { postgresDashboard } from "./platform/dashboards/postgres";
import { probesDashboard } from "./platform/dashboards/probes";
import { redisDashboard } from "./platform/dashboards/redis";
import { stackDashboard } from "./platform/dashboards/stack";
import { nodeRules } from "./platform/node";
import { postgresRules } from "./platform/postgres";
import { probes } from "./platform/probes";
import { prometheusRules } from "./platform/prometheus";
import { queueMetrics, queueRules } from "./platform/queues";
import { redisRules } from "./platform/redis";
import { remoteWrite } from "./platform/remote-write";
import { statsd } from "./platform/statsd";
import { targets } from "./platform/targets";
import type { RuleGroup } from "./rules";

/** What there is to watch, besides the jobs. */
export interface Watched {
  /** Default: all that there can be. */
  readonly exporters?: readonly CatalogueName[];
  /** The workload's: a gauge of tasks that wait is watched as a queue. Default none. */
  readonly metrics?: readonly Metric[];
  /** Whether targets say on which node of a cluster they run. Default true. */
  readonly nodes?: boolean;
}

const everything = Object.keys(catalogues) as CatalogueName[];

/**
 * Sightline's own rules, whatever the workload: they watch the monitoring itself, and what usually runs beside an
 * application. Of what a stack doesn't have, there are none.
 *
 * @param jobs the `job` labels that the stack scrapes; each is told of when its targets have vanished.
 */
export function platformRules(jobs: readonly string[], watched: Watched = {}): RuleGroup[] {
  const { exporters = everything, metrics = [], nodes = true } = watched;
  const packs: Partial<Record<CatalogueName, readonly RuleGroup[]>> = {
    "statsd-exporter": [statsd],
    cadvisor: [containers],
    "node-exporter": [nodeRules],
    "postgres-exporter": [postgresRules],
    "redis-exporter": [redisRules],
    "blackbox-exporter": [probes],
    "https-probes": [certificates],
    "alertmanager-receivers": [alertmanagerDelivery],
    "alertmanager-cluster": [alertmanagerCluster],
    "remote-write": [remoteWrite],
  };
  const present = Object.entries(packs).filter(([name]) => exporters.includes(name as CatalogueName));
  return [
    targets(jobs, nodes),
    alerting,
    prometheusRules,
    alertmanagerRules,
    ...present.flatMap(([, groups]) => groups),
    ...queueRules(metrics),
    capacity,
  ];
}

/** Their dashboards; that of the stack itself comes first. */
export function platformDashboards(jobs: readonly string[], watched: Watched = {}): DashboardSpec[] {
  const { exporters = everything, metrics = [] } = watched;
  const has = (name: CatalogueName) => exporters.includes(name);
  return [
    stackDashboard({
      jobs,
      statsd: has("statsd-exporter"),
      containers: has("cadvisor"),
      remoteWrite: has("remote-write"),
      receivers: has("alertmanager-receivers"),
      cluster: has("alertmanager-cluster"),
    }),
    ...(has("node-exporter") ? [nodeDashboard] : []),
    ...(has("postgres-exporter") ? [postgresDashboard] : []),
    ...(has("redis-exporter") ? [redisDashboard] : []),
    ...(has("blackbox-exporter") ? [probesDashboard(has("https-probes"))] : []),
    capacityDashboard(queueMetrics(metrics).length > 0),
  ];
}
