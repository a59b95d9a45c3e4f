import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { PrometheusApi } from "../../../cli/lib/prometheus-api";
import { run } from "../../../cli/lib/shell";
import { stackFolder } from "../../../cli/lib/stack-config";
import { command, type CommandOptions, type CommandResult } from "../../lib/command";
import { PORTS } from "../cluster/addresses";
import type { Cluster } from "../cluster/cluster";
import { recycleVolumes } from "../cluster/volumes";

/** Scrapes and evaluations of test stacks, in seconds: short, so that tests needn't wait. */
export const interval = 2;

export interface PodState {
  readonly role: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly ip: string;
  readonly ready: boolean;
  readonly restarts: number;
}

interface PodJson {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}

/** A stack that tests bring up in the tests' cluster by the real commands. */
export class ClusterStack {
  readonly namespace: string;
  readonly configFile: string;
  /** Which engine its commands are told to use. */
  engine: "kubectl" | "pulumi" = "kubectl";
  private readonly temporary = mkdtempSync(join(tmpdir(), "sightline-stack-"));

  constructor(
    readonly name: string,
    readonly cluster: Cluster,
  ) {
    this.namespace = `sightline-${name}`;
    this.configFile = join(this.temporary, `Pulumi.${name}.yaml`);
    this.configure({});
  }

  /** What stands at the place of a secret in the stack file, which has none in plain text. */
  secret(name: string, value: string): { readonly file: string } {
    const file = join(this.temporary, name);
    writeFileSync(file, `${value}\n`, { mode: 0o600 });
    return { file };
  }

  /** Writes the stack file: `settings` without `sightline:` before each key, and `kubernetes` on top of the cluster's. */
  configure({ kubernetes, ...settings }: Readonly<Record<string, unknown>>): void {
    const { kubeconfig, registry: imageRegistry } = this.cluster;
    const own = { kubeconfig, imageRegistry, apiServer: { ports: [PORTS.api] }, ...(kubernetes as object) };
    const prometheus = { scrapeIntervalSeconds: interval, evaluationIntervalSeconds: interval, retentionGiB: 4 };
    const all = { target: "kubernetes", kubernetes: own, prometheus, ...settings };
    const config = Object.fromEntries(Object.entries(all).map(([key, value]) => [`sightline:${key}`, value]));
    writeFileSync(this.configFile, stringify({ config }));
  }

  /** What this machine keeps of it. */
  get folder(): string {
    return stackFolder(this.name);
  }

  run(name: string, args: readonly string[] = [], options?: CommandOptions): Promise<CommandResult> {
    const engine = ["up", "preview", "down"].includes(name) ? ["--engine", this.engine] : [];
    const all = [name, "--stack", this.name, "--config-file", this.configFile, ...engine, ...args];
    return command(all, { timeout: 420_000, ...options });
  }

  /** `up`, which must succeed. */
  async up(): Promise<CommandResult> {
    const result = await this.run("up");
    if (result.code !== 0) throw new Error(`up failed:\n${result.output}`);
    return result;
  }

  /** Takes away whatever there is of it, and makes its volumes empty ones that others can have. */
  async clear(): Promise<void> {
    await this.run("down", ["--volumes"]);
    await recycleVolumes(this.cluster);
  }

  async remove(): Promise<void> {
    await this.clear();
    rmSync(this.temporary, { recursive: true, force: true });
  }

  get isKept(): boolean {
    return existsSync(this.folder);
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return run(this.cluster.kubectl, ["--kubeconfig", this.cluster.kubeconfig, ...args]);
  }

  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl(...args, "--output", "json")) as T;
  }

  /** Every pod of the stack that isn't going away. */
  async pods(): Promise<PodState[]> {
    const selector = ["--all-namespaces", "--selector", `sightline.stack=${this.name}`];
    const { items } = await this.json<{ items: PodJson[] }>("get", "pods", ...selector);
    return items
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata: { name, namespace, uid, labels }, status }) => ({
        role: labels["sightline.role"] ?? "",
        name,
        namespace,
        uid,
        ip: status.podIP ?? "",
        ready: status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false,
        restarts: (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
      }));
  }

  /** Identity and restarts of every pod; equal before and after when nothing was touched. */
  async started(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.pods()).map(({ name, uid, restarts }) => [name, `${uid} ${restarts}`]));
  }

  /** A service's URL as this machine, which is the node, reaches it. */
  async url(service: string, port: number): Promise<string> {
    const { spec } = await this.json<{ spec: { clusterIP: string } }>("-n", this.namespace, "get", "service", service);
    return `http://${spec.clusterIP}:${port}`;
  }

  async prometheus(): Promise<PrometheusApi> {
    return new PrometheusApi(await this.url("prometheus", 9090));
  }

  /** Everything in the cluster that is the stack's: nothing, after `down --volumes`. */
  async leftovers(): Promise<string[]> {
    const list = async (scope: string, more: readonly string[]) => {
      const kinds = await this.kubectl("api-resources", "--verbs=list", `--namespaced=${scope}`, "--output=name");
      const names = kinds.split("\n").filter((kind) => !/^events|\.metrics\.k8s\.io$/.test(kind));
      const selector = ["--selector", `sightline.stack=${this.name}`, "--ignore-not-found"];
      return this.kubectl("get", names.join(","), ...more, ...selector, "--output=name");
    };
    const found = await Promise.all([list("true", ["--all-namespaces"]), list("false", [])]);
    return found.flatMap((text) => text.split("\n")).filter(Boolean);
  }
}
