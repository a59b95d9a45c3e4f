/** Everything that a catalogue is read from, as Sightline's own components describe it. */
import { noDelivery } from "../../signals/delivery/delivery";
import * as pulumi from "@pulumi/pulumi";
import { Alertmanager } from "../../components/alertmanager";
import { BlackboxExporter } from "../../components/blackbox-exporter";
import { ContainerMetrics } from "../../components/container-metrics";
import { alertmanagerServices } from "../../components/platform/docker-alertmanager";
import { cadvisor } from "../../components/platform/docker-cadvisor";
import { NodeExporter } from "../../components/node-exporter";
import {
  filesPath,
  type AlertmanagerSpec,
  type ImageSpec,
  type Placement,
  type Platform,
  type PrometheusSpec,
  type Service,
  type ServiceSpec,
} from "../../components/platform/platform";
import { Postgres } from "../../components/postgres";
import { PostgresExporter } from "../../components/postgres-exporter";
import { Redis } from "../../components/redis";
import { RedisExporter } from "../../components/redis-exporter";
import { StatsdExporter } from "../../components/statsd-exporter";
import { imageRef } from "../../images/ref";
import type { ImageName } from "../../images/recipes";
import { counter, gauge } from "../../signals/metrics";
import { prometheusConfig } from "../../signals/prometheus-config";
import { statsdMapping } from "../../signals/statsd-mapping";
import { toYaml } from "../../signals/yaml";
import { addHttps } from "./https";

/** Begins the names of the metrics that are sent to the StatsD exporter, so that they aren't taken for its own. */
export const contractPrefix = "sightline_catalogue_";

/** Two types under one name, as no contract may have them: the exporter counts the conflict. */
const contract = [
  counter(`${contractPrefix}total`, { help: "Sent.", from: "worker", statsd: `${contractPrefix}sent` }),
  gauge(`${contractPrefix}total`, { help: "Sent.", from: "worker", statsd: `${contractPrefix}conflicting` }),
];

/**
 * Rules make Prometheus count evaluations, notifications and so on; the alert makes Alertmanager work. Without `for`, it
 * would be sent before Alertmanager is found, and not again for a minute.
 */
const rules = toYaml({
  groups: [
    {
      name: "catalogue",
      rules: [
        { record: "catalogue:up:sum", expr: "sum(up)" },
        { alert: "Always", expr: "vector(1)", for: "20s", labels: { severity: "info" } },
      ],
    },
  ],
});

/** Without a receiver, it counts no messages. This one refuses them, so that failures are counted too. */
const delivery = { ...noDelivery, webhookUrl: { value: "http://prometheus:9090/none" } };

/** Takes the services down as components place them, to be started by `run.ts`. */
class Recorder implements Platform {
  readonly behindProxy = [];
  readonly specs = new Map<string, ServiceSpec>();

  service(role: string, spec: ServiceSpec, { parent }: Placement): Service {
    this.specs.set(role, spec);
    const scrapes = spec.scrapes ?? [];
    return {
      host: role,
      resource: parent,
      scrapes: scrapes.map(({ job, port, path }) => ({ job, address: `${role}:${port}`, ...(path && { path }) })),
    };
  }

  /** As on Docker, and a cluster of two: its own metrics are a catalogue of their own. */
  alertmanager(role: string, spec: AlertmanagerSpec, placement: Placement): Service[] {
    const services = alertmanagerServices(role, { ...spec, replicas: 2 });
    return services.map(({ name, service }) => this.service(name, service, placement));
  }

  filesOnly(): void {
    throw new Error("no service of a catalogue is made of files only");
  }

  prometheus(_role: string, _spec: PrometheusSpec, _placement: Placement): Service {
    throw new Error("the catalogues' own Prometheus has a configuration of its own");
  }

  replicas(): never {
    throw new Error("no service of a catalogue has several instances");
  }

  containerMetrics(role: string, image: ImageSpec, placement: Placement): Service[] {
    return [this.service(role, cadvisor(image), placement)];
  }

  url(_role: string, port: number): string {
    return `http://localhost:${port}`;
  }

  udpAddress(role: string, port: number): string {
    return `${role}:${port}`;
  }

  finish(): void {}
}

/** The services by role, in the order in which they can be started. */
export async function catalogueSpecs(): Promise<Map<string, ServiceSpec>> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: ({ token }) => {
      throw new Error(`unexpected call of ${token}`);
    },
  });
  const platform = new Recorder();
  const opts = { platform };
  // Of a throw-away database on a network of its own.
  const password = "catalogue";
  const database = new Postgres("postgres", { image: image("postgres"), user: "app", database: "app", password }, opts);
  const cache = new Redis("redis", { image: image("redis"), password }, opts);
  const scraped = [
    new PostgresExporter("pg", { image: image("postgres-exporter"), database: database.connection }, opts),
    new RedisExporter("re", { image: image("redis-exporter"), cache: cache.connection }, opts),
    new NodeExporter("ne", { image: image("node-exporter") }, opts),
    new BlackboxExporter("bb", { image: image("blackbox-exporter"), reaches: [] }, opts),
    new ContainerMetrics("ca", { image: image("cadvisor") }, opts),
    new StatsdExporter(
      "sd",
      {
        image: image("statsd-exporter"),
        nodeExporterImage: image("node-exporter"),
        mapping: statsdMapping(contract),
        publish: 0,
        everyNode: false,
      },
      opts,
    ),
    new Alertmanager("am", { image: image("alertmanager"), publish: 0, delivery, subjects: [], replicas: 2 }, opts),
  ];
  const services = scraped.flatMap((one) => ("services" in one ? one.services : [one.service]));
  const scrapes = services.flatMap((service) => service.scrapes).filter(({ job }) => job !== "statsd-kernel");
  await addHttps(platform.specs);
  platform.specs.set("prometheus", {
    image: image("prometheus"),
    args: [
      `--config.file=${filesPath}/prometheus.yml`,
      "--enable-feature=auto-reload-config,native-histograms",
      "--storage.tsdb.path=/prometheus",
      "--storage.tsdb.retention.size=1GB",
    ],
    files: [
      {
        path: "prometheus.yml",
        content: prometheusConfig({
          scrapeIntervalSeconds: 5,
          evaluationIntervalSeconds: 5,
          externalLabels: {},
          targets: [...scrapes, { job: "prometheus", address: "localhost:9090" }],
          probes: ["http://prometheus:9090/-/ready", "https://https:9115/-/healthy"],
          prober: "blackbox-exporter:9115",
          alertmanagers: ["alertmanager:9093", "alertmanager-2:9093"],
          outside: [],
          // Nobody takes it there; what Prometheus tells of it is the same.
          remoteWrite: [{ url: "http://alertmanager:9093/api/v1/write" }],
        }),
      },
      { path: "rules/catalogue.yaml", content: rules },
    ],
    volumes: [{ name: "data", path: "/prometheus", sizeGiB: 2 }],
    resources: { memoryMiB: 512, cpus: 1 },
    confinement: { user: "65534:65534" },
  });
  return platform.specs;
}

function image(name: ImageName): { readonly reference: string } {
  const reference = imageRef(name, { source: process.env["SIGHTLINE_IMAGES"] === "upstream" ? "upstream" : "local" });
  if (reference === undefined) throw new Error(`the image ${name} can't be had`);
  return { reference };
}
