import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ensurePulumi } from "../../cli/engines/pulumi-cli";
import { attempt, type Outcome } from "../../cli/lib/shell";
import { projectFolder } from "../../cli/lib/stack-config";

/** A backend of the Pulumi CLI in a temporary folder, with a passphrase of its own. */
export class PulumiBackend {
  readonly env: Readonly<Record<string, string>>;
  private readonly folder = mkdtempSync(join(tmpdir(), "sightline-pulumi-"));

  constructor() {
    const state = join(this.folder, "state");
    mkdirSync(state);
    this.env = {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }

  /** Runs the CLI itself in the checkout, as a person would. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}, timeout = 240_000): Promise<Outcome> {
    await ensurePulumi();
    const all = ["--non-interactive", "--color", "never", ...args];
    return attempt("pulumi", all, { cwd: projectFolder, env: { ...this.env, ...env }, timeout });
  }

  /** Makes a stack. Its encryption salt goes into `configFile`, and none of it into the checkout. */
  async init(stack: string, configFile: string): Promise<void> {
    const written = join(projectFolder, `Pulumi.${stack}.yaml`);
    try {
      const { code, stderr } = await this.run(["stack", "init", stack, "--no-select"]);
      if (code !== 0) throw new Error(stderr);
      const { encryptionsalt } = parse(readFileSync(written, "utf8")) as { encryptionsalt: string };
      const settings = parse(readFileSync(configFile, "utf8")) as object;
      writeFileSync(configFile, stringify({ ...settings, encryptionsalt }));
    } finally {
      rmSync(written, { force: true });
    }
  }

  /** Everything that the backend has written: state, history, backups. */
  written(): Map<string, string> {
    const root = join(this.folder, "state");
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(files.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, text(path)]));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function text(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
