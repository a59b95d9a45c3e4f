import type { Stack } from "../lib/stack";
import type { DeployedFiles } from "./engine";
import { pulumiOnDocker } from "./pulumi-docker";
import { pulumiOnKubernetes } from "./pulumi-kubernetes";
import type { PulumiProject } from "./pulumi-project";

/** What differs under the Pulumi engine between the two targets. */
export interface PulumiTarget {
  /** URNs of what `down` without `--volumes` keeps: the data, and the passwords that open it. */
  readonly data: readonly string[];
  /** Options of `up` and `preview`. */
  readonly options: readonly string[];
  /** Files that the engine's state holds, as they would be rendered. */
  deployed(stack: Stack, project: PulumiProject): Promise<DeployedFiles>;
  /** Whether such a rendered file is one that `deployed` has. */
  holds(path: string): boolean;
  /** Clears what an interrupted run left in the way, besides its lock. Returns whether there was anything. */
  clearLeft(stack: Stack, project: PulumiProject): Promise<boolean>;
  /** Why a stack didn't come up. */
  explain(stack: Stack): Promise<string[]>;
  /** Takes away what is left when the engine has destroyed the stack, as far as nobody else uses it. */
  removeLeft(stack: Stack, options: { readonly volumes: boolean }): Promise<void>;
}

export function pulumiTarget({ settings: { target } }: Stack): PulumiTarget {
  return target === "docker" ? pulumiOnDocker : pulumiOnKubernetes;
}
