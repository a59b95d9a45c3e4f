import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Registered } from "./evaluate";

/** How resource names become the names of a Compose file: without the project's name before them. */
export interface Names {
  readonly project: string;
  readonly of: (name: string) => string;
}

type Inputs = { [K in keyof docker.ContainerArgs]: pulumi.Unwrap<docker.ContainerArgs[K]> };
type Key = keyof docker.ContainerArgs;
type Part = Record<string, unknown>;

/** A container that only holds files for a volume. */
export function isFiller({ inputs }: Registered): boolean {
  return inputs["start"] === false;
}

/** Every property that a container of ours may have, and what it is in Compose. */
const translations: { [K in Key]?: (value: NonNullable<Inputs[K]>, inputs: Inputs, names: Names) => Part } = {
  name: (name) => ({ container_name: name }),
  image: (image) => ({ image }),
  labels: (list) => ({ labels: labels(list) }),
  entrypoints: (entrypoint) => ({ entrypoint }),
  command: (command) => ({ command }),
  envs: (envs) => ({ environment: environment(envs) }),
  hostname: (hostname) => ({ hostname }),
  networkMode: (mode, inputs, names) => (inputs.networksAdvanced ? {} : { network_mode: networkMode(mode, names) }),
  networksAdvanced: (networks) => ({ networks: { default: { aliases: networks[0]?.aliases } } }),
  ports: (ports) => ({ ports: ports.map(port) }),
  volumes: (volumes, _inputs, names) => ({ volumes: volumes.map((volume) => mount(volume, names)) }),
  tmpfs: (tmpfs) => ({ tmpfs: Object.entries(tmpfs).map(([path, options]) => `${path}:${options}`) }),
  healthcheck: ({ tests, interval, timeout, retries, startPeriod }) => ({
    healthcheck: { test: tests, interval, timeout, retries, start_period: startPeriod },
  }),
  user: (user) => ({ user }),
  readOnly: (readOnly) => ({ read_only: readOnly }),
  capabilities: ({ drops = [], adds = [] }) => ({
    cap_drop: drops,
    ...(adds.length > 0 && { cap_add: adds.map((name) => name.replace(/^CAP_/, "")) }),
  }),
  securityOpts: (options) => ({ security_opt: options }),
  memory: (mebibytes) => ({ mem_limit: `${mebibytes}m` }),
  memorySwap: (mebibytes) => ({ memswap_limit: `${mebibytes}m` }),
  cpus: (cpus) => ({ cpus: Number(cpus) }),
  cpuShares: (shares) => ({ cpu_shares: shares }),
  restart: (restart) => ({ restart }),
  logDriver: (driver, { logOpts }) => ({ logging: { driver, options: logOpts } }),
  logOpts: () => ({}),
  destroyGraceSeconds: (seconds) => ({ stop_grace_period: `${seconds}s` }),
  init: (init) => ({ init }),
  // `docker compose up --wait` waits for whatever has a health check.
  wait: () => ({}),
  waitTimeout: () => ({}),
};

/** One container as a service. `fillers` hold the files that it may have to wait for. */
export function composeService(names: Names, container: Registered, fillers: readonly Registered[]): Part {
  const inputs = container.inputs as unknown as Inputs;
  const parts = (Object.keys(inputs) as Key[]).map((key) => {
    const translate = translations[key] as ((value: unknown, inputs: Inputs, names: Names) => Part) | undefined;
    if (!translate) throw new Error(`${container.name}: no translation of the property ${key}`);
    return translate(inputs[key], inputs, names);
  });
  return Object.assign({}, ...parts, dependencies(names, container, fillers)) as Part;
}

function dependencies(names: Names, { dependsOn }: Registered, fillers: readonly Registered[]): Part {
  const isFill = (name: string) => fillers.some((filler) => filler.name === name);
  const conditions = dependsOn.map((name) =>
    isFill(name)
      ? ["files", { condition: "service_completed_successfully" }]
      : [names.of(name), { condition: "service_started" }],
  );
  return conditions.length > 0 ? { depends_on: Object.fromEntries(conditions) as Part } : {};
}

function environment(envs: readonly string[]): Record<string, string> {
  return Object.fromEntries(envs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

function networkMode(mode: string, names: Names): string {
  const shared = /^container:(.*)$/.exec(mode)?.[1];
  return shared === undefined ? mode : `service:${names.of(shared)}`;
}

function port({
  internal,
  external,
  ip,
  protocol,
}: {
  internal: number;
  external?: number;
  ip?: string;
  protocol?: string;
}) {
  return { target: internal, published: String(external), host_ip: ip, protocol, mode: "host" };
}

type Volume = { volumeName?: string; hostPath?: string; containerPath?: string; readOnly?: boolean };

function mount({ volumeName, hostPath, containerPath, readOnly }: Volume, names: Names): Part {
  const source =
    volumeName === undefined ? { type: "bind", source: hostPath } : { type: "volume", source: names.of(volumeName) };
  return { ...source, target: containerPath, ...(readOnly && { read_only: true }) };
}

/** Who brought it up is told by a label; here it's Compose. */
export function labels(list: unknown): Record<string, string> {
  const pairs = (list as { label: string; value: string }[]).map(({ label, value }) => [label, value]);
  return { ...Object.fromEntries(pairs), "sightline.engine": "compose" };
}
