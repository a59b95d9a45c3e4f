import { spawn, type ChildProcess } from "node:child_process";

import { UserError } from "../../signals/errors";

export interface RunOptions {
  /** Written to the program's standard input. @default - empty */
  readonly input?: string;
  /** Milliseconds until the program is ended and counts as failed. @default - no limit */
  readonly timeout?: number;
  /** @default - this process's */
  readonly cwd?: string;
  /** Added to this process's environment; `undefined` takes a variable away. @default - nothing */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `inherit` shows the program's output as it comes, and none of it is returned. @default "capture" */
  readonly stdio?: "capture" | "inherit";
}

export interface Outcome {
  /** Exit status; 127 when the program wasn't found, 124 when it took too long, 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longest part of a program's error output that an error shows, in lines: the cause stands at the end. */
const ERROR_LINES = 12;

/**
 * Runs a program, never through a shell, and returns its standard output without the final newline.
 *
 * @throws UserError with the command and the last lines of its error output. Arguments show in it (and in process
 * lists): secrets go through `input`.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const outcome = await attempt(command, args, options);
  if (outcome.code !== 0) throw new UserError(failure(command, args, outcome));
  return outcome.stdout.replace(/\n$/, "");
}

/** As `run`, but a failure is an outcome, not an error. */
export async function attempt(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const output = options.stdio === "inherit" ? "inherit" : "pipe";
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", output, output],
  });
  // A program that ends before it has read everything is judged by its exit status.
  child.stdin?.on("error", () => undefined).end(options.input ?? "");
  return outcomeOf(child, command, options);
}

/** Runs `from | to`, and returns what the second program printed. Both must succeed. */
export async function pipe(from: readonly [string, ...string[]], to: readonly [string, ...string[]]): Promise<string> {
  const source = spawn(from[0], from.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  const sink = spawn(to[0], to.slice(1), { stdio: ["pipe", "pipe", "pipe"] });
  sink.stdin.on("error", () => undefined);
  source.stdout.pipe(sink.stdin);
  // A second program that has ended takes no more: without this, the first would wait for it for ever.
  let cut = false;
  sink.on("exit", () => {
    cut = source.exitCode === null && source.signalCode === null;
    source.stdout.destroy();
  });
  const [first, second] = await Promise.all([outcomeOf(source, from[0], { piped: true }), outcomeOf(sink, to[0])]);
  // Whichever ended first is the cause of the other's failure.
  const faults = [
    ...(first.code === 0 ? [] : [failure(from[0], from.slice(1), first)]),
    ...(second.code === 0 ? [] : [failure(to[0], to.slice(1), second)]),
  ];
  if (faults.length > 0) throw new UserError(faults.at(cut ? -1 : 0)!);
  return second.stdout.trimEnd();
}

/** The last lines of a text: what an error shows of a log. */
export function lastLines(text: string, count: number = ERROR_LINES): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/** Asks every `interval` ms until the answer is yes; no after `limit` ms. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  limit: number,
  interval: number = 200,
): Promise<boolean> {
  for (const end = Date.now() + limit; ; await new Promise((resolve) => setTimeout(resolve, interval))) {
    if (await check()) return true;
    if (Date.now() >= end) return false;
  }
}

function outcomeOf(
  child: ChildProcess,
  command: string,
  { timeout, piped = false }: { readonly timeout?: number; readonly piped?: boolean } = {},
): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  if (!piped) child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => {
    let late = false;
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            child.kill("SIGKILL");
            // Its own children may hold the pipes open for longer.
            child.stdout?.destroy();
            child.stderr?.destroy();
          }, timeout);
    const settle = (code: number) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr: late ? `${stderr}no answer within ${timeout! / 1000} s` : stderr });
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      stderr += error.code === "ENOENT" ? `${command}: not found` : error.message;
      settle(error.code === "ENOENT" ? 127 : 126);
    });
    child.on("close", (code) => settle(late ? 124 : (code ?? 128)));
  });
}

function failure(command: string, args: readonly string[], outcome: Outcome): string {
  const line = [command, ...args].join(" ");
  const shown = line.length > 160 ? `${line.slice(0, 157)}...` : line;
  // Some programs write their faults to standard output only.
  const said = lastLines(outcome.stderr.trim() === "" ? outcome.stdout : outcome.stderr);
  return `"${shown}" failed (exit ${outcome.code})${said === "" ? "" : `:\n${said}`}`;
}
