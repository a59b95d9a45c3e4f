import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isPresent } from "../../cli/lib/build";
import { ensureImages } from "../../cli/lib/images";
import { attempt, run } from "../../cli/lib/shell";
import { imageRef } from "../../images/ref";
import { freePort, startRegistry, whyNoRegistry, type LocalRegistry } from "./local-registry";

const files = imageRef("files", { source: "local" })!;

let missing: string | undefined;
let work: string;
let registry: LocalRegistry;
let mirror: string;
const log: string[] = [];
const options = () => ({ registryMirror: mirror, dir: work, log: (line: string) => log.push(line) });
const decided = () => readFileSync(join(work, ".sightline/images.json"), "utf8");
const mirrored = () => imageRef("files", { source: "upstream", registryMirror: mirror, dir: work })!;

beforeAll(async () => {
  missing = whyNoRegistry();
  if (missing === undefined && !(await isPresent(files))) missing = "local images aren't built here";
  if (missing !== undefined) return;
  work = mkdtempSync(join(tmpdir(), "sightline-mirror-"));
  registry = await startRegistry();
  mirror = registry.address;
  await run("docker", ["tag", files, mirrored()]);
  await run("docker", ["push", "--quiet", mirrored()]);
});

beforeEach(async ({ skip }) => {
  skip(missing !== undefined, missing);
  log.length = 0;
  rmSync(join(work, ".sightline"), { recursive: true, force: true });
  await attempt("docker", ["image", "rm", mirrored()]);
});

afterAll(async () => {
  if (missing !== undefined) return;
  await attempt("docker", ["image", "rm", mirrored()]);
  registry.stop();
  rmSync(work, { recursive: true, force: true });
});

describe("a registry mirror", () => {
  it("serves published images under their own names", async () => {
    const result = await ensureImages(["files"], { ...options(), source: "upstream" });
    expect(result).toEqual({ source: "upstream", available: ["files"], unavailable: [] });
    expect(log).toEqual([`Pulling ${mirrored()}`]);
    expect(await run("docker", ["run", "--rm", mirrored(), "echo", "pulled"])).toBe("pulled");
    await ensureImages(["files"], { ...options(), source: "upstream" });
    expect(log).toHaveLength(1);
  });

  it("is found by itself, and remembered", async () => {
    expect((await ensureImages(["files"], { ...options(), source: "auto" })).source).toBe("upstream");
    expect(JSON.parse(decided())).toEqual({ source: "upstream" });
  });

  it("that lacks an image is an error which names it", async () => {
    const pulling = ensureImages(["files", "redis"], { ...options(), source: "upstream" });
    await expect(pulling).rejects.toThrow(
      new RegExp(`${mirror}/library/redis:\\S+ can't be pulled: .*(not found|unknown)`),
    );
  });

  it("that lacks an image makes all come from this machine, when that is left to us", async () => {
    const result = await ensureImages(["files", "redis", "grafana"], { ...options(), source: "auto" });
    expect(result).toMatchObject({
      source: "local",
      available: ["files", "redis"],
      unavailable: [{ name: "grafana" }],
    });
    expect(log.filter((line) => line.startsWith("Images can't be pulled"))).toEqual([
      expect.stringMatching(/pulling redis: /),
    ]);
    expect(log.at(-1)).toMatch(/^grafana is not available: .*registry/);
    expect(JSON.parse(decided())).toEqual({ source: "local" });
  });

  it("that doesn't answer does too", async () => {
    const registryMirror = `127.0.0.1:${await freePort()}`;
    const result = await ensureImages(["files"], { ...options(), registryMirror, source: "auto" });
    expect(result.source).toBe("local");
    expect(log).toEqual([expect.stringContaining(`no registry answers (${registryMirror}: ECONNREFUSED)`)]);
  });

  it("stays what was decided, until that is taken back", async () => {
    await ensureImages(["files"], { ...options(), source: "local" });
    expect((await ensureImages(["files"], { ...options(), source: "auto" })).source).toBe("local");
    expect(log).toEqual([]);
  });
});
