import { join } from "node:path";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../signals/errors";
import { alertmanagerServices } from "./docker-alertmanager";
import { cadvisor } from "./docker-cadvisor";
import { containerArgs, type Filler, type Surroundings } from "./docker-container";
import {
  filesPath,
  secretsPath,
  type AlertmanagerSpec,
  type FileSpec,
  type ImageSpec,
  type Placement,
  type Platform,
  type PrometheusSpec,
  type ReplicasSpec,
  type ScrapeJobs,
  type Service,
  type ServiceSpec,
  type WebPort,
} from "./platform";
import { prometheusService } from "./docker-prometheus";
import { dockerUrl, type TlsUrl } from "./published-url";
import { webPorts, withoutWebPorts } from "./web-ports";

export interface DockerPlatformArgs {
  /** The engine: `unix://`, `tcp://` or `ssh://`. Default: `DOCKER_HOST`, else the local socket. */
  readonly host?: string;
  /** The address that published ports bind to. */
  readonly bindAddress: string;
  /** The image whose containers hold files until they are copied; it never runs. */
  readonly filesImage: string;
  /** Put on everything, so that what is ours can be told from what isn't. */
  readonly labels: Readonly<Record<string, string>>;
  readonly jobs: ScrapeJobs;
  /** What people open isn't published by itself, but by something with TLS. Default: by itself, plain HTTP. */
  readonly tls?: TlsUrl;
}

/**
 * A stack on one Docker engine, local or remote: a network of its own, named volumes, no file of this machine.
 *
 * Files reach a service by a named volume that a container fills which is created and never started: the only way
 * that also works with a read-only root file system and a remote engine, and shows nothing in `docker inspect`.
 */
export class DockerPlatform extends pulumi.ComponentResource implements Platform {
  private readonly stack: string;
  private readonly args: DockerPlatformArgs;
  private readonly provider: docker.Provider;
  private readonly network: docker.Network;
  private readonly images = new Map<string, pulumi.Output<string>>();
  readonly behindProxy: WebPort[] = [];

  constructor(name: string, args: DockerPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sightline:index:DockerPlatform", name, {}, opts);
    this.stack = name;
    this.args = args;
    this.provider = new docker.Provider(`${name}-docker`, args.host ? { host: args.host } : {}, { parent: this });
    this.network = new docker.Network(
      `${name}-network`,
      { name, driver: "bridge", labels: this.labels() },
      { parent: this, provider: this.provider, deleteBeforeReplace: true },
    );
    this.registerOutputs({ network: this.network.name });
  }

  service(role: string, given: ServiceSpec, { parent, after = [] }: Placement): Service {
    const spec = this.args.tls ? withoutWebPorts(given) : given;
    if (spec.replicas !== undefined && spec.replicas > 1) throw new UserError(`${role}: Docker runs one of a name`);
    const name = `${this.stack}-${role}`;
    const opts = this.options(parent);
    const fillers = this.fillAll(role, spec, parent);
    const volumes = (spec.volumes ?? []).map((volume) => ({
      path: volume.path,
      volume: new docker.Volume(
        `${name}-${volume.name}`,
        { name: `${name}-${volume.name}`, labels: this.labels({ "sightline.data": "true" }) },
        // Labels can't be changed in place, and no label is worth the data: a volume that another engine made stays.
        { ...opts, ignoreChanges: ["labels", "driverOpts"] },
      ),
    }));
    const surroundings: Surroundings = {
      name,
      role,
      image: this.image(spec.image, name, parent),
      network: this.network.name,
      bindAddress: this.args.bindAddress,
      labels: this.labels(),
      fillers,
      volumes: volumes.map(({ path, volume }) => ({ path, name: volume.name })),
    };
    const container = new docker.Container(name, containerArgs(spec, surroundings), {
      ...opts,
      dependsOn: [...after.map((service) => service.resource), ...fillers.map(({ container }) => container)],
      // Names and host ports are fixed: the old container must be gone before the new one can be.
      deleteBeforeReplace: true,
    });
    const sidecars = Object.entries(spec.sidecars ?? {}).map(([sidecar, sidecarSpec]) =>
      this.sidecar(role, `${role}-${sidecar}`, sidecarSpec, container, parent),
    );
    const scrapes = [...(spec.scrapes ?? []), ...sidecars.flatMap((sidecar) => sidecar.scrapes ?? [])];
    const service = {
      host: role,
      resource: container,
      scrapes: scrapes.map(({ job, port, path }) => ({ job, address: `${role}:${port}`, ...(path && { path }) })),
    };
    if (this.args.tls) this.behindProxy.push(...webPorts(role, given, service));
    return service;
  }

  replicas(role: string, { service, count, nameVariable }: ReplicasSpec, placement: Placement): readonly Service[] {
    return Array.from({ length: count }, (_, index) => {
      const name = `${role}-${index + 1}`;
      return this.service(name, { ...service, env: { [nameVariable]: name, ...service.env } }, placement);
    });
  }

  filesOnly(role: string, spec: Pick<ServiceSpec, "files" | "secrets">, { parent }: Placement): void {
    this.fillAll(role, spec, parent);
  }

  /** Prometheus reads its targets from a file here: Docker has nobody who would tell it of new ones. */
  prometheus(role: string, spec: PrometheusSpec, placement: Placement): Service {
    return this.service(role, prometheusService(spec, this.args.jobs), placement);
  }

  alertmanager(role: string, spec: AlertmanagerSpec, placement: Placement): readonly Service[] {
    return alertmanagerServices(role, spec).map(({ name, service }) => this.service(name, service, placement));
  }

  containerMetrics(role: string, image: ImageSpec, placement: Placement): readonly Service[] {
    return [this.service(role, cadvisor(image), placement)];
  }

  /** Nothing is left to make. */
  finish(): void {}

  url(_role: string, publishedPort: number): string {
    return dockerUrl(this.args.host, this.args.bindAddress, publishedPort, this.args.tls);
  }

  udpAddress(_role: string, _port: number, publishedPort: number, bind = this.args.bindAddress): string {
    return new URL(dockerUrl(this.args.host, bind, publishedPort)).host;
  }

  private sidecar(
    role: string,
    name: string,
    spec: ServiceSpec,
    main: docker.Container,
    parent: pulumi.Resource,
  ): ServiceSpec {
    const args = containerArgs(spec, {
      name: `${this.stack}-${name}`,
      role: name,
      image: this.image(spec.image, `${this.stack}-${name}`, parent),
      sharesNetworkOf: { id: main.id, role },
      bindAddress: this.args.bindAddress,
      labels: this.labels(),
      fillers: [],
      volumes: [],
    });
    new docker.Container(`${this.stack}-${name}`, args, { ...this.options(parent), deleteBeforeReplace: true });
    return spec;
  }

  private fillAll(role: string, spec: Pick<ServiceSpec, "files" | "secrets">, parent: pulumi.Resource): Filler[] {
    const { files = [], secrets = [] } = spec;
    return [
      ...(files.length > 0 ? [this.fill(`${this.stack}-${role}-files`, filesPath, files, parent)] : []),
      ...(secrets.length > 0 ? [this.fill(`${this.stack}-${role}-secrets`, secretsPath, secrets, parent)] : []),
    ];
  }

  private fill(name: string, path: string, files: readonly FileSpec[], parent: pulumi.Resource): Filler {
    const opts = this.options(parent);
    const volume = new docker.Volume(name, { name, labels: this.labels() }, opts);
    const container = new docker.Container(
      name,
      {
        name,
        image: this.image({ reference: this.args.filesImage }, name, parent),
        command: ["true"],
        start: false,
        mustRun: false,
        networkMode: "none",
        labels: this.labels(),
        volumes: [{ volumeName: volume.name, containerPath: path }],
        uploads: [...files]
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .map((file) => ({
            file: `${path}/${file.path}`,
            content: path === secretsPath ? pulumi.secret(file.content) : file.content,
            permissions: "0444",
          })),
      },
      { ...opts, deleteBeforeReplace: true },
    );
    return { container, volume: volume.name, path };
  }

  /** The image of a service: each is pulled or built once. */
  private image(image: ImageSpec, name: string, parent: pulumi.Resource): pulumi.Input<string> {
    const key = JSON.stringify(image);
    const made =
      this.images.get(key) ?? ("build" in image ? this.built(image, name, parent) : this.pulled(image.reference));
    this.images.set(key, made);
    return made;
  }

  private built({ build }: Extract<ImageSpec, { build: unknown }>, name: string, parent: pulumi.Resource) {
    const { context, args } = build;
    const dockerfile = join(context, build.dockerfile);
    const image = new docker.Image(
      `${name}-image`,
      { imageName: name, skipPush: true, build: { context, dockerfile, args, platform: "linux/amd64" } },
      this.options(parent),
    );
    // The identity of what was built: a changed image replaces its containers, though its name stays.
    return image.repoDigest;
  }

  private pulled(reference: string): pulumi.Output<string> {
    const image = new docker.RemoteImage(
      `${this.stack}-${reference}`,
      { name: reference, keepLocally: true },
      { parent: this, provider: this.provider },
    );
    return image.imageId;
  }

  private labels(more: Record<string, string> = {}) {
    const all = { ...this.args.labels, ...more };
    return Object.entries(all).map(([label, value]) => ({ label, value }));
  }

  private options(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    return { parent, provider: this.provider };
  }
}
