import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "../../cli/lib/stack-config";
import { giveWayAsWell } from "./priority";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in this order. */
  readonly output: string;
  /** Lines that begin with `error: `, without it. */
  readonly errors: readonly string[];
}

export interface CommandOptions {
  /** Added to this process's environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; then it's killed, and the test fails. Default four minutes. */
  readonly timeout?: number;
}

/** Starts a command just as npm does, as the leader of a process group of its own. */
export function startCommand(args: readonly string[], { env }: CommandOptions = {}): ChildProcess {
  const child = spawn(process.execPath, [join(projectFolder, "cli", "start.cjs"), ...args], {
    cwd: projectFolder,
    env: { ...process.env, NODE_OPTIONS: undefined, VITEST: undefined, NODE_ENV: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  giveWayAsWell(child);
  return child;
}

/** Runs a real command (`up`, `verify`, ...) in a process of its own and returns what it said. */
export function command(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const child = startCommand(args, options);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      killGroup(child);
      reject(new Error(`${args.join(" ")} took too long:\n${stdout}${stderr}`));
    }, options.timeout ?? 240_000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      const errors = stderr.split("\n").flatMap((line) => /^error: (.*)/.exec(line)?.[1] ?? []);
      resolve({ code: code ?? 128, stdout, stderr, output: stdout + stderr, errors });
    });
  });
}

/** Ends a command and everything that it started, without asking. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
