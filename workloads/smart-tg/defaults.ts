/**
 * What the application's document says of where and how it runs.
 *
 * Its folder for several processes is in /tmp, which is in memory and empty when a container starts, as it should be; the
 * application's start command makes it.
 *
 * Its scrape timeout of 10 s is what every job has here: 10 s, or the interval where that is shorter. Its external
 * labels `cluster` and `environment` are `workload` and `stack` here, which every sample that leaves the stack carries.
 */
export const defaults = {
  app: { port: 8000, metricsPath: "/metrics", environment: { PROMETHEUS_MULTIPROC_DIR: "/tmp/prometheus" } },
  workers: { replicas: 0 },
  postgres: { mode: "run" },
  redis: { mode: "run" },
  prometheus: { scrapeIntervalSeconds: 15, evaluationIntervalSeconds: 15 },
};
