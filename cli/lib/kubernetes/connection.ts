import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { UserError } from "../../../signals/errors";
import { didYouMean } from "../../../signals/nearest";
import { lastLines } from "../shell";
import type { Stack } from "../stack";
import { compareWith, olderThan } from "../versions";
import { Kubectl } from "./kubectl";
import { kubernetesVersions } from "./versions";

/** As much of a merged kubeconfig as names its clusters. */
interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly { readonly name: string; readonly context: { readonly cluster?: string } }[] | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster: { readonly server?: string } }[] | null;
}

/** How long the cluster gets for its first answer: one that isn't there mustn't be waited for. */
const patience = "5s";

/** @throws UserError that says why the stack's cluster can't be asked. Returns notes, and faults that don't stop others. */
export async function connect(stack: Pick<Stack, "settings" | "configFile">) {
  const kubectl = new Kubectl(stack);
  const found = whichCluster(stack, await readKubeconfig(kubectl, stack));
  const { code, stdout, stderr } = await kubectl.attempt(
    ["version", "--output", "json", "--request-timeout", patience],
    { timeout: 7_000 },
  );
  if (code !== 0) throw new UserError(`${found} doesn't answer: ${lastLines(stderr, 1) || `exit ${code}`}`);
  const { serverVersion } = JSON.parse(stdout) as { serverVersion?: { gitVersion: string } };
  if (!serverVersion) throw new UserError(`${found} doesn't tell its version; a Kubernetes API server was expected`);
  return judgeVersion(found, serverVersion.gitVersion);
}

export function judgeVersion(cluster: string, version: string): { faults: string[]; notes: string[] } {
  const { minimum, tested } = kubernetesVersions;
  const range = `tested are ${tested.oldest} to ${tested.newest}`;
  if (olderThan(version, minimum)) {
    return { faults: [`${cluster} is Kubernetes ${version}; ${minimum} or later was expected (${range})`], notes: [] };
  }
  const beyond = olderThan(version, tested.oldest) || compareWith(tested.newest, version.slice(1)) === "later";
  return { faults: [], notes: beyond ? [`${cluster} is Kubernetes ${version}, which isn't tested: ${range}`] : [] };
}

async function readKubeconfig(kubectl: Kubectl, { settings }: Pick<Stack, "settings">): Promise<Kubeconfig> {
  const { kubeconfig } = settings.kubernetes;
  if (kubeconfig !== undefined && !existsSync(kubeconfig)) {
    throw new UserError(`sightline:kubernetes.kubeconfig is ${kubeconfig}, and no such file is there`);
  }
  const { code, stdout, stderr } = await kubectl.attempt(["config", "view", "--output", "json"], { timeout: 10_000 });
  if (code === 127) throw new UserError("kubectl isn't there: install it (https://kubernetes.io/docs/tasks/tools/)");
  if (code !== 0) throw new UserError(`the kubeconfig can't be read: ${lastLines(stderr, 1)}`);
  return JSON.parse(stdout) as Kubeconfig;
}

/** How messages name the cluster: by its context and its address. */
export function whichCluster({ settings, configFile }: Pick<Stack, "settings" | "configFile">, config: Kubeconfig) {
  const { kubeconfig, context: wanted } = settings.kubernetes;
  const contexts = config.contexts ?? [];
  // In a pod, clients find the cluster that they run in by themselves.
  if (contexts.length === 0 && wanted === undefined && process.env["KUBERNETES_SERVICE_HOST"]) return "this cluster";
  const where = kubeconfig ?? kubeconfigPaths().join(" and ");
  if (contexts.length === 0) {
    throw new UserError(
      `no kubeconfig: ${where} ${existsSync(where) ? "has no context" : "isn't there"}; KUBECONFIG or ` +
        `sightline:kubernetes.kubeconfig in ${configFile} names another`,
    );
  }
  const name = wanted ?? (config["current-context"] || undefined);
  const names = contexts.map((context) => context.name);
  const known = `known: ${names.join(", ")}`;
  if (name === undefined) {
    throw new UserError(`${where} has no current context, and sightline:kubernetes.context isn't set; ${known}`);
  }
  const context = contexts.find((context) => context.name === name);
  if (!context) {
    const key = wanted === undefined ? "the current context" : "sightline:kubernetes.context";
    throw new UserError(`${key} is "${name}", which ${where} doesn't have${didYouMean(name, names)} (${known})`);
  }
  const server = config.clusters?.find((cluster) => cluster.name === context.context.cluster)?.cluster.server;
  return `the cluster of context "${name}"${server === undefined ? "" : ` at ${server}`}`;
}

function kubeconfigPaths(): string[] {
  const paths = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return paths.length > 0 ? paths : [join(homedir(), ".kube", "config")];
}
