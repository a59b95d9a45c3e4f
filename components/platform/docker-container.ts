import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type HealthSpec, type ServiceSpec } from "./platform";

/** A volume with files, and the container that holds them until they are copied there. */
export interface Filler {
  readonly container: docker.Container;
  readonly volume: pulumi.Input<string>;
  /** Where a service has them. */
  readonly path: string;
}

/** What a container is placed into. */
export interface Surroundings {
  readonly name: string;
  /** The name that it answers to in the stack's network. */
  readonly role: string;
  readonly image: pulumi.Input<string>;
  /** Its network; absent for a sidecar. */
  readonly network?: pulumi.Input<string>;
  /** The container whose network a sidecar shares. */
  readonly sharesNetworkOf?: { readonly id: pulumi.Input<string>; readonly role: string };
  readonly bindAddress: string;
  readonly labels: readonly { label: string; value: string }[];
  readonly fillers: readonly Filler[];
  readonly volumes: readonly { readonly path: string; readonly name: pulumi.Input<string> }[];
}

/** A service as one container: confined, limited, restarted, with rotated logs. */
export function containerArgs(spec: ServiceSpec, at: Surroundings): docker.ContainerArgs {
  const { confinement, resources } = spec;
  return {
    name: at.name,
    image: at.image,
    labels: [...at.labels, ...replacementLabel(spec, at)],
    ...(spec.command && { entrypoints: [...spec.command] }),
    ...(spec.args && { command: [...spec.args] }),
    ...(spec.env && { envs: environment(spec.env) }),
    ...network(spec, at),
    volumes: mounts(spec, at),
    ...(spec.scratch && { tmpfs: scratch(spec.scratch) }),
    ...(spec.health && { healthcheck: healthcheck(spec.health) }),
    ...(confinement.user !== "image" && { user: confinement.user }),
    readOnly: confinement.readOnlyRoot ?? true,
    capabilities: { drops: ["ALL"], adds: (confinement.capabilities ?? []).map((name) => `CAP_${name}`) },
    securityOpts: ["no-new-privileges:true"],
    memory: resources.memoryMiB,
    memorySwap: resources.memoryMiB,
    // As the provider reads it back; anything else differs at every preview.
    cpus: Number.isInteger(resources.cpus) ? resources.cpus.toFixed(1) : String(resources.cpus),
    ...(resources.weight !== undefined && { cpuShares: resources.weight }),
    restart: "unless-stopped",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    destroyGraceSeconds: spec.stopSeconds ?? 10,
    // A signal handler of the program itself can't be relied on as process 1, where the default action is to ignore.
    init: true,
    wait: spec.health !== undefined,
    waitTimeout: 180,
  };
}

function environment(env: NonNullable<ServiceSpec["env"]>): pulumi.Input<string>[] {
  return Object.entries(env)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => prefixed(`${name}=`, value));
}

/** Only outputs are wrapped, so that what is plain stays readable in a preview. */
function prefixed(prefix: string, value: pulumi.Input<string>): pulumi.Input<string> {
  return typeof value === "string" ? prefix + value : (value as pulumi.Output<string>).apply((text) => prefix + text);
}

function network(spec: ServiceSpec, at: Surroundings): Partial<docker.ContainerArgs> {
  if (at.sharesNetworkOf) {
    const id = at.sharesNetworkOf.id as pulumi.Output<string>;
    return { networkMode: id.apply((text) => `container:${text}`) };
  }
  const ports = (spec.ports ?? []).filter((port) => port.publish !== undefined);
  return {
    hostname: at.role,
    // Left out, it differs at every preview.
    networkMode: "bridge",
    networksAdvanced: [{ name: at.network as pulumi.Input<string>, aliases: [at.role] }],
    ports: ports.map((port) => ({
      internal: port.port,
      external: port.publish as number,
      ip: port.bind ?? at.bindAddress,
      protocol: port.protocol ?? "tcp",
    })),
  };
}

function mounts(spec: ServiceSpec, at: Surroundings): docker.types.input.ContainerVolume[] {
  return [
    ...at.fillers.map(({ volume, path }) => ({ volumeName: volume, containerPath: path, readOnly: true })),
    ...at.volumes.map(({ name, path }) => ({ volumeName: name, containerPath: path })),
    ...(spec.hostMounts ?? []).map(({ from, to }) => ({ hostPath: from, containerPath: to, readOnly: true })),
  ];
}

function scratch(folders: NonNullable<ServiceSpec["scratch"]>): Record<string, string> {
  return Object.fromEntries(folders.map(({ path, sizeMiB }) => [path, `size=${sizeMiB}m,mode=1777`]));
}

function healthcheck(health: HealthSpec): docker.types.input.ContainerHealthcheck {
  const tests =
    "http" in health
      ? ["CMD", "wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${health.http.port}${health.http.path}`]
      : ["CMD", ...health.command];
  const { intervalSeconds = 10, timeoutSeconds = 5, retries = 5, startSeconds = 30 } = health;
  return {
    tests,
    interval: `${intervalSeconds}s`,
    timeout: `${timeoutSeconds}s`,
    retries,
    startPeriod: `${startSeconds}s`,
  };
}

/** A service that doesn't watch its files is replaced with the containers that hold them. */
function replacementLabel(spec: ServiceSpec, at: Surroundings) {
  if (at.fillers.length === 0 || spec.onFileChange === "live") return [];
  return [{ label: "sightline.files", value: pulumi.concat(...at.fillers.map(({ container }) => container.id)) }];
}
