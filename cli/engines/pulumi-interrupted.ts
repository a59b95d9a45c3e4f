import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { say } from "../lib/console";
import { containersOf } from "../lib/docker-stack";
import { run } from "../lib/shell";
import type { Stack } from "../lib/stack";
import type { PulumiProject } from "./pulumi-project";

/**
 * An `up` that was killed leaves a lock behind, and perhaps containers that the state doesn't know of. Both are in the
 * way of the next one, so they go; only what carries this stack's labels is ever removed, and no data.
 */
export async function clearInterrupted(stack: Stack, project: PulumiProject): Promise<void> {
  if (staleLock(stack.name, project.backend)) {
    say("An earlier run was interrupted: its lock is taken away.");
    await project.run(["cancel", "--yes"]);
  }
  const resources = await project.resources();
  const known = new Set(resources.map(({ inputs }) => inputs["name"]));
  const lost = (await containersOf(stack.name)).filter(({ name, engine }) => engine === "pulumi" && !known.has(name));
  for (const { id, name } of lost) {
    say(`An earlier run was interrupted: ${name} is made anew.`);
    await run("docker", ["rm", "--force", id]);
  }
}

/** A lock of this machine whose process is gone. */
function staleLock(stack: string, backend: string): boolean {
  const root = /^file:\/\/(\/.*)$/.exec(backend)?.[1];
  const folder = join(root ?? "", ".pulumi", "locks", "organization", "sightline", stack);
  if (root === undefined || !existsSync(folder)) return false;
  const locks = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Lock);
  return locks.length > 0 && locks.every((lock) => lock.hostname === hostname() && !alive(lock.pid));
}

interface Lock {
  readonly pid: number;
  readonly hostname: string;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
