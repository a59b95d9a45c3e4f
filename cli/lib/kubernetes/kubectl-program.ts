import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../../../signals/errors";
import { canInstall, unpackFrom } from "../apt";
import type { EngineOptions } from "../engine";
import { attempt } from "../shell";
import { olderThan } from "../versions";
import { kubectlProgram, ownKubectl } from "./kubectl";

/** Oldest client whose server-side `apply` and `diff` do what is needed of them. */
const MINIMUM = "1.28";

/**
 * Makes `kubectl` work and returns its version, for example `1.33.4`.
 *
 * @throws UserError when it is missing or older than 1.28 and can't or mayn't be had.
 */
export async function ensureKubectl({ install, log }: EngineOptions): Promise<string> {
  const found = await clientVersion();
  if (found !== undefined && !olderThan(found, MINIMUM)) return found;
  const state = found === undefined ? "is not installed" : `${found} is too old`;
  if (!install || !canInstall()) {
    throw new UserError(
      `kubectl ${state}: install version ${MINIMUM} or later (https://kubernetes.io/docs/tasks/tools/)`,
    );
  }
  log(`kubectl ${state}: taking Debian forky's, into ${dirname(ownKubectl)}`);
  await unpack();
  const unpacked = await clientVersion();
  if (unpacked === undefined || olderThan(unpacked, MINIMUM)) {
    throw new UserError(`kubectl was installed, but "kubectl version" says ${unpacked ?? "nothing"}`);
  }
  return unpacked;
}

async function clientVersion(): Promise<string | undefined> {
  const { code, stdout } = await attempt(kubectlProgram(), ["version", "--client"], { timeout: 10_000 });
  return code === 0 ? /^Client Version: .*?v(\d+\.\d+\.\d+)/m.exec(stdout)?.[1] : undefined;
}

async function unpack(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "sightline-kubectl-"));
  try {
    await unpackFrom("forky", "kubectl", directory);
    const program = join(directory, "usr/bin/kubectl");
    if (!existsSync(program)) throw new UserError("Debian forky's kubectl package holds no kubectl");
    mkdirSync(dirname(ownKubectl), { recursive: true });
    // Moved into place whole: another process may be looking.
    const incoming = `${ownKubectl}.new`;
    copyFileSync(program, incoming);
    chmodSync(incoming, 0o755);
    renameSync(incoming, ownKubectl);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
