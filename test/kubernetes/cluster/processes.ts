import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { UserError } from "../../../signals/errors";
import { lastLines, waitUntil } from "../../../cli/lib/shell";

/**
 * Stands in the environment of every process that belongs to a folder's cluster, and of their children. So they are
 * found whatever became of the one that started them, and no other process is taken for one of them.
 */
const MARK = "SIGHTLINE_KUBERNETES";

export interface Running {
  readonly pid: number;
  readonly name: string;
}

export interface StartOptions {
  /** Searched before this process's PATH. */
  readonly path?: string;
  /** A program with arguments that becomes the real one, as `nsenter` does. */
  readonly through?: readonly string[];
  /** Whether they end with this process, however it ends. @default - they go on */
  readonly bound?: boolean;
}

/** The programs that a cluster consists of, each with a log of its own. */
export class Processes {
  /** By name, the newest start of each: one that was ended to start anew may report its end later than that. */
  private readonly newest = new Map<string, ChildProcess>();

  constructor(private readonly folder: string) {}

  start(program: string, args: readonly string[], { path, through = [], bound = false }: StartOptions = {}): void {
    const name = basename(program);
    mkdirSync(join(this.folder, "logs"), { recursive: true });
    const output = openSync(this.logFile(name), "a");
    const line = [...(bound ? ["setpriv", "--pdeathsig", "KILL"] : []), ...through, program, ...args];
    const child = spawn(line[0]!, line.slice(1), {
      cwd: "/",
      detached: !bound,
      stdio: ["ignore", output, output],
      env: {
        PATH: [path, process.env["PATH"], "/usr/sbin:/sbin"].filter(Boolean).join(":"),
        HOME: "/root",
        [MARK]: this.folder,
      },
    });
    // A program that can't be started tells so by an event, which must not go unheard; `pid` is missing then.
    child.on("error", () => {});
    this.newest.set(name, child);
    child.unref();
  }

  /**
   * Waits until a program does what it is for.
   *
   * @throws UserError with the last lines of its log when it ends or takes longer than the limit.
   */
  async ready(name: string, check: () => boolean | Promise<boolean>, limit: number = 60_000): Promise<void> {
    let good = false;
    await waitUntil(async () => (good = await check()) || this.hasEnded(name), limit, 100);
    if (good) return;
    const what = this.hasEnded(name) ? "ended" : `isn't ready after ${limit / 1000} s`;
    throw new UserError(`${name} ${what}. The end of ${this.logFile(name)}:\n${this.lastLog(name)}`);
  }

  /** Those that run, children included. */
  running(): Running[] {
    const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
    return pids.filter((pid) => this.owns(pid)).map((pid) => ({ pid: Number(pid), name: nameOf(pid) }));
  }

  /** Ends those that are chosen, by force after the grace period, and returns when they are gone. */
  async end(chosen: (name: string) => boolean, grace: number): Promise<void> {
    const left = () => this.running().filter(({ name }) => chosen(name));
    const signal = (kind: NodeJS.Signals) => left().forEach(({ pid }) => send(pid, kind));
    if (grace > 0) {
      signal("SIGTERM");
      if (await waitUntil(() => left().length === 0, grace, 50)) return;
    }
    signal("SIGKILL");
    if (await waitUntil(() => left().length === 0, 10_000, 50)) return;
    throw new UserError(`These don't end: ${left().map(({ name, pid }) => `${name} (process ${pid})`)}`);
  }

  private hasEnded(name: string): boolean {
    const child = this.newest.get(name);
    return child !== undefined && (child.pid === undefined || child.exitCode !== null || child.signalCode !== null);
  }

  private owns(pid: string): boolean {
    return read(`/proc/${pid}/environ`).split("\0").includes(`${MARK}=${this.folder}`);
  }

  private logFile(name: string): string {
    return join(this.folder, "logs", `${name}.log`);
  }

  private lastLog(name: string): string {
    return lastLines(read(this.logFile(name)), 20);
  }
}

/** Signals a process that may have ended by now. */
export function send(pid: number, kind: NodeJS.Signals): void {
  try {
    process.kill(pid, kind);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function nameOf(pid: string): string {
  return basename(read(`/proc/${pid}/cmdline`).split("\0")[0]!);
}

/** A process that has ended reads as empty. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
