import { mkdirSync, rmSync } from "node:fs";
import { filesPath } from "../../components/platform/platform";
import { UserError } from "../../signals/errors";
import { explainUnhealthy, removeVolumes } from "../lib/docker-stack";
import { SecretStore } from "../lib/secrets";
import { lastLines } from "../lib/shell";
import type { Stack } from "../lib/stack";
import { evaluateStack, type EvaluatedStack } from "../translate/stack";
import type { DeployedFiles, StackEngine, UpResult } from "./engine";
import { clearInterrupted } from "./pulumi-interrupted";
import { PulumiProject } from "./pulumi-project";

/** The real engine, by its command-line interface. */
export const pulumi: StackEngine = { name: "pulumi", evaluate, deployed, preview, up, down };

/** Kept by `down` without `--volumes`: the data, and the passwords that open it. */
const data = ["**docker:index/volume:Volume::*-data", "**random:index/randomPassword:RandomPassword::*"];

/** The engine keeps the secrets; what is checked before it starts needs none. */
function evaluate(stack: Stack): Promise<EvaluatedStack> {
  return evaluateStack(stack, stack.folder, (name) => `unknown-${name}`);
}

async function deployed(stack: Stack): Promise<DeployedFiles> {
  const project = new PulumiProject(stack);
  const files = new Map<string, string>();
  for (const { type, inputs } of await project.resources()) {
    const uploads = (inputs["uploads"] ?? []) as { file: string; content: string }[];
    if (type !== "docker:index/container:Container" || uploads.length === 0) continue;
    const role = String(inputs["name"]).slice(stack.project.length + 1);
    if (!role.endsWith("-files")) continue;
    for (const { file, content } of uploads) {
      files.set(`files/${role.slice(0, -"-files".length)}/${file.slice(filesPath.length + 1)}`, content);
    }
  }
  return files;
}

async function preview(stack: Stack): Promise<void> {
  const project = new PulumiProject(stack);
  await project.prepare();
  await project.show(["preview", "--suppress-outputs"]);
}

async function up(stack: Stack): Promise<UpResult> {
  const project = new PulumiProject(stack);
  mkdirSync(stack.folder, { recursive: true, mode: 0o700 });
  await project.prepare();
  const interrupted = await clearInterrupted(stack, project);
  const apply = () => project.show(["up", "--yes", "--skip-preview", "--suppress-outputs"], { check: false });
  let status = await apply();
  // The killed run's plug-ins outlive it, and may have made another container meanwhile.
  if (status !== 0 && interrupted && (await clearInterrupted(stack, project))) status = await apply();
  if (status !== 0) {
    throw new UserError([await project.whyFailed("up"), ...(await explainUnhealthy(stack.name))]);
  }
  const outputs = JSON.parse(await project.run(["stack", "output", "--json", "--show-secrets"])) as Record<
    string,
    unknown
  >;
  keepSecrets(stack, outputs);
  const [last] = JSON.parse(await project.run(["stack", "history", "--json", "--page-size", "1"])) as {
    resourceChanges?: Record<string, number>;
  }[];
  const changed = Object.entries(last?.resourceChanges ?? {}).some(([kind, count]) => kind !== "same" && count > 0);
  return { changed, outputs, credentials: `.sightline/${stack.name}/secrets.json` };
}

async function down(stack: Stack, { volumes }: { readonly volumes: boolean }): Promise<void> {
  const project = new PulumiProject(stack);
  await project.prepare();
  await clearInterrupted(stack, project);
  const keep = volumes ? [] : data.flatMap((pattern) => ["--exclude", pattern]);
  await project.show(["destroy", "--yes", "--skip-preview", "--suppress-outputs", ...keep]);
  if (!volumes) return;
  await removeVolumes(stack.name, "all");
  const removed = await project.attempt(["stack", "rm", "--yes", "--preserve-config"]);
  if (removed.code !== 0) throw new UserError(`pulumi stack rm failed:\n${lastLines(removed.stderr)}`);
  rmSync(stack.folder, { recursive: true, force: true });
}

/** So that the other engine can take the stack over with its data, and a person can log in. */
function keepSecrets(stack: Stack, outputs: Record<string, unknown>): void {
  const store = new SecretStore(stack.folder);
  store.set({
    postgres: String(outputs["postgresPassword"]),
    redis: String(outputs["redisPassword"]),
    "grafana-admin": String(outputs["grafanaAdminPassword"]),
  });
}
