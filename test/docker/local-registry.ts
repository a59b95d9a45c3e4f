import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canInstall, unpackFrom } from "../../cli/lib/apt";
import { waitUntil } from "../../cli/lib/shell";

/** Debian's registry, unpacked once and kept. */
const programs = join(__dirname, "../../.sightline/test/docker-registry");
const program = join(programs, "usr/bin/docker-registry");

/** A real registry on this machine; the engine takes plain HTTP from loopback addresses. */
export interface LocalRegistry {
  readonly address: string;
  stop(): void;
}

/** Why there's no registry for the engine to be had here, or `undefined`. */
export function whyNoRegistry(): string | undefined {
  if (process.env["SIGHTLINE_NO_DOCKER"] !== undefined) return process.env["SIGHTLINE_NO_DOCKER"];
  if (process.env["DOCKER_HOST"]) return "the engine is elsewhere: it can't reach a registry here";
  return existsSync(program) || canInstall() ? undefined : "Debian's registry isn't to be had";
}

export async function startRegistry(): Promise<LocalRegistry> {
  if (!existsSync(program)) {
    mkdirSync(programs, { recursive: true });
    await unpackFrom("forky", "docker-registry", programs);
  }
  const work = mkdtempSync(join(tmpdir(), "sightline-registry-"));
  const address = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: join(work, "data") } };
  writeFileSync(join(work, "registry.yml"), JSON.stringify({ version: "0.1", storage, http: { addr: address } }));
  const child = spawn(program, ["serve", join(work, "registry.yml")], { stdio: "ignore" });
  const stop = () => {
    child.kill();
    rmSync(work, { recursive: true, force: true });
  };
  const answers = async () => (await fetch(`http://${address}/v2/`).catch(() => undefined))?.ok === true;
  if (await waitUntil(answers, 10_000)) return { address, stop };
  stop();
  throw new Error("the registry doesn't start");
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
