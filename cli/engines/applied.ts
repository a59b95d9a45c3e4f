import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { rotated } from "../../components/rotated";
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
  return evaluateStack(stack, renderedFolder(stack), (name, version) => store.get(name, version));
}

/** What `rotate` asks for, by the names that the secrets are kept under. */
export function rotatedVersions({ settings: { rotate } }: Stack): Record<string, string> {
  return Object.fromEntries(Object.entries(rotated).map(([key, name]) => [name, String(rotate[key] ?? 1)]));
}

/** After an `up`: the passwords that it has deployed are the only ones. */
export function adoptRotated(stack: Stack): void {
  new SecretStore(stack.folder).adopt(rotatedVersions(stack));
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
