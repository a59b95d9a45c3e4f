import { copyFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { UserError } from "../../signals/errors";
import { canInstall, candidateOf, installPackages, unpackFrom } from "./apt";
import type { EngineOptions } from "./engine";
import { attempt } from "./shell";
import { olderThan } from "./versions";

/** Oldest Compose that takes everything Sightline renders. */
const MINIMUM = "2.24";

/** Where every Docker client looks for plug-ins of the whole machine. */
const PLUGINS = "/usr/local/lib/docker/cli-plugins";

/** Packages of the plug-in: Docker's own, Ubuntu's, Debian's since 13. */
const PACKAGES = ["docker-compose-plugin", "docker-compose-v2", "docker-compose"];

/**
 * Makes `docker compose` work and returns its version, for example `2.40.3`.
 *
 * @throws UserError when it is missing or older than 2.24 and can't or mayn't be installed.
 */
export async function ensureCompose({ install, log }: EngineOptions): Promise<string> {
  const found = await composeVersion();
  if (found !== undefined && !olderThan(found, MINIMUM)) return found;
  const state = found === undefined ? "is not installed" : `${found} is too old`;
  if (!install || !canInstall()) {
    throw new UserError(
      `Docker Compose ${state}: install version ${MINIMUM} or later (https://docs.docker.com/compose/install/linux/)`,
    );
  }
  const name = await packageOfThisRelease();
  if (name !== undefined) {
    await installPackages([name], log);
  } else {
    log(`This release has no Docker Compose ${MINIMUM}: taking Debian forky's, into ${PLUGINS}`);
    await installPlugin();
  }
  const installed = await composeVersion();
  if (installed === undefined || olderThan(installed, MINIMUM)) {
    throw new UserError(`Docker Compose was installed, but "docker compose version" says ${installed ?? "nothing"}`);
  }
  return installed;
}

async function composeVersion(): Promise<string | undefined> {
  const { code, stdout } = await attempt("docker", ["compose", "version", "--short"], { timeout: 10_000 });
  return code === 0 ? stdout.trim().replace(/^v/, "") : undefined;
}

async function packageOfThisRelease(): Promise<string | undefined> {
  for (const name of PACKAGES) {
    // An epoch ("1:") isn't part of the program's version. Debian 12's docker-compose is the old 1.x program.
    const version = (await candidateOf(name))?.replace(/^\d+:/, "");
    if (version !== undefined && !olderThan(version, MINIMUM)) return name;
  }
  return undefined;
}

async function installPlugin(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "sightline-compose-"));
  try {
    await unpackFrom("forky", "docker-compose", directory);
    const plugin = join(directory, "usr/libexec/docker/cli-plugins/docker-compose");
    if (!existsSync(plugin)) throw new UserError("Debian forky's docker-compose package holds no Compose plug-in");
    mkdirSync(PLUGINS, { recursive: true });
    // Moved into place whole: another process may be looking.
    const incoming = join(PLUGINS, ".docker-compose.new");
    copyFileSync(plugin, incoming);
    chmodSync(incoming, 0o755);
    renameSync(incoming, join(PLUGINS, "docker-compose"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
