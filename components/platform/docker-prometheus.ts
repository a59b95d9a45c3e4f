import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { addressesOf, prometheusConfig, prometheusFeatures, type ScrapeTarget } from "../../signals/prometheus-config";
import { loginJobs, loginTargets, loginTargetsFile } from "../../signals/prometheus-login";
import {
  filesPath,
  secretsPath,
  type FileSpec,
  type HealthSpec,
  type PrometheusSpec,
  type ScrapeJobs,
  type ServiceSpec,
  type WebAccess,
} from "./platform";
import {
  webClientFile,
  webClientPath,
  webPasswordFile,
  webPasswordPath,
  webServerArgs,
  webServerFile,
} from "./web-access";

/** Prometheus with its targets in a file: Docker has nobody who would tell it of new ones. */
export function prometheusService(spec: PrometheusSpec, jobs: ScrapeJobs): ServiceSpec {
  const { web } = spec;
  const targets = [...spec.scrapes, { job: "prometheus", address: "localhost:9090" }];
  const config = prometheusConfig({
    scrapeIntervalSeconds: spec.scrapeIntervalSeconds,
    evaluationIntervalSeconds: spec.evaluationIntervalSeconds,
    externalLabels: spec.externalLabels,
    targets,
    probes: spec.probes,
    ...(spec.prober && { prober: `${spec.prober.host}:9115` }),
    outside: spec.outside,
    jobs,
    remoteWrite: spec.remoteWrite.map(({ url, username }, index) => ({
      url,
      ...(username !== undefined && { username, passwordFile: `${secretsPath}/${remoteWriteFile(index)}` }),
    })),
    alertmanagers: spec.alertmanagers.map((service) => `${service.host}:9093`),
    ...(web && { login: { username: web.username, passwordFile: webPasswordPath, targetsFolder: secretsPath } }),
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
      ...(web ? webServerArgs : []),
    ],
    files: [
      { path: "prometheus.yml", content: config },
      ...spec.ruleFiles.map((file) => ({ path: `rules/${file.name}`, content: file.content })),
      ...(web ? [webClientFile(web)] : []),
    ],
    secrets: [
      ...spec.remoteWrite.flatMap(({ password }, index) =>
        password === undefined ? [] : [{ path: remoteWriteFile(index), content: password }],
      ),
      ...(web ? [webServerFile(web), webPasswordFile(web), ...targetFiles(web, targets)] : []),
    ],
    onFileChange: "live",
    volumes: [{ name: "data", path: "/prometheus", sizeGiB: spec.volumeGiB }],
    ports: [{ name: "web", port: 9090, publish: spec.publish }],
    health: web ? healthWithLogin : { http: { port: 9090, path: "/-/ready" } },
  };
}

/**
 * The targets that ask for the login, made anew with each password. They are told apart by a hash of the password's
 * hash: nobody can look for passwords by that, since the salt is as secret as they are.
 */
function targetFiles({ passwordHash }: WebAccess, targets: readonly ScrapeTarget[]): FileSpec[] {
  const id = pulumi.output(passwordHash).apply((hash) => createHash("sha256").update(hash).digest("hex").slice(0, 12));
  return loginJobs.map((job) => ({
    path: loginTargetsFile(job),
    content: id.apply((password) => loginTargets(addressesOf(job, targets), password)),
  }));
}

/** It asks for the login at every path, and a check with the password in it could be read in the engine's inspection. */
const healthWithLogin: HealthSpec = {
  command: ["promtool", "check", "ready", "--url=http://127.0.0.1:9090", `--http.config.file=${webClientPath}`],
};

function remoteWriteFile(index: number): string {
  return `remote-write-${index}-password`;
}
