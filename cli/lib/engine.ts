import { existsSync } from "node:fs";

import { UserError } from "../../signals/errors";
import { canInstall, installPackages, isDebian, type Log } from "./apt";
import { startDaemon, stopDaemon } from "./dockerd";
import { attempt, lastLines, type Outcome } from "./shell";
import { olderThan } from "./versions";

export { ensureCompose } from "./compose-plugin";

/** Oldest engine API that Sightline's services need: Docker 20.10. */
const MINIMUM_API = "1.41";

/** What runs containers on Debian. Without iptables, dockerd can't make networks. */
const PACKAGES = ["docker.io", "iptables", "ca-certificates"];

export interface EngineOptions {
  /** Whether a missing engine is installed and started, rather than an error that says how. Needs root on Debian. */
  readonly install: boolean;
  readonly log: Log;
}

export interface Engine {
  /** For example `20.10.24`. */
  readonly version: string;
  /** For example `1.41`. */
  readonly apiVersion: string;
}

/**
 * Finds the Docker engine that `docker` talks to (DOCKER_HOST and contexts count), and gets one if there is none.
 *
 * @throws UserError when there is none and it can't or mayn't be had, when it is older than 20.10, or when this user
 * mayn't use it; the message says what to do.
 */
export async function ensureEngine({ install, log }: EngineOptions): Promise<Engine> {
  const first = await askEngine();
  if (typeof first !== "string") return checked(first);
  const remote = process.env["DOCKER_HOST"];
  if (remote) throw new UserError(`The Docker engine at DOCKER_HOST=${remote} doesn't answer: ${first}`);
  if (/permission denied/i.test(first)) {
    throw new UserError(
      "A Docker engine is there, but this user mayn't use it: add the user to the group docker " +
        '("sudo usermod -aG docker $USER", then log in again), or run this as root',
    );
  }
  // Both programs: a client alone talks to engines elsewhere, and an engine needs one to be talked to.
  const installed = (await has("dockerd")) && (await has("docker"));
  if (!install || !canInstall()) throw new UserError(advice(installed, first));
  if (!installed) await installPackages(PACKAGES, log);
  // Debian's package starts the engine by itself where systemd runs.
  if (typeof (await askEngine()) === "string") await startDaemon(log);
  const second = await askEngine();
  if (typeof second === "string") throw new UserError(`Docker was started but can't be used: ${second}`);
  log(`Docker ${second.version} is up`);
  return checked(second);
}

/**
 * Stops the Docker engine if `ensureEngine` started it without systemd; another's stays. Returns whether it did.
 *
 * @throws UserError when it doesn't end within 30 seconds.
 */
export async function stopEngine(log: Log): Promise<boolean> {
  return stopDaemon(log);
}

/** The engine, or the reason why there's none. */
async function askEngine(): Promise<Engine | string> {
  const format = "{{.Server.Version}} {{.Server.APIVersion}}";
  const outcome = await attempt("docker", ["version", "--format", format], { timeout: 10_000 });
  if (outcome.code !== 0) return reason(outcome);
  const [version, apiVersion] = outcome.stdout.trim().split(" ");
  return version && apiVersion ? { version, apiVersion } : `unexpected answer "${outcome.stdout.trim()}"`;
}

function checked(engine: Engine): Engine {
  if (olderThan(engine.apiVersion, MINIMUM_API)) {
    throw new UserError(
      `Docker ${engine.version} is too old (API ${engine.apiVersion}): Sightline needs 20.10 or later (API ${MINIMUM_API})`,
    );
  }
  return engine;
}

function advice(installed: boolean, why: string): string {
  const how = installed
    ? existsSync("/run/systemd/system")
      ? 'start it with "sudo systemctl start docker"'
      : 'start it with "dockerd" as root'
    : isDebian()
      ? `install it with "sudo apt-get install ${PACKAGES.join(" ")}"`
      : "install Docker 20.10 or later (https://docs.docker.com/engine/install/)";
  return `No Docker engine answers (${why}): ${how}, or name one elsewhere in DOCKER_HOST`;
}

async function has(program: string): Promise<boolean> {
  return (await attempt(program, ["--version"], { timeout: 10_000 })).code !== 127;
}

function reason(outcome: Outcome): string {
  return lastLines(outcome.stderr, 1) || `exit ${outcome.code}`;
}
