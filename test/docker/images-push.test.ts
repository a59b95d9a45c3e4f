import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildContext, isPresent } from "../../cli/lib/build";
import { pushImages } from "../../cli/lib/registry";
import { attempt, run } from "../../cli/lib/shell";
import { builtRef, type ContextBuild } from "../../images/context";
import { imageRef, inRegistry } from "../../images/ref";
import { freePort, startRegistry, whyNoRegistry, type LocalRegistry } from "./local-registry";

const files = imageRef("files", { source: "local" })!;
const redis = imageRef("redis", { source: "local" })!;

let missing: string | undefined;
let registry: LocalRegistry;
const log: string[] = [];
const push = (...refs: string[]) => pushImages(`${registry.address}/team`, refs, (line) => log.push(line));

beforeAll(async () => {
  missing = whyNoRegistry();
  if (missing === undefined && !(await isPresent(redis))) missing = "local images aren't built here";
  if (missing === undefined) registry = await startRegistry();
});
beforeEach(({ skip }) => {
  skip(missing !== undefined, missing);
  log.length = 0;
});
afterAll(() => registry?.stop());

describe("pushing", () => {
  it("puts images where imageRef says, once", async () => {
    const pushed = imageRef("files", { source: "local", registry: `${registry.address}/team` })!;
    await push(files, redis, files);
    expect(log.sort()).toEqual([`Pushing ${pushed}`, `Pushing ${inRegistry(redis, `${registry.address}/team`)}`]);
    expect(await isPresent(pushed)).toBe(false);
    expect(await isPresent(files)).toBe(true);
    expect(await run("docker", ["run", "--rm", pushed, "echo", "pulled"])).toBe("pulled");
    await run("docker", ["image", "rm", pushed]);

    const started = Date.now();
    await push(files, redis);
    expect(log).toHaveLength(2);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it("names every image that it can't push", async () => {
    const pushing = push("sightline/no:1-a", files, "sightline/none:2-b");
    await expect(pushing).rejects.toThrow(
      /sightline\/no:1-a can't be pushed.*No such image[^]*sightline\/none:2-b can't/,
    );
  });

  it("says when the registry doesn't answer", async () => {
    const away = `127.0.0.1:${await freePort()}`;
    await expect(pushImages(away, [files, redis], () => undefined)).rejects.toThrow(`${away}: ECONNREFUSED`);
  });
});

describe("a folder", () => {
  let folder: string;
  let ref: string;
  const build = (): ContextBuild => ({ context: folder, dockerfile: "Dockerfile", args: { BASE: files } });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sightline-folder-"));
    writeFileSync(join(folder, "Dockerfile"), "ARG BASE\nFROM ${BASE}\nCOPY . /content\n");
    writeFileSync(join(folder, ".dockerignore"), "*\n!kept*\nkept.log\n");
    for (const file of ["kept", "kept.log", "left"]) writeFileSync(join(folder, file), file);
    ref = builtRef("sightline/test-folder", build());
  });
  afterEach(async () => {
    await attempt("docker", ["image", "rm", ref]);
    rmSync(folder, { recursive: true });
  });

  it("becomes an image under its tag, once, with what isn't ignored", async () => {
    await buildContext(ref, build(), (line) => log.push(line));
    await buildContext(ref, build(), (line) => log.push(line));
    expect(log).toEqual([expect.stringContaining(`Built ${ref}`)]);
    expect(await run("docker", ["run", "--rm", ref, "ls", "/content"])).toBe("kept");
    await push(ref);
    expect(log.at(-1)).toBe(`Pushing ${registry.address}/team/${ref}`);
  });

  it("that can't be built is an error with the cause", async () => {
    writeFileSync(join(folder, "Dockerfile"), "ARG BASE\nFROM ${BASE}\nRUN echo broken here >&2; exit 7\n");
    await expect(buildContext(ref, build(), () => undefined)).rejects.toThrow(/broken here[^]*7/);
  });
});
