import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureCompose, ensureEngine } from "../../cli/lib/engine";
import { UserError } from "../../signals/errors";

let bin: string;
const options = { install: false, log: () => undefined };

/** From here on, `docker` is this script and the only program there is. */
function docker(script: string): void {
  writeFileSync(join(bin, "docker"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, "docker"), 0o755);
}

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "sightline-bin-"));
  vi.stubEnv("PATH", bin);
  vi.stubEnv("DOCKER_HOST", undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(bin, { recursive: true });
});

describe("the engine", () => {
  it("is taken as it is when it is recent enough", async () => {
    docker("echo 28.1.1 1.49");
    expect(await ensureEngine(options)).toEqual({ version: "28.1.1", apiVersion: "1.49" });
  });

  it.each([
    ["too old", "echo 19.03.15 1.40", /19\.03\.15 is too old \(API 1\.40\).*20\.10/],
    ["not for this user", "echo 'Got permission denied while trying to connect' >&2; exit 1", /group docker/],
    ["silent", "echo 'Cannot connect to the Docker daemon' >&2; exit 1", /No Docker engine answers \(Cannot connect/],
    ["odd", "echo hello", /unexpected answer "hello"/],
  ])("is refused when it is %s", async (_, script, message) => {
    docker(script);
    await expect(ensureEngine(options)).rejects.toThrow(UserError);
    await expect(ensureEngine(options)).rejects.toThrow(message);
  });

  it("is asked for when there is none", async () => {
    await expect(ensureEngine(options)).rejects.toThrow(/docker: not found\): install/);
  });

  it("elsewhere is never replaced by one here", async () => {
    docker("echo refused >&2; exit 1");
    vi.stubEnv("DOCKER_HOST", "tcp://far.example:2376");
    await expect(ensureEngine({ ...options, install: true })).rejects.toThrow(/tcp:\/\/far\.example:2376.*refused/);
  });
});

describe("Compose", () => {
  it("is taken when it is recent enough", async () => {
    docker("echo v2.24.0");
    expect(await ensureCompose(options)).toBe("2.24.0");
  });

  it.each([
    ["echo 2.23.3", /2\.23\.3 is too old: install version 2\.24/],
    ["exit 1", /is not installed/],
  ])("is asked for otherwise (%s)", async (script, message) => {
    docker(script);
    await expect(ensureCompose(options)).rejects.toThrow(message);
  });
});
