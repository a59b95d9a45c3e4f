/**
 * Which Prometheus operators a stack can live with, when the cluster has one already.
 *
 * 0.79 is the first that is made for Prometheus 3, and its 0.79.2 the first whose ServiceMonitor and PodMonitor
 * validation is right again. What else is set is older: the Node role of a ScrapeConfig and its scheme 0.67, its metric
 * relabelings 0.68, its jobName and sharding 0.75 and 0.72, clusterLabel 0.71, EndpointSlice discovery 0.76. Not to be
 * set for its sake: serviceName (0.80, for Alertmanager 0.81), enableServiceLinks (0.81), terminationGracePeriodSeconds
 * (0.82) and a Probe's params (0.85).
 */
export const operatorVersions = {
  minimum: "0.79.2",
  /** The version that is installed where the cluster has none, and that the tests run. */
  tested: "0.85.0",
} as const;
