import type { schema } from "./schema";

/** An example of every key, as it stands below `config:` in a stack file. A test reads each of them as a stack would. */
export const examples: Readonly<Record<keyof typeof schema.shape, unknown>> = {
  alerts: { CareplanFailuresHigh: { threshold: 20, for: "5m" }, LlmApiErrorsHigh: { enabled: false } },
  alertWebhookUrl: "https://alerts.example/hook",
  app: {
    image: "registry.example/team/shop:1.4",
    port: 8080,
    command: ["gunicorn", "shop.wsgi"],
    environment: { LOG_LEVEL: "info" },
    healthPath: "/healthz",
    user: "1000:1000",
  },
  bindAddress: "0.0.0.0",
  dashboardFiles: [{ path: "examples/own-signals/probes.json" }],
  dockerHost: "ssh://deploy@server.example",
  exporters: { containers: false },
  grafana: { standIn: false },
  imageSource: "local",
  kubernetes: {
    context: "production",
    size: "ha",
    storageClass: "fast",
    ingress: { hosts: { app: "shop.example", grafana: "grafana.example" }, tlsSecret: "shop-tls" },
  },
  llm: { dailyBudgetUsd: 25, prices: { "gpt-4o-mini": { inputUsd: 0.15, outputUsd: 0.6, cachedInputUsd: 0.075 } } },
  ports: { app: 8100, grafana: 3100, prometheus: 9191, alertmanager: 9193, statsd: 9225 },
  postgres: { mode: "external", host: "db.example", user: "shop", database: "shop", sslMode: "verify-full" },
  postgresPassword: "s3cret",
  prometheus: { retention: "30d", retentionGiB: 40, scrapeIntervalSeconds: 30, jobIntervals: { "node-exporter": 60 } },
  qdrant: { mode: "external", host: "vectors.example", port: 6333 },
  redis: { mode: "none" },
  redisPassword: "s3cret",
  registryMirror: "mirror.example:5000",
  remoteWritePassword: "s3cret",
  ruleFiles: [
    { path: "examples/own-signals/probes.rules.yaml", allowUndeclared: ["backup_last_success_timestamp_seconds"] },
  ],
  runbookUrl: "https://github.com/example/sightline/blob/main/docs/runbooks",
  target: "docker",
  workers: { replicas: 3, command: ["celery", "-A", "shop", "worker"], memoryMiB: 1024 },
  workload: "pharmacy-care-plan",
};
