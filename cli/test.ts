import { join } from "node:path";
import { spawn, type ChildProcess } from "node:child_process";
import { IMAGE_NAMES, KUBERNETES_IMAGE_NAMES } from "../images/recipes";
import { UserError } from "../signals/errors";
import { buildDemo } from "../demo/build";
import { giveWay } from "../test/lib/priority";
import { whyNoPulumi } from "../test/lib/pulumi-plugins";
import { runShares, vitest } from "../test/lib/shares";
import { toolPrograms } from "../test/lib/tool-programs";
import { whyNoCluster } from "../test/kubernetes/cluster/requirements";
import { ensureChromium } from "./lib/chromium";
import { say } from "./lib/console";
import { ensureCompose, ensureEngine, stopEngine } from "./lib/engine";
import { ensureImages } from "./lib/images";
import { attempt } from "./lib/shell";
import { projectFolder } from "./lib/stack-config";
import { ensureViewer } from "./lib/viewer-build";

/**
 * Every test there is, from a fresh clone; further arguments go to vitest. What can't run here is skipped with its
 * reason. A Docker engine that is started for it is stopped again.
 */
export async function run(args: readonly string[]): Promise<void> {
  const started = (await attempt("docker", ["version"], { timeout: 10_000 })).code !== 0;
  const engine = await whyNoEngine();
  // One builds, the other downloads.
  const [docker, browser] = await Promise.all([withImages(engine), whyNoBrowser()]);
  const tools = docker.SIGHTLINE_NO_DOCKER === undefined ? await toolPrograms() : {};
  const env = { ...docker, ...browser, ...tools, ...(await whyNoPulumi()), ...(await whyNoKubernetes(docker)) };
  const builds = env.SIGHTLINE_NO_KUBERNETES === undefined ? buildMeanwhile() : undefined;
  try {
    process.exitCode = args.length === 0 ? await runShares(env) : await runChosen(args, env);
  } finally {
    await end(builds);
    if (started && (await stopEngine(say))) say("Docker, which was started for the tests, is stopped.");
  }
}

async function runChosen(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const options = { cwd: projectFolder, env, stdio: "inherit" } as const;
  return (await attempt(process.execPath, vitest(args), options)).code;
}

interface NoDocker {
  readonly SIGHTLINE_NO_DOCKER?: string;
}

async function whyNoEngine(): Promise<NoDocker> {
  try {
    await ensureEngine({ install: true, log: say });
    await ensureCompose({ install: true, log: say });
    return {};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { SIGHTLINE_NO_DOCKER: `no Docker here: ${error.message}` };
  }
}

/** With an engine, an image that can't be had is a failure and not a reason to skip. */
async function withImages(docker: NoDocker): Promise<NoDocker> {
  if (docker.SIGHTLINE_NO_DOCKER !== undefined) return docker;
  await ensureImages(IMAGE_NAMES, { source: "auto", log: say });
  buildDemo();
  return docker;
}

/** The viewer's packages come from where this project's own come from: without them it's a failure as well. */
async function whyNoBrowser(): Promise<{ SIGHTLINE_NO_BROWSER?: string }> {
  await ensureViewer({ log: say });
  try {
    await ensureChromium({ install: true, log: say });
    return {};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { SIGHTLINE_NO_BROWSER: error.message };
  }
}

async function whyNoKubernetes(docker: NoDocker): Promise<{ SIGHTLINE_NO_KUBERNETES?: string }> {
  const reason = docker.SIGHTLINE_NO_DOCKER ?? (await whyNoCluster());
  if (reason !== undefined) return { SIGHTLINE_NO_KUBERNETES: reason };
  await ensureImages(KUBERNETES_IMAGE_NAMES, { source: "auto", log: say });
  return {};
}

/** The tests of the cluster come last; what it takes is built while the others run, in time that they don't want. */
function buildMeanwhile(): ChildProcess {
  const main = join(projectFolder, "test", "kubernetes", "cluster", "main.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", main, "build"], {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  giveWay(child);
  return child;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  await ended;
}
