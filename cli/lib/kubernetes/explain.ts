import { stackLabel } from "../../../components/platform/kubernetes/labels";
import { lastLines } from "../shell";
import type { Kubectl } from "./kubectl";
import type { KubernetesObject } from "./objects";

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: Readonly<Record<string, State | undefined>>;
  readonly lastState?: Readonly<Record<string, State | undefined>>;
}

interface State {
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
}

export type Pod = KubernetesObject & {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
};

interface Event {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

/** Why a stack doesn't get ready: of each pod that isn't, its reason, its events and its last words. */
export async function explainUnready(kubectl: Kubectl, stack: string): Promise<string[]> {
  const selector = ["--all-namespaces", "--selector", `${stackLabel}=${stack}`];
  const [pods, namespaces] = await Promise.all([
    items<Pod>(kubectl, ["get", "pods", ...selector]),
    items<KubernetesObject>(kubectl, ["get", "namespaces", "--selector", `${stackLabel}=${stack}`]),
  ]);
  const warnings = new Map<string, readonly Event[]>();
  for (const { metadata } of namespaces) {
    const args = ["get", "events", "--namespace", metadata.name, "--field-selector", "type=Warning"];
    warnings.set(metadata.name, await items<Event>(kubectl, [...args, "--sort-by=.metadata.creationTimestamp"]));
  }
  const unready = pods.filter(isUnready);
  const all = await Promise.all(unready.map((pod) => explained(kubectl, pod, warnings.get(pod.metadata.namespace))));
  return [...[...warnings].flatMap(([namespace, events]) => neverMade(namespace, events)), ...all];
}

export function isUnready({ metadata, status }: Pod): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
  return !ready && metadata.deletionTimestamp === undefined;
}

async function explained(kubectl: Kubectl, pod: Pod, events: readonly Event[] = []): Promise<string> {
  const { name, namespace } = pod.metadata;
  const own = events.filter(({ involvedObject }) => involvedObject.kind === "Pod" && involvedObject.name === name);
  const containers = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const logs = await Promise.all(containers.filter(({ ready }) => !ready).map((one) => lastWords(kubectl, pod, one)));
  const lines = [...reasonsOf(pod), ...said(own), ...logs.flat()];
  return `pod ${namespace}/${name} isn't ready${lines.length === 0 ? "" : `:\n${lines.join("\n")}`}`;
}

export function reasonsOf({ status = {} }: Pod): string[] {
  const waiting = (status.conditions ?? [])
    .filter(({ type, status }) => type === "PodScheduled" && status !== "True")
    .map(({ reason, message }) => `${reason}: ${message}`);
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const states = containers
    .filter(({ ready }) => !ready)
    .flatMap(({ name, state = {}, lastState = {} }) => {
      const now = state["waiting"] ?? state["terminated"];
      const ended = lastState["terminated"];
      const parts = [now && described(now), ended && `it ended before: ${described(ended)}`].filter(Boolean);
      return parts.length === 0 ? [`${name} runs and isn't ready`] : [`${name}: ${parts.join("; ")}`];
    });
  return [...waiting, ...states];
}

function described({ reason = "", message, exitCode }: State): string {
  return [reason, exitCode === undefined ? "" : `exit ${exitCode}`, message ?? ""].filter(Boolean).join(", ");
}

/** What a container wrote last; one that is started anew again and again, before its last start. */
async function lastWords(kubectl: Kubectl, { metadata }: Pod, { name, restartCount, state }: ContainerStatus) {
  const previous = restartCount > 0 && state?.["running"] === undefined ? ["--previous"] : [];
  const args = ["logs", "--namespace", metadata.namespace, metadata.name, "--container", name, "--tail=10"];
  const { code, stdout } = await kubectl.attempt([...args, ...previous], { timeout: 20_000 });
  return code === 0 && stdout.trim() !== "" ? [`${name} said last:\n${lastLines(stdout, 10)}`] : [];
}

/** Pods that the cluster refuses to make: a quota, a stricter policy. */
function neverMade(namespace: string, events: readonly Event[]): string[] {
  const refused = events.filter(({ reason }) => reason === "FailedCreate");
  const messages = refused.map(
    ({ involvedObject: { kind, name }, message }) => `${kind} ${namespace}/${name}: ${message}`,
  );
  return [...new Set(messages)];
}

function said(events: readonly Event[]): string[] {
  return [...new Set(events.map(({ reason, message }) => `${reason}: ${message}`))].slice(-5);
}

/** A cluster that can't be asked any longer has nothing to add. */
async function items<T>(kubectl: Kubectl, args: readonly string[]): Promise<readonly T[]> {
  const { code, stdout } = await kubectl.attempt([...args, "--output", "json"], { timeout: 20_000 });
  return code === 0 ? (JSON.parse(stdout) as { items: T[] }).items : [];
}
