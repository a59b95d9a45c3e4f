import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../../signals/errors";
import { say } from "../lib/console";
import { containersOf } from "../lib/docker-stack";
import { run } from "../lib/shell";
import type { Stack } from "../lib/stack";
import type { PulumiProject } from "./pulumi-project";

/**
 * An `up` that was killed leaves a lock behind, and perhaps containers that the state doesn't know of. Both are in the
 * way of the next one, so they go; only what carries this stack's labels is ever removed, and no data.
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
  const resources = await project.resources();
  // A container that holds files has the name of its volume.
  const made = resources.filter(({ type }) => type === "docker:index/container:Container");
  const known = new Set(made.map(({ inputs }) => inputs["name"]));
  const lost = (await containersOf(stack.name)).filter(({ name, engine }) => engine === "pulumi" && !known.has(name));
  for (const { id, name } of lost) {
    say(`An earlier run was interrupted: ${name} is made anew.`);
    await run("docker", ["rm", "--force", id]);
  }
  return locks.length + lost.length > 0;
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
