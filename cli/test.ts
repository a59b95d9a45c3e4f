import { join } from "node:path";
import { IMAGE_NAMES } from "../images/recipes";
import { UserError } from "../signals/errors";
import { buildDemo } from "../demo/build";
import { ensurePulumi } from "./engines/pulumi-cli";
import { say } from "./lib/console";
import { ensureCompose, ensureEngine, stopEngine } from "./lib/engine";
import { ensureImages } from "./lib/images";
import { attempt } from "./lib/shell";
import { projectFolder } from "./lib/stack-config";

/**
 * Every test there is, from a fresh clone; further arguments go to vitest. What can't run here is skipped with its
 * reason. A Docker engine that is started for it is stopped again.
 */
export async function run(args: readonly string[]): Promise<void> {
  const started = (await attempt("docker", ["version"], { timeout: 10_000 })).code !== 0;
  const env = { ...(await whyNoDocker()), ...(await whyNoPulumi()) };
  try {
    const vitest = join(projectFolder, "node_modules", "vitest", "vitest.mjs");
    const { code } = await attempt(process.execPath, [vitest, "run", ...args], {
      cwd: projectFolder,
      env,
      stdio: "inherit",
    });
    process.exitCode = code;
  } finally {
    if (started && (await stopEngine(say))) say("Docker, which was started for the tests, is stopped.");
  }
}

async function whyNoDocker(): Promise<Record<string, string>> {
  try {
    await ensureEngine({ install: true, log: say });
    await ensureCompose({ install: true, log: say });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { SIGHTLINE_NO_DOCKER: `no Docker here: ${error.message}` };
  }
  // With an engine, an image that can't be had is a failure and not a reason to skip.
  await ensureImages(IMAGE_NAMES, { source: "auto", log: say });
  buildDemo();
  return {};
}

async function whyNoPulumi(): Promise<Record<string, string>> {
  const missing = await ensurePulumi();
  if (missing === undefined) return {};
  return { SIGHTLINE_NO_PULUMI: `the Pulumi CLI can't be had: ${missing}` };
}
