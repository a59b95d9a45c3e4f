import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { readFolder } from "../lib/folder";
import { SecretStore } from "../lib/secrets";
import { requireDecrypted, type Stack } from "../lib/stack";
import { projectFolder } from "../lib/stack-config";
import { evaluateStack, type EvaluatedStack } from "../translate/stack";
import type { DeployedFiles } from "./engine";

/** What the engines without Pulumi have in common: the rendered folder, and the secrets on this machine. */

export const renderedFolder = ({ folder }: Stack) => join(folder, "rendered");

export function evaluateHere(stack: Stack): Promise<EvaluatedStack> {
  requireDecrypted(stack);
  const store = new SecretStore(stack.folder);
  return evaluateStack(stack, renderedFolder(stack), (name) => store.get(name));
}

/** Where a person finds the generated credentials. */
export function credentialsPath(stack: Stack): string {
  return relative(projectFolder, join(stack.folder, "secrets.json"));
}

/** What was rendered last, to be applied. */
export function lastRendered(stack: Stack): DeployedFiles {
  const folder = renderedFolder(stack);
  return existsSync(folder) ? readFolder(folder) : new Map();
}
