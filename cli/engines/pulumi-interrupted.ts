import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../../signals/errors";
import { say } from "../lib/console";
import type { Stack } from "../lib/stack";
import type { PulumiProject } from "./pulumi-project";
import { pulumiTarget } from "./pulumi-target";

/**
 * An `up` that was killed leaves a lock behind, and perhaps things that the state doesn't know of. Both are in the way
 * of the next one, so they go.
 *
 * @returns whether there was anything of the kind
 */
export async function clearInterrupted(stack: Stack, project: PulumiProject): Promise<boolean> {
  const locks = locksOf(stack.name, project.backend);
  const live = locks.find((lock) => lock.hostname !== hostname() || alive(lock.pid));
  if (live) {
    throw new UserError(
      `another run on the stack "${stack.name}" is under way (process ${live.pid} on ${live.hostname}); wait for it to end`,
    );
  }
  if (locks.length > 0) {
    say("An earlier run was interrupted: its lock is taken away.");
    await project.run(["cancel", "--yes"]);
  }
  const left = await pulumiTarget(stack).clearLeft(stack, project);
  return left || locks.length > 0;
}

/** Who holds the stack, or held it when it was killed. Only of a backend that is a folder. */
function locksOf(stack: string, backend: string): Lock[] {
  const root = /^file:\/\/(\/.*)$/.exec(backend)?.[1];
  const folder = join(root ?? "", ".pulumi", "locks", "organization", "sightline", stack);
  if (root === undefined || !existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Lock);
}

interface Lock {
  readonly pid: number;
  readonly hostname: string;
}

/** A process that was killed, and that nobody has asked about since, still has its number, and so has a later one. */
function alive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (existsSync(stat)) return /^\d+ \(pulumi.*\) [^ZX]/.test(readFileSync(stat, "utf8"));
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
