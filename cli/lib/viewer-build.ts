import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { viewerSources } from "../../images/viewer";
import { UserError } from "../../signals/errors";
import type { Log } from "./apt";
import { attempt, lastLines } from "./shell";
import { projectFolder } from "./stack-config";

const viewer = join(projectFolder, "viewer");
const dist = join(viewer, "dist");

/**
 * Has the viewer of dashboards built: its packages installed as its lock file names them, its page as its sources are.
 * What is there already is taken as it is, so a second call costs nothing.
 *
 * @throws UserError with the last lines of what failed
 */
export async function ensureViewer({ log }: { readonly log: Log }): Promise<{ readonly dist: string }> {
  await once(join(viewer, "node_modules", ".sightline-installed"), [join(viewer, "package-lock.json")], async () => {
    log("Installing the packages of viewer/package-lock.json (once, 700 MB)...");
    const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    await must("npm", args, "The viewer's packages can't be installed");
  });
  await once(
    join(dist, ".sightline-built"),
    viewerSources().map((path) => join(projectFolder, path)),
    async () => {
      log("Building the viewer of dashboards...");
      const vite = join(viewer, "node_modules", "vite", "bin", "vite.js");
      await must(process.execPath, [vite, "build", "--logLevel", "warn"], "The viewer can't be built");
    },
  );
  return { dist };
}

/** Does it unless a mark says that it was done for files of this content. */
async function once(mark: string, files: readonly string[], make: () => Promise<void>): Promise<void> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(projectFolder.length)).update("\0").update(readFileSync(file));
  const wanted = hash.digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  await make();
  writeFileSync(mark, wanted);
}

async function must(command: string, args: readonly string[], failure: string): Promise<void> {
  const { code, stdout, stderr } = await attempt(command, args, { cwd: viewer });
  if (code !== 0) throw new UserError(`${failure}:\n${lastLines(stderr.trim() === "" ? stdout : stderr)}`);
}
