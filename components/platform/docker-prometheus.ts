import { prometheusConfig, prometheusFeatures } from "../../signals/prometheus-config";
import { filesPath, secretsPath, type PrometheusSpec, type ScrapeJobs, type ServiceSpec } from "./platform";

/** Prometheus with its targets in a file: Docker has nobody who would tell it of new ones. */
export function prometheusService(spec: PrometheusSpec, jobs: ScrapeJobs): ServiceSpec {
  const config = prometheusConfig({
    scrapeIntervalSeconds: spec.scrapeIntervalSeconds,
    evaluationIntervalSeconds: spec.evaluationIntervalSeconds,
    externalLabels: spec.externalLabels,
    targets: [...spec.scrapes, { job: "prometheus", address: "localhost:9090" }],
    probes: spec.probes,
    ...(spec.prober && { prober: `${spec.prober.host}:9115` }),
    outside: spec.outside,
    jobs,
    remoteWrite: spec.remoteWrite.map(({ url, username }, index) => ({
      url,
      ...(username !== undefined && { username, passwordFile: `${secretsPath}/${remoteWriteFile(index)}` }),
    })),
    alertmanagers: spec.alertmanagers.map((service) => `${service.host}:9093`),
  });
  return {
    ...spec.service,
    args: [
      `--config.file=${filesPath}/prometheus.yml`,
      "--config.auto-reload-interval=5s",
      `--enable-feature=${["auto-reload-config", ...prometheusFeatures].join(",")}`,
      "--storage.tsdb.path=/prometheus",
      `--storage.tsdb.retention.time=${spec.retention}`,
      `--storage.tsdb.retention.size=${spec.retentionGiB}GB`,
      `--web.external-url=${spec.externalUrl}`,
    ],
    files: [
      { path: "prometheus.yml", content: config },
      ...spec.ruleFiles.map((file) => ({ path: `rules/${file.name}`, content: file.content })),
    ],
    secrets: spec.remoteWrite.flatMap(({ password }, index) =>
      password === undefined ? [] : [{ path: remoteWriteFile(index), content: password }],
    ),
    onFileChange: "live",
    volumes: [{ name: "data", path: "/prometheus", sizeGiB: spec.volumeGiB }],
    ports: [{ name: "web", port: 9090, publish: spec.publish }],
    health: { http: { port: 9090, path: "/-/ready" } },
  };
}

function remoteWriteFile(index: number): string {
  return `remote-write-${index}-password`;
}
