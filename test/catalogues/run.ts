/** Starts the services of the catalogues on a network of their own, and takes them away again. */
import { createSocket } from "node:dgram";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { run } from "../../cli/lib/shell";
import { filesPath, secretsPath, type ServiceSpec } from "../../components/platform/platform";
import { statsdPort } from "../../components/statsd-exporter";
import { contractPrefix } from "./specs";

const prefix = "sightline-catalogue";

/** What is running: where its Prometheus is, and how it's ended. */
export interface Running {
  readonly prometheusUrl: string;
  stop(): Promise<void>;
}

/** Needs the machine's own Docker engine: it mounts folders of this machine and reaches containers by their address. */
export async function start(specs: ReadonlyMap<string, ServiceSpec>): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
  chmodSync(folder, 0o755);
  const roles = [...specs.keys()];
  const stop = async () => {
    await remove(roles);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // What an interrupted run has left behind.
    await remove(roles);
    await docker("network", "create", prefix);
    for (const [role, spec] of specs) {
      const files = await writeFiles(join(folder, role), spec);
      await docker("run", "--detach", ...runArgs(role, spec, files));
    }
    await makeData();
    await send(await address("statsd-exporter"));
    return { prometheusUrl: `http://${await address("prometheus")}:9090`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Confined as on the Docker platform, since that decides what an exporter can read. */
function runArgs(role: string, spec: ServiceSpec, files: string): string[] {
  if (!("reference" in spec.image)) throw new Error(`${role}: only images that are there already can be started`);
  const { user, capabilities = [], readOnlyRoot = true } = spec.confinement;
  const args = ["--name", `${prefix}-${role}`, "--network", prefix, "--network-alias", role, "--hostname", role];
  args.push("--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--init");
  args.push("--memory", `${spec.resources.memoryMiB}m`, "--cpus", String(spec.resources.cpus));
  for (const capability of capabilities) args.push("--cap-add", capability);
  if (user !== "image") args.push("--user", user);
  if (readOnlyRoot) args.push("--read-only");
  for (const [name, value] of Object.entries(spec.env ?? {})) args.push("--env", `${name}=${String(value)}`);
  for (const { path, sizeMiB } of spec.scratch ?? []) args.push("--tmpfs", `${path}:size=${sizeMiB}m,mode=1777`);
  for (const { path } of spec.volumes ?? []) args.push("--volume", path);
  for (const { from, to } of spec.hostMounts ?? []) args.push("--volume", `${from}:${to}:ro`);
  if (spec.files?.length) args.push("--volume", `${join(files, "files")}:${filesPath}:ro`);
  if (spec.secrets?.length) args.push("--volume", `${join(files, "secrets")}:${secretsPath}:ro`);
  const [entrypoint, ...rest] = spec.command ?? [];
  if (entrypoint !== undefined) args.push("--entrypoint", entrypoint);
  return [...args, spec.image.reference, ...rest, ...(spec.args ?? [])];
}

async function writeFiles(folder: string, { files = [], secrets = [] }: ServiceSpec): Promise<string> {
  const all = [
    ...files.map((file) => ({ ...file, kind: "files" })),
    ...secrets.map((file) => ({ ...file, kind: "secrets" })),
  ];
  for (const { kind, path, content } of all) {
    const target = join(folder, kind, path);
    const text = await new Promise<string>((resolve) => pulumi.output(content).apply(resolve));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, { mode: 0o444 });
  }
  return folder;
}

/** Some metrics are there only when there is something to report: a table, a replication slot, a key. */
async function makeData(): Promise<void> {
  const sql = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY); SELECT pg_create_physical_replication_slot('s')";
  await retry(() => docker("exec", `${prefix}-postgres`, "psql", "-h", "/var/run/postgresql", "-U", "app", "-c", sql));
  const redis = ["exec", "--env", "REDISCLI_AUTH=catalogue", `${prefix}-redis`, "redis-cli"];
  await retry(() => docker(...redis, "set", "key", "value", "ex", "600"));
}

/** A line of each kind: good, with a tag, negative, of another type, undeclared, broken. */
async function send(host: string): Promise<void> {
  const socket = createSocket("udp4");
  const sent = `${contractPrefix}sent`;
  const lines = [`${sent}:1|c`, `${sent}:1|c|#tag:value`, `${sent}:-1|c`, `${contractPrefix}conflicting:1|g`];
  lines.push("undeclared:1|g", "broken", "x:y|c");
  for (const line of lines) {
    await new Promise<void>((resolve) => socket.send(line, statsdPort, host, () => resolve()));
  }
  socket.close();
}

async function address(role: string): Promise<string> {
  const format = `{{(index .NetworkSettings.Networks "${prefix}").IPAddress}}`;
  return docker("inspect", "--format", format, `${prefix}-${role}`);
}

async function remove(roles: readonly string[]): Promise<void> {
  const names = roles.map((role) => `${prefix}-${role}`);
  // One that isn't there is no reason to leave the others.
  await Promise.all(names.map((name) => docker("rm", "--force", "--volumes", name).catch(() => "")));
  await docker("network", "rm", prefix).catch(() => "");
}

async function docker(...args: readonly string[]): Promise<string> {
  return run("docker", args, { timeout: 60_000 });
}

/** Until it works, or throws what it threw last. */
export async function retry<T>(action: () => Promise<T>, seconds = 60): Promise<T> {
  for (const until = Date.now() + seconds * 1000; ;) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
