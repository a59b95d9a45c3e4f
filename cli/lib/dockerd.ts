import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../../signals/errors";
import type { Log } from "./apt";
import { attempt, lastLines, run, waitUntil } from "./shell";

/** Where a Docker daemon that Sightline started keeps its process id and its log. One for the machine. */
const STATE = "/var/lib/sightline";
const PID_FILE = join(STATE, "dockerd.pid");
const LOG_FILE = join(STATE, "dockerd.log");

/** Kept by dockerd itself; its containerd outlives a dockerd that was killed. */
const CONTAINERD_PID_FILE = "/var/run/docker/containerd/containerd.pid";

const START_LIMIT = 30_000;
const STOP_LIMIT = 30_000;

/** Whether the engine on this machine answers. */
export async function answers(): Promise<boolean> {
  return (await attempt("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: 10_000 })).code === 0;
}

/**
 * Starts the installed Docker daemon: through systemd where it runs, else as a process of its own, which goes on when
 * this one ends. Returns when it answers.
 *
 * @throws UserError with the daemon's last log lines when it doesn't within 30 seconds.
 */
export async function startDaemon(log: Log): Promise<void> {
  if (existsSync("/run/systemd/system")) {
    log("Starting Docker (systemctl start docker)");
    await run("systemctl", ["start", "docker"]);
    if (await waitUntil(answers, START_LIMIT)) return;
    throw new UserError("Docker was started by systemd but doesn't answer: see journalctl -u docker");
  }
  mkdirSync(STATE, { recursive: true });
  // Left behind by a crash, these ids may belong to other programs by now: dockerd would refuse to start, or wait for
  // a containerd that isn't there.
  if (ownDaemon() === undefined) rmSync(PID_FILE, { force: true });
  if (ownContainerd() === undefined) rmSync(CONTAINERD_PID_FILE, { force: true });
  log(`Starting Docker (dockerd; log in ${LOG_FILE})`);
  const output = openSync(LOG_FILE, "w");
  const child = spawn("dockerd", ["--pidfile", PID_FILE], {
    detached: true,
    stdio: ["ignore", output, output],
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` },
  });
  let ended = false;
  child.on("error", () => (ended = true)).on("exit", () => (ended = true));
  child.unref();
  const up = await waitUntil(async () => ended || (await answers()), START_LIMIT);
  if (up && !ended) return;
  child.kill();
  throw new UserError(
    `dockerd ${ended ? "ended at once" : `doesn't answer after ${START_LIMIT / 1000} s`}. Its last log lines:\n` +
      lastLines(readFileSync(LOG_FILE, "utf8")),
  );
}

/**
 * Stops the Docker daemon if Sightline started it, and with it every container. Returns whether there was one to stop.
 *
 * @throws UserError when it is still there after 30 seconds.
 */
export async function stopDaemon(log: Log): Promise<boolean> {
  const pid = ownDaemon();
  if (pid === undefined) return false;
  const containerd = ownContainerd();
  log(`Stopping Docker (process ${pid})`);
  process.kill(pid, "SIGTERM");
  if (!(await waitUntil(() => ownDaemon() === undefined, STOP_LIMIT))) {
    throw new UserError(`dockerd (process ${pid}) doesn't stop: see ${LOG_FILE}`);
  }
  rmSync(PID_FILE, { force: true });
  // dockerd ends its containerd itself, except when it was killed before.
  if (containerd !== undefined && isProgram(containerd, "containerd")) {
    process.kill(containerd, "SIGTERM");
    await waitUntil(() => !isProgram(containerd, "containerd"), STOP_LIMIT);
  }
  return true;
}

function ownDaemon(): number | undefined {
  return readPid(PID_FILE, "dockerd");
}

function ownContainerd(): number | undefined {
  return readPid(CONTAINERD_PID_FILE, "containerd");
}

/** The process id in a file, if that program runs under it. */
function readPid(file: string, program: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").trim());
  return isProgram(pid, program) ? pid : undefined;
}

/** An ended process that nobody has reaped (Z), as in containers whose first process doesn't, runs no more. */
function isProgram(pid: number, program: string): boolean {
  try {
    const [, name, state] = /^\d+ \((.*)\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return name === program && state !== "Z";
  } catch {
    return false;
  }
}
