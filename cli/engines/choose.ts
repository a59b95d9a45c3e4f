import { UserError } from "../../signals/errors";
import { say } from "../lib/console";
import { ensureCompose } from "../lib/engine";
import { attempt } from "../lib/shell";
import { compose } from "./compose";
import type { StackEngine } from "./engine";
import { ensurePulumi } from "./pulumi-cli";
import { pulumi } from "./pulumi";

export type EngineName = StackEngine["name"];

/** Which engine applies the stack: the Pulumi CLI, or Docker Compose where that can't be had. */
export const engineOption = { engine: { type: "string" } } as const;

/** What `--engine` says, checked: a misspelt one is told before anything else is done. */
export function engineName(given: string | undefined): EngineName | undefined {
  if (given === undefined || given === "pulumi" || given === "compose") return given;
  throw new UserError(`--engine is ${JSON.stringify(given)}; "pulumi" or "compose" was expected`);
}

/** The engine that was asked for, else the Pulumi CLI if it can be had, else Docker Compose, told in one line. */
export async function applyingEngine(
  wanted: EngineName | undefined,
  { install }: { readonly install: boolean },
): Promise<StackEngine> {
  if (wanted !== "compose") {
    const missing = await ensurePulumi();
    if (missing === undefined) return pulumi;
    if (wanted === "pulumi") throw new UserError(`the Pulumi CLI can't be had: ${missing}`);
    say(`The Pulumi CLI can't be had (${missing}); Docker Compose applies what the program renders.`);
  }
  await ensureCompose({ install, log: say });
  return compose;
}

/** The engine that brought a stack up, by the label on its containers. */
export async function engineOf(stack: string, wanted: EngineName | undefined): Promise<StackEngine> {
  if (wanted !== undefined) return applyingEngine(wanted, { install: false });
  const filter = ["--filter", `label=sightline.stack=${stack}`];
  const { stdout } = await attempt("docker", ["ps", "--all", ...filter, "--format", '{{.Label "sightline.engine"}}']);
  const owner = stdout.split("\n")[0];
  return owner === "pulumi" || owner === "compose"
    ? applyingEngine(owner, { install: false })
    : applyingEngine(undefined, { install: false });
}
