import type { Stack } from "../lib/stack";
import type { EvaluatedStack } from "../translate/stack";

/** Paths below the rendered folder, to content: what is deployed now. */
export type DeployedFiles = ReadonlyMap<string, string>;

export type EngineName = "pulumi" | "compose" | "kubectl";
export const engineTitle = { pulumi: "the Pulumi engine", compose: "Docker Compose", kubectl: "kubectl" } as const;

/** What brings a stack up: the Pulumi CLI, or where that can't be had Docker Compose or kubectl. */
export interface StackEngine {
  readonly name: EngineName;
  /** The program's resources, without any engine: what can be checked before anything is touched. */
  evaluate(stack: Stack): Promise<EvaluatedStack>;
  /** What is deployed now, as far as this engine did it; empty when nothing is. */
  deployed(stack: Stack): Promise<DeployedFiles>;
  /** Those of the rendered files whose changes `preview` doesn't show by their content. */
  unseen(stack: Stack, files: DeployedFiles): DeployedFiles;
  /** Shows what it would change, resource by resource. */
  preview(stack: Stack): Promise<void>;
  /** Brings the stack up and waits until it's healthy. */
  up(stack: Stack): Promise<UpResult>;
  /** Takes the stack away; its data only when asked. */
  down(stack: Stack, options: { readonly volumes: boolean }): Promise<void>;
}

export interface UpResult {
  /** False: everything was there already. */
  readonly changed: boolean;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Where a person finds the generated credentials. */
  readonly credentials: string;
}
