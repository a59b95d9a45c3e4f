import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pinnedOwn } from "../../images/lock";
import { UserError } from "../../signals/errors";
import { isPresent } from "./build";
import { say } from "./console";
import { attempt, lastLines } from "./shell";
import type { Stack } from "./stack";
import { projectFolder } from "./stack-config";

/** The user's own images must be there, or be had, before anything is touched. */
export async function ensureOwnImages({ name, settings: { app, workers } }: Stack): Promise<void> {
  const wanted = new Map<string, string>();
  if (app.image !== undefined) wanted.set(pinnedOwn(name, "app.image", app.image), "sightline:app.image");
  if (workers.image !== undefined) {
    wanted.set(pinnedOwn(name, "workers.image", workers.image), "sightline:workers.image");
  }
  const faults = await Promise.all([...wanted].map(([image, key]) => pull(image, key)));
  const all = [...faults.flat(), ...buildFaults(app.build)];
  if (all.length > 0) throw new UserError(all);
}

/** What is built must be there; images that nodes pull themselves are told by the pods. */
export function refuseUnbuildable({ settings: { app } }: Stack): void {
  const faults = buildFaults(app.build);
  if (faults.length > 0) throw new UserError(faults);
}

async function pull(image: string, key: string): Promise<string[]> {
  if (await isPresent(image)) return [];
  say(`Pulling ${image}...`);
  const { code, stderr } = await attempt("docker", ["pull", "--quiet", image], { timeout: 600_000 });
  return code === 0 ? [] : [`${key}: ${image} isn't on the engine and can't be pulled: ${lastLines(stderr.trim(), 2)}`];
}

function buildFaults(build: Stack["settings"]["app"]["build"]): string[] {
  if (build === undefined) return [];
  const context = resolve(projectFolder, build.context);
  if (!existsSync(context)) return [`sightline:app.build.context: the folder ${build.context} isn't there`];
  if (existsSync(join(context, build.dockerfile))) return [];
  return [`sightline:app.build.dockerfile: ${build.dockerfile} isn't in ${build.context}`];
}
