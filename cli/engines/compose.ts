import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../signals/errors";
import { say } from "../lib/console";
import { containersOf, explainUnhealthy, removeVolumes } from "../lib/docker-stack";
import { readIfThere } from "../lib/folder";
import { writeFolder } from "../lib/secrets";
import { attempt, run } from "../lib/shell";
import type { Stack } from "../lib/stack";
import type { Rendered } from "../translate/rendered";
import { adoptRotated, credentialsPath, evaluateHere, lastRendered, renderedFolder } from "./applied";
import type { DeployedFiles, StackEngine, UpResult } from "./engine";

/** Applies what `render` writes with Docker Compose. */
export const compose: StackEngine = {
  name: "compose",
  evaluate: evaluateHere,
  deployed,
  unseen: (_stack, files) => files,
  preview,
  up,
  down,
};

const secretsFolder = ({ folder }: Stack) => join(folder, "secrets");
/** Names what was brought up whole; without it, the rendered files may never have been applied. */
const appliedMark = ({ folder }: Stack) => join(folder, "applied");

async function deployed(stack: Stack): Promise<DeployedFiles> {
  return existsSync(appliedMark(stack)) ? lastRendered(stack) : new Map();
}

/** Compose has no preview of its own; the contents are compared by the command. */
async function preview(): Promise<void> {}

async function up(stack: Stack): Promise<UpResult> {
  const { rendered, evaluation } = await evaluateHere(stack);
  const result = { outputs: evaluation.outputs, credentials: credentialsPath(stack) };
  const mark = digest(rendered);
  if (readIfThere(appliedMark(stack)) === mark && (await allRunning(stack, serviceCount(rendered.files)))) {
    adoptRotated(stack);
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
  adoptRotated(stack);
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

function digest({ files, secretFiles }: Rendered): string {
  const maps = [files, secretFiles].map((map) => [...map].sort());
  return createHash("sha256").update(JSON.stringify(maps)).digest("hex");
}
