import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { attempt, run, waitUntil, type Outcome } from "../../../cli/lib/shell";
import { alertmanagerServices } from "../../../components/platform/docker-alertmanager";
import {
  filesPath,
  secretsPath,
  type AlertmanagerSpec,
  type FileSpec,
  type ServiceSpec,
} from "../../../components/platform/platform";
import { imageRef } from "../../../images/ref";
import { alertmanagerFiles } from "../../../signals/delivery/alertmanager-files";
import type { Delivery } from "../../../signals/delivery/delivery";

export interface Status {
  readonly cluster: { readonly status: string; readonly peers: readonly unknown[] };
  readonly config: { readonly original: string };
}

/** Alertmanagers as the Docker platform places them, on a network of their own. */
export class Alertmanagers {
  readonly roles: readonly string[];
  private readonly addresses = new Map<string, string>();

  private constructor(
    private readonly name: string,
    private readonly folder: string,
    readonly services: ReadonlyMap<string, ServiceSpec>,
  ) {
    this.roles = [...services.keys()];
  }

  /** @param name of the network, and the beginning of the containers' names */
  static async start(name: string, delivery: Delivery, more: Partial<AlertmanagerSpec>): Promise<Alertmanagers> {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`));
    chmodSync(folder, 0o755);
    const services = alertmanagerServices("alertmanager", { ...specOf(delivery), ...more });
    const all = new Alertmanagers(name, folder, new Map(services.map(({ name, service }) => [name, service])));
    // What an interrupted run has left behind.
    await all.removeContainers();
    await run("docker", ["network", "create", name]);
    for (const [role, service] of all.services) {
      await all.write(role, "files", service.files ?? []);
      await all.write(role, "secrets", service.secrets ?? []);
      await run("docker", ["run", "--detach", ...all.arguments(role, service)]);
    }
    for (const role of all.roles) await all.locate(role);
    return all;
  }

  url(role: string): string {
    return `http://${this.addresses.get(role)}:9093`;
  }

  /** What its API tells; undefined where it doesn't answer. */
  async status(role: string): Promise<Status | undefined> {
    try {
      return (await (await fetch(`${this.url(role)}/api/v2/status`)).json()) as Status;
    } catch {
      return undefined;
    }
  }

  /** Until each of these has found all others of them, and has begun its work. */
  async together(seconds: number, roles = this.roles): Promise<boolean> {
    return waitUntil(async () => {
      const all = await Promise.all(roles.map((role) => this.status(role)));
      return all.every((one) => one?.cluster.status === "ready" && one.cluster.peers.length === roles.length);
    }, seconds * 1000);
  }

  /** Which of them sends first: 0. */
  async position(role: string): Promise<number> {
    const text = await (await fetch(`${this.url(role)}/metrics`)).text();
    return Number(/^alertmanager_peer_position (\d+)/m.exec(text)?.[1]);
  }

  async kill(role: string): Promise<void> {
    await run("docker", ["kill", this.container(role)]);
  }

  /** The same container with the same data, perhaps at another address. */
  async startAgain(role: string): Promise<void> {
    await run("docker", ["start", this.container(role)]);
    await this.locate(role);
  }

  /** Runs its own health check, as Docker does. */
  async healthy(role: string): Promise<Outcome> {
    const { health } = this.services.get(role)!;
    if (health === undefined || !("command" in health)) throw new Error(`${role} is asked by HTTP`);
    return attempt("docker", ["exec", this.container(role), ...health.command]);
  }

  /** When its container was started. */
  async started(role: string): Promise<string> {
    return run("docker", ["inspect", "--format", "{{.State.StartedAt}}", this.container(role)]);
  }

  /** Each file at once, as its volume gets it. */
  async write(role: string, kind: "files" | "secrets", files: readonly FileSpec[]): Promise<void> {
    mkdirSync(join(this.folder, role, kind), { recursive: true });
    for (const { path, content } of files) {
      const text = await new Promise<string>((resolve) => pulumi.output(content).apply(resolve));
      const file = join(this.folder, role, kind, path);
      writeFileSync(`${file}.new`, text, { mode: 0o444 });
      renameSync(`${file}.new`, file);
    }
  }

  async remove(): Promise<void> {
    await this.removeContainers();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private arguments(role: string, { image, command = [], args = [], confinement, resources }: ServiceSpec): string[] {
    if (!("reference" in image)) throw new Error(`${role} has no image that is there`);
    const [entrypoint, ...rest] = command;
    return [
      ...["--name", this.container(role), "--network", this.name, "--network-alias", role, "--hostname", role],
      ...["--user", confinement.user, "--read-only", "--cap-drop", "ALL", "--init"],
      ...["--security-opt", "no-new-privileges:true"],
      ...["--memory", `${resources.memoryMiB}m`, "--cpus", String(resources.cpus)],
      ...["--volume", "/alertmanager"],
      ...["--volume", `${join(this.folder, role, "files")}:${filesPath}:ro`],
      ...["--volume", `${join(this.folder, role, "secrets")}:${secretsPath}:ro`],
      ...["--entrypoint", entrypoint!, image.reference, ...rest, ...args],
    ];
  }

  private container(role: string): string {
    return `${this.name}-${role}`;
  }

  private async locate(role: string): Promise<void> {
    const format = `{{(index .NetworkSettings.Networks "${this.name}").IPAddress}}`;
    this.addresses.set(role, await run("docker", ["inspect", "--format", format, this.container(role)]));
  }

  private async removeContainers(): Promise<void> {
    for (const role of this.roles) await attempt("docker", ["rm", "--force", "--volumes", this.container(role)]);
    await attempt("docker", ["network", "rm", this.name]);
  }
}

function specOf(delivery: Delivery): AlertmanagerSpec {
  const files = alertmanagerFiles(delivery, secretsPath);
  const source = process.env["SIGHTLINE_IMAGES"] === "upstream" ? "upstream" : "local";
  const reference = imageRef("alertmanager", { source });
  if (reference === undefined) throw new Error("the image of Alertmanager can't be had");
  return {
    ...files,
    secrets: files.secrets.flatMap(({ path, secret }) => ("value" in secret ? [{ path, content: secret.value }] : [])),
    existingSecrets: [],
    tokensInUrls: false,
    publish: 9093,
    replicas: 1,
    reaches: [],
    externalUrl: "http://localhost:9093",
    service: {
      image: { reference },
      resources: { memoryMiB: 128, cpus: 0.5 },
      confinement: { user: "65534:65534" },
    },
  };
}
