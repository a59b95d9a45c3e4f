import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isPresent } from "../../cli/lib/build";
import { ensureImages } from "../../cli/lib/images";
import { attempt, run } from "../../cli/lib/shell";
import { pinImages } from "../../cli/lib/supply/pin";
import { lockFile, readLock } from "../../images/lock";
import { publishedRef, type ImageName } from "../../images/recipes";
import { imageRef } from "../../images/ref";
import { indexType } from "../lib/fake-registry";
import { startRegistry, whyNoRegistry, type LocalRegistry } from "./local-registry";

const names = ["files", "redis"] as const satisfies readonly ImageName[];
const built = (name: ImageName) => imageRef(name, { source: "local" })!;
const container = "sightline-test-pin";

let missing: string | undefined;
let work: string;
let registry: LocalRegistry;
const used = new Set<string>();
const mirrored = (name: ImageName) =>
  `${registry.address}/${publishedRef(name).slice(publishedRef(name).indexOf("/") + 1)}`;
const pinned = (name: ImageName) =>
  imageRef(name, { source: "upstream", registryMirror: registry.address, dir: work })!;
const pin = () => pinImages({ names, mirror: registry.address, dir: work });
const idOf = (ref: string) => run("docker", ["image", "inspect", "--format", "{{.Id}}", ref]);

/** Names are taken away again, or the next pull would find what this one left. */
async function push(from: string, to: string): Promise<void> {
  await run("docker", ["tag", from, to]);
  await run("docker", ["push", "--quiet", to]);
  await forget(to);
}

async function forget(ref: string): Promise<void> {
  used.add(ref);
  await attempt("docker", ["image", "rm", "--no-prune", ref]);
}

/** One index over an image that the registry has, as it were for two platforms. */
async function putIndex(repository: string, from: string, tag: string): Promise<void> {
  const url = (reference: string) => `http://${registry.address}/v2/${repository}/manifests/${reference}`;
  const type = "application/vnd.docker.distribution.manifest.v2+json";
  const answer = await fetch(url(from), { headers: { Accept: type } });
  const size = (await answer.text()).length;
  const digest = answer.headers.get("docker-content-digest")!;
  const manifests = ["amd64", "arm64"].map((architecture) => ({
    mediaType: type,
    digest,
    size,
    platform: { os: "linux", architecture },
  }));
  const body = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests });
  const put = await fetch(url(tag), { method: "PUT", headers: { "content-type": indexType }, body });
  expect(put.status).toBe(201);
}

beforeAll(async () => {
  missing = whyNoRegistry();
  if (missing === undefined && !(await isPresent(built("redis")))) missing = "local images aren't built here";
  if (missing !== undefined) return;
  work = mkdtempSync(join(tmpdir(), "sightline-pin-"));
  registry = await startRegistry();
  await push(built("files"), mirrored("files"));
  await push(built("redis"), `${registry.address}/library/redis:amd64`);
  await putIndex("library/redis", "amd64", publishedRef("redis").split(":")[1]!);
});

beforeEach(({ skip }) => skip(missing !== undefined, missing));

afterAll(async () => {
  if (missing !== undefined) return;
  await attempt("docker", ["rm", "-f", container]);
  for (const ref of used) await attempt("docker", ["image", "rm", "--no-prune", ref]);
  registry.stop();
  rmSync(work, { recursive: true, force: true });
});

describe("a real registry", () => {
  it("says what its tags stand for", async () => {
    const { pinned: found } = await pin();
    expect(found.map(({ name }) => name)).toEqual(names);
    const { files, redis } = readLock(work).images;
    expect(files!.platforms).toBeUndefined();
    expect(redis!.mediaType).toBe(indexType);
    expect(Object.keys(redis!.platforms!)).toEqual(["linux/amd64", "linux/arm64"]);
    expect(redis!.digest).not.toBe(redis!.platforms!["linux/amd64"]);

    const first = readFileSync(join(work, lockFile));
    const started = performance.now();
    await pin();
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(readFileSync(join(work, lockFile))).toEqual(first);
  });

  it("gives a pinned image whatever its tag was moved to", async () => {
    const options = { source: "upstream" as const, registryMirror: registry.address, dir: work, log: () => undefined };
    for (const name of names) used.add(pinned(name));
    await ensureImages(names, options);
    expect(await idOf(pinned("redis"))).toBe(await idOf(built("redis")));
    const compose = join(work, "compose.yaml");
    const service = { container_name: container, image: pinned("redis"), network_mode: "none" };
    writeFileSync(compose, JSON.stringify({ name: container, services: { redis: service } }));
    await run("docker", ["compose", "--file", compose, "up", "--detach"]);
    const format = "{{.Image}} {{.State.Running}} {{.Config.Image}}";
    expect(await run("docker", ["inspect", "--format", format, container])).toBe(
      `${await idOf(built("redis"))} true ${pinned("redis")}`,
    );
    await run("docker", ["compose", "--file", compose, "down", "--timeout", "1"]);

    await push(built("node-exporter"), mirrored("redis"));
    await forget(pinned("redis"));
    await ensureImages(names, options);
    expect(await idOf(pinned("redis"))).toBe(await idOf(built("redis")));
    expect(await run("docker", ["run", "--rm", pinned("redis"), "redis-cli", "--version"])).toMatch(/^redis-cli 8/);
    used.add(mirrored("redis"));
    await run("docker", ["pull", "--quiet", mirrored("redis")]);
    expect(await idOf(mirrored("redis"))).toBe(await idOf(built("node-exporter")));

    const was = readLock(work).images["redis"]!.digest;
    const { pinned: again } = await pin();
    expect(again.map((image) => [image.name, image.was])).toEqual([
      ["files", undefined],
      ["redis", was],
    ]);
    expect(await run("docker", ["image", "inspect", "--format", "{{.RepoDigests}}", mirrored("redis")])).toContain(
      readLock(work).images["redis"]!.digest,
    );
  });
});
