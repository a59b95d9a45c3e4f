import type { ChildProcess } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/** Has a process, and what it starts, take only the time of the processors that nobody else wants. */
export function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
    // Where Linux groups processes by session, a nice value counts within its session only, and each session has its own.
    const group = `/proc/${pid}/autogroup`;
    if (existsSync(group)) writeFileSync(group, String(constants.priority.PRIORITY_LOW));
  } catch {
    // It has ended, or it's a machine where that isn't allowed: a priority isn't worth a failure.
  }
}

/** The same for a child of a session of its own (`detached`), where this process gives way itself. */
export function giveWayAsWell(child: ChildProcess): void {
  if (getPriority() > 0) giveWay(child);
}
