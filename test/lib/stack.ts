import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { containersOf } from "../../cli/lib/docker-stack";
import { getJson, PrometheusApi, type Sample } from "../../cli/lib/prometheus-api";
import { run } from "../../cli/lib/shell";
import { stackFolder } from "../../cli/lib/stack-config";
import { containerIntervalSeconds } from "../../signals/scrape-jobs";
import { command, type CommandOptions, type CommandResult } from "./command";
import type { StackPorts } from "./ports";

/** Scrapes and evaluations of test stacks, in seconds: short, so that tests needn't wait. */
export const interval = 2;

/** A stack that tests bring up by the real commands, with its configuration in a folder of its own. */
export class TestStack {
  readonly name: string;
  /** The prefix of its containers, networks and volumes. */
  readonly project: string;
  readonly configFile: string;
  readonly ports: StackPorts;
  private readonly temporary = mkdtempSync(join(tmpdir(), "sightline-stack-"));
  /** Which engine its commands are told to use; a test may change it. */
  engine: "compose" | "pulumi" = "compose";
  private readonly env: CommandOptions["env"];

  /** @param env added to the environment of its commands */
  constructor(name: string, ports: StackPorts, env: CommandOptions["env"] = {}) {
    this.name = name;
    this.project = `sightline-${name}`;
    this.ports = ports;
    this.env = env;
    this.configFile = join(this.temporary, `Pulumi.${name}.yaml`);
    this.configure({});
  }

  /** What stands at the place of a secret in the stack file, which has none in plain text. */
  secret(name: string, value: string): { readonly file: string } {
    const file = join(this.temporary, name);
    writeFileSync(file, `${value}\n`, { mode: 0o600 });
    return { file };
  }

  /** Writes the stack file: `settings` without `sightline:` before each key, on top of ports and intervals. */
  configure(settings: Readonly<Record<string, unknown>>): void {
    const intervals = { scrapeIntervalSeconds: interval, evaluationIntervalSeconds: interval };
    const all = { ports: this.ports, prometheus: intervals, ...settings };
    const config = Object.fromEntries(Object.entries(all).map(([key, value]) => [`sightline:${key}`, value]));
    writeFileSync(this.configFile, stringify({ config }));
  }

  /** What this machine keeps of it. */
  get folder(): string {
    return stackFolder(this.name);
  }

  /** Runs a command on this stack. */
  run(name: string, args: readonly string[] = [], options?: CommandOptions): Promise<CommandResult> {
    return command(this.args(name, args), this.options(options));
  }

  /** Options of a command of this stack's. */
  options({ env, ...rest }: CommandOptions = {}): CommandOptions {
    return { ...rest, env: { ...this.env, ...env } };
  }

  /** The command's arguments; `up`, `preview` and `down` are told the engine. */
  args(name: string, args: readonly string[] = []): string[] {
    const engine = ["up", "preview", "down"].includes(name) ? ["--engine", this.engine] : [];
    return [name, "--stack", this.name, "--config-file", this.configFile, ...engine, ...args];
  }

  /** `up`, which must succeed. */
  async up(options?: CommandOptions): Promise<CommandResult> {
    const result = await this.run("up", [], options);
    if (result.code !== 0) throw new Error(`up failed:\n${result.output}`);
    return result;
  }

  /** Takes away whatever an earlier run that was interrupted left of it. */
  async clear(): Promise<void> {
    await this.run("down", ["--volumes"]);
  }

  /** Takes everything of it away, whatever state it's in. */
  async remove(): Promise<void> {
    await this.clear();
    this.forget();
  }

  /** Takes just its stack file away: enough for one that never came up. */
  forget(): void {
    rmSync(this.temporary, { recursive: true, force: true });
  }

  /** Identity and start of each service's container; equal before and after when nothing was touched. */
  async started(): Promise<Record<string, string>> {
    const containers = (await containersOf(this.name)).filter(({ name }) => !/-(files|secrets)$/.test(name));
    return Object.fromEntries(containers.map(({ id, name, startedAt }) => [name, `${id} ${startedAt}`]));
  }

  get prometheus(): PrometheusApi {
    return new PrometheusApi(`http://localhost:${this.ports.prometheus}`);
  }

  /** The value of an instant query's only sample at a time, in seconds since 1970; 0 without one. */
  async valueAt(expr: string, time: number): Promise<number> {
    const url = `http://localhost:${this.ports.prometheus}/api/v1/query?query=${encodeURIComponent(expr)}&time=${time}`;
    const { data } = await getJson<{ data: { result: Sample[] } }>(url);
    return Number(data.result[0]?.value[1] ?? 0);
  }

  /** Jobs of which a scrape was lost, or failed, since then, in milliseconds since 1970. At least eight must be there. */
  async lostScrapes(since: number): Promise<string[]> {
    const seconds = Math.ceil((Date.now() - since) / 1000) + 10;
    const query = encodeURIComponent(`up[${seconds}s]`);
    const url = `http://localhost:${this.ports.prometheus}/api/v1/query?query=${query}`;
    const { data } = await getJson<{ data: { result: { metric: { job: string }; values: [number, string][] }[] } }>(
      url,
    );
    if (data.result.length <= 8) throw new Error(`only ${data.result.length} targets`);
    return data.result.flatMap(({ metric: { job }, values }) => {
      const gaps = values.slice(1).map(([time], index) => time - (values[index]?.[0] ?? 0));
      const every = job === "cadvisor" ? containerIntervalSeconds : interval;
      const fine = Math.max(...gaps) < 1.75 * every && values.every(([, up]) => up === "1");
      return fine ? [] : [`${job}: ${gaps.join(", ")}`];
    });
  }

  /** The secrets that were made for it, by name. */
  secrets(): Record<string, string> {
    const path = join(this.folder, "secrets.json");
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
  }

  /** Everything on the engine that carries this stack's name or label: nothing, after `down --volumes`. */
  async leftovers(): Promise<string[]> {
    const lists = await Promise.all([
      run("docker", ["ps", "--all", "--format", "container {{.Names}}"]),
      run("docker", ["network", "ls", "--format", "network {{.Name}}"]),
      run("docker", ["volume", "ls", "--format", "volume {{.Name}}"]),
    ]);
    const lines = lists.flatMap((text) => text.split("\n"));
    return lines.filter((line) => line.split(" ")[1]?.match(new RegExp(`^${this.project}(-|_|$)`)));
  }
}

/** An address of this machine that every container reaches: that of the engine's own bridge, else of any network. */
export function hostAddress(): string {
  const { docker0 = [], ...others } = networkInterfaces();
  const found = [docker0, ...Object.values(others)]
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal);
  if (!found) throw new Error("this machine has no address but its own loopback");
  return found.address;
}
