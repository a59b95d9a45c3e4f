import type { Stack } from "../lib/stack";
import { requireLock } from "../lib/supply/own";
import { toCompose } from "./compose";
import { evaluate, type Evaluation } from "./evaluate";
import { toKubernetes } from "./kubernetes";
import { givenSecrets, refuseSecrets } from "./refuse-secrets";
import type { Rendered } from "./rendered";

export interface EvaluatedStack {
  readonly evaluation: Evaluation;
  readonly rendered: Rendered;
}

const unknown = "unknown-secret-";

/** Stands for a secret where nothing is applied, or where a Pulumi engine has it in its state. */
export function unknownSecret(name: string): string {
  return unknown + name;
}

export function isUnknownSecret(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(unknown);
}

/** The program keeps its state in modules, so it can run only once in a process; what it gave is kept. */
let evaluated: { readonly stack: string; readonly evaluation: Promise<Evaluation> } | undefined;

/**
 * Runs the program for a stack and translates what it registered.
 *
 * @param secret the value of a generated secret: `postgres`, `redis`, `grafana-admin`, `grafana-key`, `web`, `web-salt`, `checksum`
 */
export async function evaluateStack(
  stack: Stack,
  outputFolder: string,
  secret: (name: string, version?: string) => string,
): Promise<EvaluatedStack> {
  requireLock(stack);
  const used: string[] = [];
  evaluated ??= {
    stack: stack.name,
    evaluation: evaluate({
      stack: stack.name,
      config: stack.config,
      secret: (name, version) => {
        const value = secret(name.replace(`${stack.project}-secrets-`, ""), version);
        used.push(value);
        return value;
      },
    }),
  };
  if (evaluated.stack !== stack.name) throw new Error("a process can evaluate one stack only");
  const evaluation = await evaluated.evaluation;
  const rendered =
    stack.settings.target === "kubernetes"
      ? toKubernetes(stack.name, evaluation)
      : toCompose(stack.project, evaluation, outputFolder);
  refuseSecrets(rendered.files, used, givenSecrets(stack));
  return { evaluation, rendered };
}
