import type * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../config/schema";
import type { ImageName } from "../images/recipes";
import type { Delivery } from "../signals/delivery/delivery";
import type { Signals } from "../signals/signals";
import { Alertmanager } from "./alertmanager";
import { App, type AppArgs, type ProcessArgs } from "./app";
import { BlackboxExporter } from "./blackbox-exporter";
import { Component, type ComponentOptions } from "./component";
import { urlReaches, type Connections } from "./connections";
import { ContainerMetrics } from "./container-metrics";
import { Grafana } from "./grafana";
import { NodeExporter } from "./node-exporter";
import type { ImageSpec, RemoteWriteSpec, Service } from "./platform/platform";
import { PostgresExporter } from "./postgres-exporter";
import { Prometheus } from "./prometheus";
import { Proxy, type ProxyTls } from "./proxy";
import { RedisExporter } from "./redis-exporter";
import { Secrets } from "./secrets";
import { statsdPort, StatsdExporter, type StatsdExporterArgs } from "./statsd-exporter";
import { makeStores } from "./stores";
import { DashboardViewer } from "./viewer";
import { Workers, type WorkersArgs } from "./workers";

/** Images that others are made of, that a platform needs itself, or that can't always be had. */
type NotTheStacks =
  "node" | "files" | "grafana" | "kube-state-metrics" | "prometheus-operator" | "prometheus-config-reloader" | "qdrant";

/** The images of the stack's own programs, named as in versions.json. Only Grafana's and Qdrant's may be missing. */
export type StackImages = Readonly<Record<Exclude<ImageName, NotTheStacks>, ImageSpec>> & {
  readonly grafana?: ImageSpec;
  /** Of what stands in for Grafana, where that is missing and a stand-in is wanted. */
  readonly viewer?: ImageSpec;
  readonly qdrant?: ImageSpec;
};

/** The user's own application, or the demo that stands in for it. */
export type ApplicationArgs = Omit<ProcessArgs, "connections">;

export interface MonitoredAppArgs extends Pick<
  Settings,
  "ports" | "postgres" | "redis" | "qdrant" | "exporters" | "rotate"
> {
  /** The environment's name: a label of every sample and alert. */
  readonly stack: string;
  readonly images: StackImages;
  readonly app: ApplicationArgs & Pick<AppArgs, "port" | "healthPath" | "metricsPath" | "probes" | "replicas">;
  readonly workers: Omit<WorkersArgs, "connections">;
  readonly prometheus: Omit<Settings["prometheus"], "remoteWrite" | "volumeGiB"> & { readonly volumeGiB: number } & {
    readonly remoteWrite: readonly RemoteWriteSpec[];
  };
  readonly signals: Signals;
  /** Absent: no worker reports by StatsD, and nothing of it is deployed. */
  readonly statsd?: Pick<StatsdExporterArgs, "mapping" | "everyNode" | "bind">;
  /** Metrics of the business are scraped by a job of their own. */
  readonly business: boolean;
  /** Needed for an external Postgres. Default: generated. */
  readonly postgresPassword?: pulumi.Input<string>;
  readonly redisPassword?: pulumi.Input<string>;
  /** Default: generated. */
  readonly grafanaAdminPassword?: pulumi.Input<string>;
  /** Who asks for the login of Prometheus and Alertmanager: they themselves, what publishes them, or nobody. */
  readonly webLogin: "servers" | "publisher" | "nobody";
  /** Default: generated, where somebody asks for it. */
  readonly webPassword?: pulumi.Input<string>;
  /** Of what people open. Default: plain HTTP, or whatever the target has before it. */
  readonly tls?: ProxyTls;
  readonly delivery: Delivery;
  readonly alertmanagerReplicas: number;
}

/** An application with its workers, what they need, and everything that watches them. */
export class MonitoredApp extends Component {
  readonly secrets: Secrets;
  readonly app: App;
  readonly prometheus: Prometheus;
  readonly alertmanager: Alertmanager;
  /** Where workers report by it. */
  readonly statsd: StatsdExporter | undefined;
  /** Grafana, or what stands in for it. */
  readonly dashboards: Grafana | DashboardViewer;

  constructor(name: string, args: MonitoredAppArgs, opts: ComponentOptions) {
    super("MonitoredApp", name, opts);
    const { images, ports, signals } = args;
    const own = { parent: this, platform: opts.platform };

    const secrets = { ...args, webLogin: args.webLogin !== "nobody" };
    this.secrets = new Secrets(`${name}-secrets`, secrets, own);
    const web = args.webLogin === "servers" ? this.secrets.web : undefined;
    const stores = makeStores(name, args, this.secrets, own);
    this.statsd = this.statsdExporter(name, args, own);
    const connections: Connections = {
      ...stores,
      ...(this.statsd && { statsd: { service: this.statsd.service, port: statsdPort } }),
    };
    const { business } = args;
    this.app = new App(`${name}-app`, { ...args.app, connections, publish: ports.app, business }, own);
    const workers = new Workers(`${name}-workers`, { ...args.workers, connections }, own);

    const prober = args.exporters.probes
      ? new BlackboxExporter(
          `${name}-blackbox-exporter`,
          {
            image: images["blackbox-exporter"],
            reaches: [{ service: this.app.service, port: args.app.port }, ...urlReaches(args.exporters.probeUrls)],
          },
          own,
        )
      : undefined;
    const exporters = this.exporters(name, args, stores, own);
    this.alertmanager = new Alertmanager(
      `${name}-alertmanager`,
      {
        image: images.alertmanager,
        publish: ports.alertmanager,
        delivery: args.delivery,
        subjects: args.signals.subjectLabels,
        replicas: args.alertmanagerReplicas,
        ...(web && { web }),
      },
      own,
    );
    const watched: Service[] = [
      this.app.service,
      ...workers.services,
      ...(this.statsd ? [this.statsd.service] : []),
      ...(stores.vectorStore?.service ? [stores.vectorStore.service] : []),
      ...exporters,
      ...(prober ? [prober.service] : []),
      ...this.alertmanager.services,
    ];
    const shower = (["grafana", "viewer"] as const).find((role) => images[role] !== undefined);
    this.prometheus = new Prometheus(
      `${name}-prometheus`,
      {
        ...args.prometheus,
        image: images.prometheus,
        publish: ports.prometheus,
        scrapes: [
          ...watched.flatMap((service) => service.scrapes),
          // Whoever shows dashboards comes after its data source; only its address is needed here.
          ...(shower ? [{ job: shower, address: `${shower}:3000` }] : []),
        ],
        probes: [this.app.healthUrl, ...args.exporters.probeUrls],
        ...(prober && { prober: prober.service }),
        ruleFiles: signals.ruleFiles,
        alertmanagers: this.alertmanager.services,
        ...(web && { web }),
        externalLabels: { stack: args.stack, workload: signals.workload },
      },
      own,
    );
    const shown = {
      publish: ports.grafana,
      adminPassword: this.secrets.grafanaAdminPassword,
      secretKey: this.secrets.grafanaSecretKey,
      prometheus: this.prometheus.service,
      ...(web && { web }),
      scrapeIntervalSeconds: args.prometheus.scrapeIntervalSeconds,
      dashboards: signals.dashboards,
    };
    this.dashboards =
      shower === "viewer" && images.viewer
        ? new DashboardViewer(
            `${name}-viewer`,
            { ...shown, image: images.viewer, behindProxy: args.tls !== undefined },
            own,
          )
        : new Grafana(`${name}-grafana`, { ...shown, ...(images.grafana && { image: images.grafana }) }, own);
    this.proxy(name, args, own);
    this.platform.finish();
    this.registerOutputs({});
  }

  private statsdExporter(
    name: string,
    { images, ports, statsd }: MonitoredAppArgs,
    own: ComponentOptions,
  ): StatsdExporter | undefined {
    if (!statsd) return undefined;
    const args = {
      ...statsd,
      image: images["statsd-exporter"],
      nodeExporterImage: images["node-exporter"],
      publish: ports.statsd,
    };
    return new StatsdExporter(`${name}-statsd-exporter`, args, own);
  }

  /** After everything that it stands before. */
  private proxy(name: string, { images, tls, webLogin }: MonitoredAppArgs, own: ComponentOptions): void {
    const behind = this.platform.behindProxy;
    if (behind.length === 0) return;
    const login = webLogin === "publisher" ? this.secrets.web : undefined;
    new Proxy(`${name}-proxy`, { image: images.caddy, behind, ...(tls && { tls }), ...(login && { login }) }, own);
  }

  private exporters(
    name: string,
    { images, exporters }: MonitoredAppArgs,
    { database, cache }: Pick<Connections, "database" | "cache">,
    own: ComponentOptions,
  ): Service[] {
    const services: Service[] = [];
    if (database) {
      const args = { image: images["postgres-exporter"], database };
      services.push(new PostgresExporter(`${name}-postgres-exporter`, args, own).service);
    }
    if (cache) {
      services.push(
        new RedisExporter(`${name}-redis-exporter`, { image: images["redis-exporter"], cache }, own).service,
      );
    }
    if (exporters.node) {
      services.push(new NodeExporter(`${name}-node-exporter`, { image: images["node-exporter"] }, own).service);
    }
    if (exporters.containers) {
      services.push(...new ContainerMetrics(`${name}-cadvisor`, { image: images.cadvisor }, own).services);
    }
    return services;
  }
}
