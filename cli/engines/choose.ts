import { engineLabel, stackLabel } from "../../components/platform/kubernetes/labels";
import { UserError } from "../../signals/errors";
import { say } from "../lib/console";
import { ensureCompose } from "../lib/engine";
import { Kubectl } from "../lib/kubernetes/kubectl";
import { attempt } from "../lib/shell";
import type { Stack } from "../lib/stack";
import { compose } from "./compose";
import { engineTitle, type EngineName, type StackEngine } from "./engine";
import { kubectl } from "./kubectl";
import { ensurePulumi } from "./pulumi-cli";
import { pulumi } from "./pulumi";

export type Target = Stack["settings"]["target"];

/** What applies the rendered files where the Pulumi CLI can't be had. */
const withoutPulumi: Readonly<Record<Target, StackEngine>> = { docker: compose, kubernetes: kubectl };

/** Which engine applies the stack: the Pulumi CLI, or Docker Compose or kubectl where that can't be had. */
export const engineOption = { engine: { type: "string" } } as const;

/** What `--engine` says, checked before anything is touched. */
export function engineName(given: string | undefined, { settings: { target } }: Stack): EngineName | undefined {
  const { name } = withoutPulumi[target];
  if (given === undefined || given === "pulumi" || given === name) return given;
  const other = Object.keys(engineTitle).includes(given) ? `, and the stack's target is "${target}"` : "";
  throw new UserError(`--engine is ${JSON.stringify(given)}${other}; "pulumi" or "${name}" was expected`);
}

/** The engine that was asked for, else the Pulumi CLI if it can be had, else the target's own, told in one line. */
export async function applyingEngine(
  wanted: EngineName | undefined,
  target: Target,
  { install }: { readonly install: boolean },
): Promise<StackEngine> {
  const engine = withoutPulumi[target];
  if (wanted !== engine.name) {
    const missing = await ensurePulumi();
    if (missing === undefined) return pulumi;
    if (wanted === "pulumi") throw new UserError(`the Pulumi CLI can't be had: ${missing}`);
    say(`The Pulumi CLI can't be had (${missing}); ${engineTitle[engine.name]} applies what the program renders.`);
  }
  if (target === "docker") await ensureCompose({ install, log: say });
  return engine;
}

/** The engine that brought a stack up, by the label on what it made. */
export async function engineOf(stack: Stack, wanted: EngineName | undefined): Promise<StackEngine> {
  const { target } = stack.settings;
  const owner = wanted ?? (target === "docker" ? await ownerOnDocker(stack) : await ownerInCluster(stack));
  const known = owner === "pulumi" || owner === withoutPulumi[target].name ? owner : wanted;
  return applyingEngine(known, target, { install: false });
}

async function ownerOnDocker({ name }: Stack): Promise<string | undefined> {
  const filter = ["--filter", `label=${stackLabel}=${name}`, "--format", `{{.Label "${engineLabel}"}}`];
  return (await attempt("docker", ["ps", "--all", ...filter])).stdout.split("\n")[0];
}

/** Pods tell first: a namespace that was kept may be of an engine that doesn't own the stack any longer. */
async function ownerInCluster(stack: Stack): Promise<string | undefined> {
  const label = `jsonpath={.items[*].metadata.labels.${engineLabel.replace(".", "\\.")}}`;
  const selector = ["--selector", `${stackLabel}=${stack.name}`, "--output", label];
  for (const kind of ["pods,deployments", "namespaces,customresourcedefinitions"]) {
    const found = await new Kubectl(stack).run(["get", kind, "--all-namespaces", ...selector]);
    if (found.trim() !== "") return found.trim().split(" ")[0];
  }
  return undefined;
}
