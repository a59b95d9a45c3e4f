/** What the application's document sets, as below `sightline:` in a stack file. */
export const defaults: Readonly<Record<string, unknown>> = {
  app: { port: 8000, healthPath: "/health", metricsPath: "/metrics" },
  // It names no workers, no database and no Redis.
  workers: { replicas: 0 },
  postgres: { mode: "none" },
  redis: { mode: "none" },
  prometheus: {
    retention: "15d",
    scrapeIntervalSeconds: 30,
    evaluationIntervalSeconds: 30,
    // Of the machine and its containers more often, of the business less.
    jobIntervals: { "node-exporter": 15, cadvisor: 15, "app-business": 60 },
  },
};
