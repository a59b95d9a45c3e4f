import { existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { didYouMean } from "../signals/nearest";

/** Files that a stack's configuration names: from the project on, wherever a command or an engine runs. */

const projectFolder = resolve(__dirname, "..");

export function fromProject(path: string): string {
  return resolve(projectFolder, path.replace(/^~(?=\/)/, homedir()));
}

/** Why a file can't be read: it isn't there, with the nearest name that is, or it's a folder. */
export function fileFault(path: string): string | undefined {
  const full = fromProject(path);
  if (existsSync(full)) return statSync(full).isFile() ? undefined : `${path} is a folder; a file was expected`;
  const folder = dirname(full);
  if (!existsSync(folder)) return `${path} isn't there, nor is its folder`;
  return `${path} isn't there${didYouMean(basename(full), readdirSync(folder))}`;
}
