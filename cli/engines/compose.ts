import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { UserError } from "../../signals/errors";
import { say } from "../lib/console";
import { containersOf, explainUnhealthy, removeVolumes } from "../lib/docker-stack";
import { SecretStore, writeFolder } from "../lib/secrets";
import { attempt, run } from "../lib/shell";
import { requireDecrypted, type Stack } from "../lib/stack";
import { projectFolder } from "../lib/stack-config";
import { evaluateStack, type EvaluatedStack } from "../translate/stack";
import type { DeployedFiles, StackEngine, UpResult } from "./engine";

/** Applies what `render` writes with Docker Compose. */
export const compose: StackEngine = { name: "compose", evaluate, deployed, preview, up, down };

const renderedFolder = ({ folder }: Stack) => join(folder, "rendered");
const secretsFolder = ({ folder }: Stack) => join(folder, "secrets");
/** Names what was brought up whole; without it, the rendered files may never have been applied. */
const appliedMark = ({ folder }: Stack) => join(folder, "applied");

function evaluate(stack: Stack): Promise<EvaluatedStack> {
  requireDecrypted(stack);
  const store = new SecretStore(stack.folder);
  return evaluateStack(stack, renderedFolder(stack), (name) => store.get(name));
}

async function deployed(stack: Stack): Promise<DeployedFiles> {
  return existsSync(appliedMark(stack)) ? readFolder(renderedFolder(stack)) : new Map();
}

/** Compose has no preview of its own; the contents are compared by the command. */
async function preview(): Promise<void> {}

async function up(stack: Stack): Promise<UpResult> {
  const { rendered, evaluation } = await evaluate(stack);
  const result = {
    outputs: evaluation.outputs,
    credentials: relative(projectFolder, join(stack.folder, "secrets.json")),
  };
  const mark = digest(rendered.files, rendered.secretFiles);
  if (readIfThere(appliedMark(stack)) === mark && (await allRunning(stack, serviceCount(rendered.files)))) {
    return { ...result, changed: false };
  }
  rmSync(appliedMark(stack), { force: true });
  writeFolder(renderedFolder(stack), rendered.files);
  writeFolder(secretsFolder(stack), rendered.secretFiles, true);
  await build(stack, rendered.files);
  say("Starting the services and waiting until they are healthy...");
  const outcome = await attempt("docker", [...composeArgs(stack), "up", "--detach", "--wait", "--remove-orphans"], {
    env: environment(stack),
  });
  if (outcome.code !== 0) {
    throw new UserError([
      `docker compose up failed:\n${outcome.stderr.trim()}`,
      ...(await explainUnhealthy(stack.name)),
    ]);
  }
  writeFileSync(appliedMark(stack), mark);
  return { ...result, changed: true };
}

async function down(stack: Stack, { volumes }: { readonly volumes: boolean }): Promise<void> {
  // By name alone: what was rendered last may have been lost.
  await run("docker", ["compose", "--project-name", stack.project, "down", "--remove-orphans"], {
    env: environment(stack),
  });
  rmSync(appliedMark(stack), { force: true });
  await removeVolumes(stack.name, volumes ? "all" : "files");
  if (!volumes) return;
  rmSync(stack.folder, { recursive: true, force: true });
}

async function build(stack: Stack, files: ReadonlyMap<string, string>): Promise<void> {
  if (!/^ {4}build:/m.test(files.get("compose.yaml") ?? "")) return;
  say("Building the application's image...");
  // Compose builds with buildx where it's installed, and otherwise only when it's told to do without.
  const buildx = (await attempt("docker", ["buildx", "version"])).code === 0;
  await run("docker", [...composeArgs(stack), "build", "--quiet"], {
    env: { ...environment(stack), ...(buildx ? {} : { DOCKER_BUILDKIT: "0" }) },
  });
}

function composeArgs(stack: Stack): string[] {
  return ["compose", "--project-name", stack.project, "--file", join(renderedFolder(stack), "compose.yaml")];
}

function environment(stack: Stack): Record<string, string> {
  const host = stack.settings.dockerHost;
  return {
    SIGHTLINE_SECRETS: secretsFolder(stack),
    COMPOSE_IGNORE_ORPHANS: "false",
    ...(host && { DOCKER_HOST: host }),
  };
}

function serviceCount(files: ReadonlyMap<string, string>): number {
  return (files.get("compose.yaml")?.match(/^ {4}container_name:/gm) ?? []).length - 1;
}

/** All but the one that only copies files. */
async function allRunning(stack: Stack, expected: number): Promise<boolean> {
  const running = (await containersOf(stack.name)).filter(
    ({ state, health }) => state === "running" && health !== "unhealthy",
  );
  return running.length === expected;
}

function digest(...maps: readonly ReadonlyMap<string, string>[]): string {
  return createHash("sha256")
    .update(JSON.stringify(maps.map((map) => [...map].sort())))
    .digest("hex");
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Every file below a folder, by its path in it. */
export function readFolder(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), readFileSync(path, "utf8")] as const;
    }),
  );
}
