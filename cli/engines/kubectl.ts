import { rmSync } from "node:fs";
import { UserError } from "../../signals/errors";
import { print, say } from "../lib/console";
import { Kubectl } from "../lib/kubernetes/kubectl";
import { isData } from "../lib/kubernetes/objects";
import { ownObjects } from "../lib/kubernetes/own-objects";
import { applyPlan, isEmpty, planLines, planOf } from "../lib/kubernetes/plan";
import { waitUntilReady } from "../lib/kubernetes/ready";
import { removeStack } from "../lib/kubernetes/remove-stack";
import { SecretStore, writeFolder } from "../lib/secrets";
import type { Stack } from "../lib/stack";
import type { EvaluatedStack } from "../translate/stack";
import { kubernetesObjects } from "../translate/kubernetes";
import { adoptRotated, credentialsPath, evaluateHere, lastRendered, renderedFolder } from "./applied";
import type { StackEngine, UpResult } from "./engine";

/** Applies what `render` writes with kubectl. */
export const kubectl: StackEngine = {
  name: "kubectl",
  evaluate,
  deployed: (stack) => Promise.resolve(lastRendered(stack)),
  unseen: (_stack, files) => files,
  preview,
  up,
  down,
};

async function evaluate(stack: Stack): Promise<EvaluatedStack> {
  await requireSecrets(stack);
  return evaluateHere(stack);
}

async function preview(stack: Stack): Promise<void> {
  const { evaluation } = await evaluate(stack);
  const plan = await planOf(new Kubectl(stack), stack.name, kubernetesObjects(evaluation));
  const lines = isEmpty(plan) ? ["Nothing."] : planLines(plan);
  print(`In the cluster:\n${lines.join("\n")}\n\nSince the last \`up\` from here, in its files:`);
}

async function up(stack: Stack): Promise<UpResult> {
  const cluster = new Kubectl(stack);
  const { rendered, evaluation } = await evaluate(stack);
  const objects = kubernetesObjects(evaluation);
  const plan = await planOf(cluster, stack.name, objects);
  const changed = !isEmpty(plan);
  writeFolder(renderedFolder(stack), rendered.files);
  if (changed) {
    const { create, update, replace, remove } = plan;
    say(
      `Applying ${create.length} new objects, ${update.length} changed, ${replace.length} made anew; ` +
        `removing ${remove.length}...`,
    );
    await applyPlan(cluster, plan);
    say("Waiting until all pods are ready...");
  }
  await waitUntilReady(cluster, stack.name, objects);
  adoptRotated(stack);
  return { changed, outputs: evaluation.outputs, credentials: credentialsPath(stack) };
}

async function down(stack: Stack, { volumes }: { readonly volumes: boolean }): Promise<void> {
  const cluster = new Kubectl(stack);
  const objects = await ownObjects(cluster, stack.name);
  rmSync(renderedFolder(stack), { recursive: true, force: true });
  await removeStack(cluster, stack.name, volumes ? objects : objects.filter((object) => !isData(object)));
  if (volumes) rmSync(stack.folder, { recursive: true, force: true });
}

/** Passwords that were made on another machine can't be guessed here, and the data is locked with them. */
async function requireSecrets(stack: Stack): Promise<void> {
  if (Object.keys(new SecretStore(stack.folder).values()).some((name) => !name.startsWith("sightline:"))) return;
  const ours = [
    "--namespace",
    stack.project,
    "--selector",
    `sightline.stack=${stack.name}`,
    "--field-selector=type=Opaque",
    "--output=name",
  ];
  const { code, stdout } = await new Kubectl(stack).attempt(["get", "secrets", ...ours]);
  // Who mayn't look is told so by the preflight, with everything else that is missing.
  if (code !== 0 || stdout.trim() === "") return;
  throw new UserError(
    `the stack "${stack.name}" is in the cluster, and its passwords aren't on this machine: copy ${credentialsPath(stack)} ` +
      `from where it was brought up, or take it away with its data: npm run down -- --stack ${stack.name} --volumes`,
  );
}
