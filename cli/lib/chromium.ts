import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../../signals/errors";
import { canInstall, installPackages, isDebian, type Log } from "./apt";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium that takes the pictures: the one that SIGHTLINE_CHROMIUM names, else one on the PATH. On Debian,
 * as root, a missing one is installed.
 *
 * @throws UserError that says what to install
 */
export async function ensureChromium(options: { readonly install: boolean; readonly log: Log }): Promise<string> {
  const named = process.env["SIGHTLINE_CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw new UserError(`SIGHTLINE_CHROMIUM=${named} isn't a program that can be run`);
  }
  const found = onPath();
  if (found !== undefined) return found;
  if (!options.install || !canInstall()) throw new UserError(advice());
  await installPackages(["chromium"], options.log);
  const installed = onPath();
  if (installed === undefined) throw new UserError(advice());
  return installed;
}

function onPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function advice(): string {
  const how = isDebian() ? "as root: apt-get install chromium" : "install Chromium or Google Chrome";
  return `Dashboards are drawn by Chromium, and there's none on the PATH (${names.join(", ")}); ${how}, or set SIGHTLINE_CHROMIUM to its path`;
}
