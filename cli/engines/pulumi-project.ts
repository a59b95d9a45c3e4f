import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../signals/errors";
import { toYaml } from "../../signals/yaml";
import { SecretStore, writePrivate } from "../lib/secrets";
import { attempt, lastLines, type Outcome } from "../lib/shell";
import type { Stack } from "../lib/stack";
import { projectFolder } from "../lib/stack-config";

/** A resource in the engine's state. Secret inputs are opaque unless they were asked for. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

type StackFileContent = { config?: Record<string, unknown>; encryptionsalt?: string };

/** Secrets that another engine made and that the data is locked with; config key by name in the secret store. */
const inherited = { postgres: "sightline:postgresPassword", redis: "sightline:redisPassword" } as const;

/**
 * The program as a Pulumi project of its own in the stack's folder, so that the CLI writes its encryption salt there
 * and the checkout stays clean. State and passphrase are files as well, unless the environment names others.
 */
export class PulumiProject {
  readonly folder: string;
  readonly backend: string;
  private readonly stack: Stack;
  private readonly env: Record<string, string>;

  constructor(stack: Stack) {
    this.stack = stack;
    this.folder = join(stack.folder, "project");
    const own = join(projectFolder, ".sightline");
    this.backend = process.env["PULUMI_BACKEND_URL"] ?? `file://${join(own, "pulumi")}`;
    this.env = { PULUMI_BACKEND_URL: this.backend, PULUMI_SKIP_UPDATE_CHECK: "true" };
    if (
      process.env["PULUMI_CONFIG_PASSPHRASE"] === undefined &&
      process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] === undefined
    ) {
      this.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = join(own, "passphrase");
    }
  }

  /** Makes the project's files and the stack, if they aren't there. Asks nothing. */
  async prepare(): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const local = /^file:\/\/(\/.*)$/.exec(this.backend)?.[1];
    if (local !== undefined) mkdirSync(local, { recursive: true, mode: 0o700 });
    const passphrase = this.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
    if (passphrase !== undefined && !existsSync(passphrase))
      writePrivate(passphrase, randomBytes(24).toString("base64url"));
    const program = parse(readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
    writeFileSync(join(this.folder, "Pulumi.yaml"), toYaml({ ...program, main: "../../../" }));
    this.writeStackFile();
    const selected = await this.attempt(["stack", "select", this.stack.name]);
    if (selected.code === 0) return;
    const init = await this.attempt(["stack", "init", this.stack.name]);
    if (init.code !== 0) throw new UserError(explain("stack init", init));
    await this.inheritSecrets();
  }

  /** Runs a command of the CLI and returns what it printed. */
  async run(args: readonly string[]): Promise<string> {
    const outcome = await this.attempt(args);
    if (outcome.code !== 0) throw new UserError(explain(args[0] ?? "", outcome));
    return outcome.stdout;
  }

  /** Runs a command whose output is for the person who waits. */
  async show(args: readonly string[], { check = true } = {}): Promise<number> {
    const outcome = await this.attempt(args, "inherit");
    if (check && outcome.code !== 0) throw new UserError(await this.whyFailed(args[0] ?? ""));
    return outcome.code;
  }

  /** Of a command that has shown its own output: only a wrong passphrase is told better here. */
  async whyFailed(command: string): Promise<string> {
    const probe = await this.attempt(["config", "--show-secrets"]);
    return isWrongPassphrase(probe) ? wrongPassphrase : `pulumi ${command} failed; what it said is above`;
  }

  attempt(args: readonly string[], stdio: "capture" | "inherit" = "capture", input?: string): Promise<Outcome> {
    const named = args[0] === "stack" && ["select", "init"].includes(args[1] ?? "") ? [] : ["--stack", this.stack.name];
    const all = ["-C", this.folder, "--non-interactive", ...args, ...named];
    return attempt("pulumi", all, { env: this.env, stdio, ...(input !== undefined && { input }) });
  }

  /** What the engine's state holds; nothing where the stack isn't there. */
  async resources({ secrets = false } = {}): Promise<StateResource[]> {
    if (!existsSync(this.folder)) return [];
    const exported = await this.attempt(["stack", "export", ...(secrets ? ["--show-secrets"] : [])]);
    // Nothing known isn't the same as nothing there: what isn't known would be taken for lost.
    if (exported.code !== 0) throw new UserError(explain("stack export", exported));
    const { deployment } = JSON.parse(exported.stdout) as { deployment: { resources?: StateResource[] } };
    return (deployment.resources ?? []).map((resource) => ({ ...resource, inputs: resource.inputs ?? {} }));
  }

  /** The committed stack file, with the salt and the inherited secrets that the CLI wrote into our copy. */
  private writeStackFile(): void {
    const name = `Pulumi.${this.stack.name}.yaml`;
    const committed = (parse(readFileSync(this.stack.configFile, "utf8")) ?? {}) as StackFileContent;
    const path = join(this.folder, name);
    const before = existsSync(path) ? ((parse(readFileSync(path, "utf8")) ?? {}) as StackFileContent) : {};
    const kept = Object.entries(before.config ?? {}).filter(([key]) =>
      (Object.values(inherited) as string[]).includes(key),
    );
    const encryptionsalt = committed.encryptionsalt ?? before.encryptionsalt;
    const config = { ...Object.fromEntries(kept), ...committed.config };
    writeFileSync(path, toYaml({ config, ...(encryptionsalt !== undefined && { encryptionsalt }) }), { mode: 0o600 });
  }

  private async inheritSecrets(): Promise<void> {
    const kept = new SecretStore(this.stack.folder).values();
    for (const [name, key] of Object.entries(inherited)) {
      const value = kept[name];
      if (value === undefined || key in this.stack.config) continue;
      const outcome = await this.attempt(["config", "set", "--secret", key], "capture", value);
      if (outcome.code !== 0) throw new UserError(explain("config set", outcome));
    }
  }
}

const wrongPassphrase =
  "the passphrase is wrong: this stack's secrets are encrypted with another one. Expected in " +
  "PULUMI_CONFIG_PASSPHRASE, in the file that PULUMI_CONFIG_PASSPHRASE_FILE names, or in .sightline/passphrase";

function isWrongPassphrase({ stderr }: Outcome): boolean {
  return /incorrect passphrase/.test(stderr);
}

function explain(command: string, outcome: Outcome): string {
  if (isWrongPassphrase(outcome)) return wrongPassphrase;
  const { stderr, stdout } = outcome;
  return `pulumi ${command} failed:\n${lastLines(stderr.trim() === "" ? stdout : stderr)}`;
}
