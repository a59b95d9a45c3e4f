import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { secretsPath, type ImageSpec, type ServiceSpec } from "../platform";
import type { FilesFolder } from "./files";
import type { Labels } from "./labels";
import { literal, literalInput } from "./literal";
import { probes } from "./probes";
import { resources } from "./resources";
import { everywhere, scheduling, spread, type SchedulingArgs } from "./scheduling";

type Container = types.input.core.v1.Container;
type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

/** What a pod is placed into. */
export interface PodSurroundings {
  readonly role: string;
  readonly labels: Labels;
  readonly selector: Labels;
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly folders: readonly FilesFolder[];
  readonly image: (image: ImageSpec) => pulumi.Input<string>;
  readonly scheduling: SchedulingArgs;
  readonly priorityClass?: string;
  /** Its token is mounted. Default: the pod has none. */
  readonly serviceAccount?: string;
  /** The environment variable that gets the pod's name. */
  readonly nameVariable?: string;
}

/** A service as a pod: confined as Pod Security `restricted` wants it, unless the service has its exceptions. */
export function podTemplate(spec: ServiceSpec, at: PodSurroundings): types.input.core.v1.PodTemplateSpec {
  const sidecars = Object.entries(spec.sidecars ?? {});
  const one = sidecars.length === 0;
  return {
    metadata: {
      labels: { ...at.labels },
      ...(Object.keys(at.annotations).length > 0 && { annotations: { ...at.annotations } }),
    },
    spec: {
      containers: [
        container(at.role, spec, at),
        ...sidecars.map(([name, sidecar]) => container(name, sidecar, { ...at, folders: [] })),
      ],
      securityContext: podSecurity(spec),
      volumes: volumes(spec, at),
      automountServiceAccountToken: at.serviceAccount !== undefined,
      ...(at.serviceAccount && { serviceAccountName: at.serviceAccount }),
      enableServiceLinks: false,
      // A program without a signal handler of its own ignores SIGTERM as process 1, and would be waited for.
      ...(one && { shareProcessNamespace: true }),
      terminationGracePeriodSeconds: (spec.stopSeconds ?? 10) + drainSeconds(spec),
      ...(at.priorityClass && { priorityClassName: at.priorityClass }),
      ...(!spec.everyNode && { topologySpreadConstraints: spread(at.selector) }),
      ...(spec.everyNode ? everywhere(at.scheduling) : scheduling(at.scheduling)),
    },
  };
}

function container(name: string, spec: ServiceSpec, at: PodSurroundings): Container {
  const { confinement } = spec;
  return {
    name,
    image: at.image(spec.image),
    imagePullPolicy: "IfNotPresent",
    ...(spec.command && { command: spec.command.map(literal) }),
    ...(spec.args && { args: spec.args.map(literal) }),
    env: environment(spec, at.nameVariable),
    ports: containerPorts(spec),
    resources: resources(spec.resources, confinement.readOnlyRoot === false),
    ...probes(spec),
    // Its address is taken away while it still answers: requests that are under way find it.
    ...(drainSeconds(spec) > 0 && { lifecycle: { preStop: { sleep: { seconds: drainSeconds(spec) } } } }),
    volumeMounts: mounts(spec, at),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: confinement.readOnlyRoot ?? true,
      capabilities: {
        drop: ["ALL"],
        ...(confinement.capabilities?.length && { add: [...confinement.capabilities] }),
      },
    },
  };
}

/** Only who answers people's requests has any to finish. */
function drainSeconds(spec: ServiceSpec): number {
  return spec.probes ? 5 : 0;
}

export function podSecurity({ confinement: { user } }: Pick<ServiceSpec, "confinement">) {
  const [uid, gid] = user.split(":").map(Number);
  return {
    runAsNonRoot: uid !== 0,
    runAsUser: uid as number,
    runAsGroup: gid as number,
    fsGroup: gid as number,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function environment({ env = {} }: ServiceSpec, nameVariable: string | undefined): types.input.core.v1.EnvVar[] {
  const own = Object.entries(env)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value: literalInput(value) }));
  if (nameVariable === undefined || nameVariable in env) return own;
  return [...own, { name: nameVariable, valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }];
}

function containerPorts({ ports = [], scrapes = [] }: ServiceSpec): types.input.core.v1.ContainerPort[] {
  const own = ports.map(({ name, port, protocol }) => ({
    name,
    containerPort: port,
    protocol: protocol === "udp" ? "UDP" : "TCP",
  }));
  const hidden = scrapes.filter(({ port }) => !ports.some((known) => known.port === port));
  return [...own, ...hidden.map(({ job, port }) => ({ name: portName(job), containerPort: port, protocol: "TCP" }))];
}

/** A port's name has 15 characters at most. */
export function portName(job: string): string {
  return job.slice(0, 15).replace(/-+$/, "");
}

function mounts(spec: ServiceSpec, { folders }: PodSurroundings): VolumeMount[] {
  return [
    ...folders.map(({ suffix, mountPath }) => ({ name: suffix, mountPath, readOnly: true })),
    ...(spec.secrets?.length ? [{ name: "secrets", mountPath: secretsPath, readOnly: true }] : []),
    ...(spec.volumes ?? []).map(({ name, path }) => ({ name, mountPath: path })),
    ...(spec.scratch ?? []).map(({ path }) => ({ name: scratchName(path), mountPath: path })),
    ...(spec.hostMounts ?? []).map(({ from, to }) => ({ name: hostName(from), mountPath: to, readOnly: true })),
  ];
}

function volumes(spec: ServiceSpec, { role, folders }: PodSurroundings): Volume[] {
  return [
    ...folders.map(({ suffix }) => ({ name: suffix, configMap: { name: `${role}-${suffix}` } })),
    ...(spec.secrets?.length
      ? [{ name: "secrets", secret: { secretName: `${role}-secrets`, defaultMode: 0o440 } }]
      : []),
    ...(spec.scratch ?? []).map(({ path, sizeMiB }) => ({
      name: scratchName(path),
      emptyDir: { medium: "Memory", sizeLimit: `${sizeMiB}Mi` },
    })),
    ...(spec.hostMounts ?? []).map(({ from }) => ({ name: hostName(from), hostPath: { path: from } })),
  ];
}

const scratchName = (path: string) => `scratch${path.replaceAll("/", "-")}`;
const hostName = (path: string) => (path === "/" ? "host-root" : `host${path.replaceAll("/", "-")}`);
