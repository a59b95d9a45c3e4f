import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { didYouMean } from "../signals/nearest";

/** Files that a stack's configuration names: from the project on, wherever a command or an engine runs. */

const projectFolder = resolve(__dirname, "..");

export function fromProject(path: string): string {
  return resolve(projectFolder, path.replace(/^~(?=\/)/, homedir()));
}

/** What a file holds, or why it can't be had. */
export function readProjectFile(path: string): { readonly text: string } | { readonly fault: string } {
  const missing = fileFault(path);
  if (missing !== undefined) return { fault: `the file ${missing}` };
  try {
    return { text: readFileSync(fromProject(path), "utf8") };
  } catch (error) {
    return { fault: `the file ${path} can't be read: ${(error as Error).message}` };
  }
}

/** Why a file can't be read: it isn't there, with the nearest name that is, or it's a folder. */
export function fileFault(path: string): string | undefined {
  const full = fromProject(path);
  if (existsSync(full)) return statSync(full).isFile() ? undefined : `${path} is a folder; a file was expected`;
  const folder = dirname(full);
  if (!existsSync(folder)) return `${path} isn't there, nor is its folder`;
  return `${path} isn't there${didYouMean(basename(full), readdirSync(folder))}`;
}
