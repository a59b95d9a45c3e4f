import { mkdirSync, rmSync } from "node:fs";
import { UserError } from "../../signals/errors";
import { SecretStore } from "../lib/secrets";
import { lastLines } from "../lib/shell";
import { requireKnownToPulumi, type Stack } from "../lib/stack";
import { evaluateStack, unknownSecret, type EvaluatedStack } from "../translate/stack";
import { rotatedVersions } from "./applied";
import type { DeployedFiles, StackEngine, UpResult } from "./engine";
import { clearInterrupted } from "./pulumi-interrupted";
import { PulumiProject } from "./pulumi-project";
import { pulumiTarget } from "./pulumi-target";

/** The real engine, by its command-line interface. */
export const pulumi: StackEngine = { name: "pulumi", evaluate, deployed, unseen, preview, up, down };

/** The engine keeps the secrets; what is checked before it starts needs none, but that they are there. */
function evaluate(stack: Stack): Promise<EvaluatedStack> {
  requireKnownToPulumi(stack);
  return evaluateStack(stack, stack.folder, unknownSecret);
}

async function deployed(stack: Stack): Promise<DeployedFiles> {
  return pulumiTarget(stack).deployed(stack, new PulumiProject(stack));
}

/** It shows each resource that changes, and not what is in it. */
function unseen(stack: Stack, files: DeployedFiles): DeployedFiles {
  return new Map([...files].filter(([path]) => pulumiTarget(stack).holds(path)));
}

async function preview(stack: Stack): Promise<void> {
  const project = new PulumiProject(stack);
  await project.prepare();
  await project.show(["preview", "--suppress-outputs", ...pulumiTarget(stack).options]);
}

async function up(stack: Stack): Promise<UpResult> {
  const project = new PulumiProject(stack);
  mkdirSync(stack.folder, { recursive: true, mode: 0o700 });
  await project.prepare();
  const interrupted = await clearInterrupted(stack, project);
  const options = ["--yes", "--skip-preview", "--suppress-outputs", ...pulumiTarget(stack).options];
  const apply = () => project.show(["up", ...options], { check: false });
  let status = await apply();
  // The killed run's plug-ins outlive it, and may have made another container meanwhile.
  if (status !== 0 && interrupted && (await clearInterrupted(stack, project))) status = await apply();
  if (status !== 0) {
    throw new UserError([await project.whyFailed("up"), ...(await pulumiTarget(stack).explain(stack))]);
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
  const target = pulumiTarget(stack);
  const keep = volumes ? [] : target.data.flatMap((pattern) => ["--exclude", pattern]);
  await project.show(["destroy", "--yes", "--skip-preview", "--suppress-outputs", ...keep]);
  await target.removeLeft(stack, { volumes });
  if (!volumes) return;
  const removed = await project.attempt(["stack", "rm", "--yes", "--preserve-config"]);
  if (removed.code !== 0) throw new UserError(`pulumi stack rm failed:\n${lastLines(removed.stderr)}`);
  rmSync(stack.folder, { recursive: true, force: true });
}

/** So that the other engine can take the stack over with its data, and a person can log in. */
function keepSecrets(stack: Stack, outputs: Record<string, unknown>): void {
  const store = new SecretStore(stack.folder);
  const values = {
    postgres: String(outputs["postgresPassword"]),
    redis: String(outputs["redisPassword"]),
    "grafana-admin": String(outputs["grafanaAdminPassword"]),
    ...(typeof outputs["webPassword"] === "string" && { web: outputs["webPassword"] }),
  };
  const versions = Object.entries(rotatedVersions(stack)).filter(([name]) => name in values);
  store.keep(values, Object.fromEntries(versions));
}
