/**
 * Pod Security `restricted`, as the Kubernetes documentation lists its controls, so that what the API server would
 * refuse is found without one. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */

interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly envFrom?: readonly object[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly resources?: Readonly<Record<"limits" | "requests", Readonly<Record<"cpu" | "memory", string>>>>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly securityContext?: SecurityContext & { readonly readOnlyRootFilesystem?: boolean };
  readonly startupProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly livenessProbe?: Handler;
  readonly lifecycle?: { readonly preStop?: Handler; readonly postStart?: Handler };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
  readonly securityContext?: SecurityContext & { readonly sysctls?: readonly { readonly name: string }[] };
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly automountServiceAccountToken?: boolean;
  readonly serviceAccountName?: string;
}

const safeSysctls =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_time|tcp_fin_timeout|tcp_keepalive_intvl|tcp_keepalive_probes|tcp_rmem|tcp_wmem))$/;
const volumeTypes = [
  ...["configMap", "csi", "downwardAPI", "emptyDir"],
  ...["ephemeral", "persistentVolumeClaim", "projected", "secret"],
];
const seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/** A control, and whether a pod keeps to it. */
const controls: readonly (readonly [string, (pod: PodSpec) => boolean])[] = [
  ["host namespaces", (pod) => !pod.hostNetwork && !pod.hostPID && !pod.hostIPC],
  ["host process", (pod) => contexts(pod).every((one) => !one.windowsOptions?.hostProcess)],
  ["privileged", (pod) => own(pod).every((one) => !one.privileged)],
  ["host ports", (pod) => containers(pod).every(({ ports = [] }) => ports.every(({ hostPort }) => !hostPort))],
  ["host probes", (pod) => containers(pod).every((one) => handlers(one).every((handler) => !hostOf(handler)))],
  ["AppArmor", (pod) => contexts(pod).every((one) => profileIsKept(one.appArmorProfile?.type))],
  ["SELinux", (pod) => contexts(pod).every(({ seLinuxOptions }) => isUsualSeLinux(seLinuxOptions))],
  ["proc mount", (pod) => own(pod).every(({ procMount = "Default" }) => procMount === "Default")],
  ["sysctls", (pod) => (pod.securityContext?.sysctls ?? []).every(({ name }) => safeSysctls.test(name))],
  ["volume types", (pod) => (pod.volumes ?? []).every((volume) => isAllowedVolume(volume))],
  ["privilege escalation", (pod) => own(pod).every((one) => one.allowPrivilegeEscalation === false)],
  ["running as non-root", (pod) => each(pod, ({ runAsNonRoot }) => runAsNonRoot, [true])],
  ["non-root user", (pod) => contexts(pod).every(({ runAsUser }) => runAsUser !== 0)],
  ["seccomp", (pod) => each(pod, (one) => one.seccompProfile?.type, ["RuntimeDefault", "Localhost"])],
  ["capabilities", (pod) => own(pod).every(({ capabilities }) => hasNoCapabilities(capabilities))],
];

/** The controls of `restricted` that a pod doesn't keep to. */
export function violations(pod: PodSpec): string[] {
  return controls.filter(([, keepsTo]) => !keepsTo(pod)).map(([name]) => name);
}

export function containers({ containers, initContainers = [] }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}

const own = (pod: PodSpec) => containers(pod).map(({ securityContext = {} }) => securityContext);
const contexts = (pod: PodSpec) => [pod.securityContext ?? {}, ...own(pod)];

/** What the pod says counts for a container that says nothing; saying nothing at all isn't enough. */
function each<T>(pod: PodSpec, valueOf: (one: SecurityContext) => T, allowed: readonly T[]): boolean {
  const general = valueOf(pod.securityContext ?? {});
  const generalFits = general === undefined || allowed.includes(general);
  return generalFits && own(pod).every((one) => allowed.includes(valueOf(one) ?? general));
}

function handlers({ startupProbe, readinessProbe, livenessProbe, lifecycle = {} }: Container): Handler[] {
  const all = [startupProbe, readinessProbe, livenessProbe, lifecycle.preStop, lifecycle.postStart];
  return all.filter((handler) => handler !== undefined);
}

function hostOf({ httpGet, tcpSocket }: Handler): string | undefined {
  return httpGet?.host || tcpSocket?.host;
}

function profileIsKept(type: string | undefined): boolean {
  return type === undefined || type === "RuntimeDefault" || type === "Localhost";
}

function isUsualSeLinux({ type = "", user, role }: NonNullable<SecurityContext["seLinuxOptions"]> = {}): boolean {
  return seLinuxTypes.includes(type) && !user && !role;
}

function isAllowedVolume(volume: object): boolean {
  return Object.keys(volume).every((key) => key === "name" || volumeTypes.includes(key));
}

function hasNoCapabilities({ drop = [], add = [] }: NonNullable<SecurityContext["capabilities"]> = {}): boolean {
  return drop.includes("ALL") && add.every((name) => name === "NET_BIND_SERVICE");
}
