import { existsSync } from "node:fs";
import { join } from "node:path";
import { attempt, run, type Outcome, type RunOptions } from "../shell";
import type { Stack } from "../stack";
import { projectFolder } from "../stack-config";

/** Where `up` puts one that this machine hasn't got: nobody else's is replaced. */
export const ownKubectl = join(projectFolder, ".sightline", "bin", "kubectl");

/** What is called: our own, which is there only where the machine has none that will do. */
export function kubectlProgram(): string {
  return existsSync(ownKubectl) ? ownKubectl : "kubectl";
}

/** The cluster of a stack, by kubectl: the same file and context as the Pulumi provider takes. */
export class Kubectl {
  private readonly options: readonly string[];

  constructor({ settings }: Pick<Stack, "settings">) {
    const { kubeconfig, context } = settings.kubernetes;
    this.options = [
      ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
      ...(context === undefined ? [] : ["--context", context]),
    ];
  }

  attempt(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return attempt(kubectlProgram(), [...this.options, ...args], { timeout: 120_000, ...options });
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return run(kubectlProgram(), [...this.options, ...args], { timeout: 120_000, ...options });
  }

  async json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
    return JSON.parse(await this.run([...args, "--output", "json"], options)) as T;
  }

  /** For a process that goes on, such as a port-forward. */
  command(args: readonly string[]): readonly [string, readonly string[]] {
    return [kubectlProgram(), [...this.options, ...args]];
  }
}
