/** Settings of a stack that has nothing which can be left out. */
export const smallest = {
  postgres: { mode: "none" },
  redis: { mode: "none" },
  exporters: { node: false, containers: false, probes: false },
  imageSource: "upstream",
};

/** A secret as the Pulumi CLI writes it into a stack file; where nobody can decrypt it, a value of its shape stands in. */
const encrypted = { secure: "v1:AAAAAAAAAAAAAAAA:c2VjcmV0" };

/** Settings that make every kind of object there is. */
export const everything = {
  imageSource: "upstream",
  remoteWritePassword: encrypted,
  alertWebhookUrl: encrypted,
  receivers: {
    "on-call": {
      pagerduty: [{ routingKey: { kubernetesSecret: { name: "on-call", key: "pagerduty" } } }],
      slack: [{ url: encrypted }],
      webhook: [{ url: encrypted, secretHeaders: { "X-Token": encrypted } }],
    },
  },
  heartbeat: { url: encrypted },
  app: { replicas: 2, verticalScaling: "Off" },
  workers: { autoscaling: { maxReplicas: 5, cpuPercent: 70 }, outside: [{ cidr: "192.0.2.0/24", port: 443 }] },
  prometheus: {
    remoteWrite: [{ url: "https://metrics.example/push", username: "sightline" }],
    outside: [{ job: "legacy", targets: ["legacy.example:9100"] }],
  },
  kubernetes: {
    size: "ha",
    shards: 2,
    storageClass: "fast",
    nodeSelector: { "kubernetes.io/os": "linux" },
    tolerations: [{ key: "dedicated", operator: "Equal", value: "monitoring", effect: "NoSchedule" }],
    imagePullSecrets: ["registry"],
    statsd: "node",
    ingress: {
      className: "nginx",
      hosts: {
        app: "shop.example",
        grafana: "grafana.example",
        prometheus: "prometheus.example",
        alertmanager: "alertmanager.example",
      },
      tlsSecret: "shop-tls",
    },
  },
};
