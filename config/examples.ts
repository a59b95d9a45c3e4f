import type { schema } from "./schema";
import { standInKey } from "./schema-tls";

/** An example of every key, as it stands below `config:` in a stack file. A test reads each of them as a stack would. */
export const examples: Readonly<Record<keyof typeof schema.shape, unknown>> = {
  access: { login: "always" },
  alerts: { CareplanFailuresHigh: { threshold: 20, for: "5m" }, LlmApiErrorsHigh: { enabled: false } },
  alertmanager: { replicas: 3 },
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
  defaultReceivers: ["platform"],
  dockerHost: "ssh://deploy@server.example",
  exporters: { containers: false },
  grafana: { standIn: false },
  grafanaAdminPassword: "s3cret-enough",
  heartbeat: { url: "https://heartbeat.example/ping/4711", intervalSeconds: 60 },
  imageSource: "local",
  kubernetes: {
    context: "production",
    size: "ha",
    storageClass: "fast",
    ingress: { hosts: { app: "shop.example", grafana: "grafana.example" }, tlsSecret: "shop-tls" },
  },
  levels: { P1: { repeatInterval: "30m" }, P3: { activeIn: ["office hours"] } },
  llm: { dailyBudgetUsd: 25, prices: { "gpt-4o-mini": { inputUsd: 0.15, outputUsd: 0.6, cachedInputUsd: 0.075 } } },
  messageTemplates: ["examples/messages/shop.tmpl"],
  ports: { app: 8100, grafana: 3100, prometheus: 9191, alertmanager: 9193, statsd: 9225 },
  postgres: { mode: "external", host: "db.example", user: "shop", database: "shop", sslMode: "verify-full" },
  postgresPassword: "s3cret",
  prometheus: { retention: "30d", retentionGiB: 40, scrapeIntervalSeconds: 30, jobIntervals: { "node-exporter": 60 } },
  qdrant: { mode: "external", host: "vectors.example", port: 6333 },
  receivers: {
    "on-call": {
      pagerduty: [{ routingKey: "0123456789abcdef0123456789abcdef" }],
      slack: [{ url: "https://hooks.slack.example/services/T0/B0/X" }],
    },
    "ai-team": { email: [{ to: "ai@shop.example" }], telegram: [{ botToken: "4711:AAExample", chatId: -1001234 }] },
    platform: { email: [{ to: "platform@shop.example" }] },
    business: {
      webhook: [{ url: "https://chat.example/hook", basicAuth: { username: "sightline", password: "s3cret" } }],
    },
  },
  redis: { mode: "none" },
  redisPassword: "s3cret",
  registryMirror: "mirror.example:5000",
  remoteWritePassword: "s3cret",
  rotate: { grafanaAdmin: 2 },
  routes: [
    { match: { priority: ["P0", "P1"] }, receivers: "on-call", continue: true },
    {
      match: { team: "ai" },
      receivers: "ai-team",
      routes: [{ match: { severity: "info" }, activeIn: "office hours" }],
    },
    { match: { team: "business" }, receivers: ["business", "ai-team"] },
  ],
  ruleFiles: [
    { path: "examples/own-signals/probes.rules.yaml", allowUndeclared: ["backup_last_success_timestamp_seconds"] },
  ],
  runbookUrl: "https://github.com/example/sightline/blob/main/docs/runbooks",
  smtp: { host: "mail.example", from: "alerts@shop.example", username: "alerts", password: "s3cret" },
  target: "docker",
  timeIntervals: {
    "office hours": {
      timeZone: "Europe/Berlin",
      times: [{ from: "09:00", to: "17:00", weekdays: "monday:friday" }],
    },
  },
  tls: { certificate: "examples/tls/server.pem", key: standInKey, host: "server.example" },
  webPassword: "s3cret-enough",
  workers: { replicas: 3, command: ["celery", "-A", "shop", "worker"], memoryMiB: 1024 },
  workload: "pharmacy-care-plan",
};
