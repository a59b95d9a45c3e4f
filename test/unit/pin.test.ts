import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pinImages, type PinOptions } from "../../cli/lib/supply/pin";
import { lockFile, pinnedOwn, readLock } from "../../images/lock";
import { IMAGES, publishedRef, type ImageName } from "../../images/recipes";
import { imageRef } from "../../images/ref";
import type { UserError } from "../../signals/errors";
import versions from "../../versions.json";
import { digestOf, manifestBody, sent, startFakeRegistry, type FakeRegistry, type Handler } from "../lib/fake-registry";

const names = Object.keys(IMAGES) as ImageName[];

let registry: FakeRegistry;
let dir: string;
/** What stands behind tags that were moved. */
const movedTo = new Map<string, string>();
const serve: Handler = (_, { pathname }) => sent(manifestBody(movedTo.get(pathname) ?? pathname));

beforeAll(async () => {
  registry = await startFakeRegistry();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sightline-pin-"));
  registry.handler = serve;
  registry.asked.length = 0;
  movedTo.clear();
});
afterEach(() => rmSync(dir, { recursive: true }));
afterAll(() => registry.stop());

const pin = (options: PinOptions = {}) => pinImages({ dir, mirror: `${registry.host}/cache/`, ...options });
const bytes = () => readFileSync(join(dir, lockFile), "utf8");
const refusal = async (options?: PinOptions) => (await pin(options).catch((error: unknown) => error)) as UserError;
const edit = (change: (lock: ReturnType<typeof readLock>) => void) => {
  const lock = readLock(dir);
  change(lock);
  writeFileSync(join(dir, lockFile), JSON.stringify(lock));
};

describe("pinning", () => {
  it("locks every published image under its own name, whatever served it", async () => {
    const { pinned } = await pin();
    expect(pinned.map(({ name }) => name)).toEqual([...names].sort());
    const { images } = readLock(dir);
    expect(Object.keys(images)).toEqual([...names].sort());
    const path = `/v2/cache/prom/prometheus/manifests/${versions.prometheus.upstream}`;
    expect(images["prometheus"]).toEqual({
      reference: `docker.io/prom/prometheus:${versions.prometheus.upstream}`,
      digest: digestOf(manifestBody(path)),
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    });
  });

  it("gives the same bytes again, and then asks only whether tags were moved", async () => {
    await pin();
    const first = bytes();
    registry.asked.length = 0;
    await pin();
    expect(bytes()).toBe(first);
    expect(registry.asked.map((line) => line.split(" ")[0])).toEqual(names.map(() => "HEAD"));
    rmSync(join(dir, lockFile));
    await pin();
    expect(bytes()).toBe(first);
  });

  it("tells of a tag that was moved", async () => {
    await pin();
    const was = readLock(dir).images["redis"]!.digest;
    movedTo.set(`/v2/cache/library/redis/manifests/${versions.redis.upstream}`, "new");
    const { pinned } = await pin();
    expect(pinned.filter((image) => image.was !== undefined)).toEqual([
      { name: "redis", reference: publishedRef("redis"), digest: digestOf(manifestBody("new")), was },
    ]);
  });

  it("names everything that it can't resolve, and leaves the lock file as it was", async () => {
    registry.handler = (request, url) => {
      if (url.pathname.includes("/redis/")) return { status: 404 };
      return url.pathname.includes("/prometheus/") ? { status: 429 } : serve(request, url);
    };
    const { faults } = await refusal();
    const at = (name: ImageName) => publishedRef(name).replace("docker.io", `${registry.host}/cache`);
    expect(faults).toEqual([
      `prometheus: ${at("prometheus")} can't be resolved: the registry was asked too often (HTTP 429): try again later`,
      `redis: ${at("redis")} can't be resolved: the registry has no such tag (HTTP 404)`,
    ]);
    expect(readdirSync(dir)).toEqual([]);
    registry.handler = serve;
    await pin();
    const first = bytes();
    movedTo.set(`/v2/cache/grafana/grafana/manifests/${versions.grafana.upstream}`, "new");
    registry.handler = (request, url) => (url.pathname.includes("/redis/") ? { status: 500 } : serve(request, url));
    await refusal();
    expect(bytes()).toBe(first);
  });

  it("of one stack keeps the rest, but for what went stale", async () => {
    await pin();
    const stale = "docker.io/library/busybox:1.0";
    edit(({ images }) => {
      images["files"]!.reference = stale;
      images["gone"] = { ...images["redis"]!, reference: "docker.io/x/gone:1" };
    });
    const { pinned } = await pin({ names: ["redis"] });
    expect(pinned.map(({ name, was }) => [name, was])).toEqual([
      ["files", undefined],
      ["redis", undefined],
    ]);
    expect(Object.keys(readLock(dir).images)).toEqual([...names].sort());
    expect(readLock(dir).images["files"]!.reference).toBe(publishedRef("files"));
  });
});

describe("own images", () => {
  const own = (reference: string) => ({
    names: [],
    own: { stack: "prod", images: [{ key: "app.image" as const, reference }] },
  });

  it("are locked for their stack, at their own registry", async () => {
    const reference = `${registry.host}/team/app:1.2`;
    await pin(own(reference));
    const digest = digestOf(manifestBody("/v2/team/app/manifests/1.2"));
    expect(pinnedOwn("prod", "app.image", reference, dir)).toBe(`${reference}@${digest}`);
    expect(pinnedOwn("dev", "app.image", reference, dir)).toBe(reference);
    expect(pinnedOwn("prod", "workers.image", reference, dir)).toBe(reference);
    expect(() => pinnedOwn("prod", "app.image", `${registry.host}/team/app:1.3`, dir)).toThrow(
      `app.image of the stack prod is locked for ${reference}, its configuration says ${registry.host}/team/app:1.3: npm run pin -- --stack prod`,
    );
  });

  it("that have a digest need no lock", async () => {
    const reference = `${registry.host}/team/app@sha256:${"a".repeat(64)}`;
    await pin(own(`${registry.host}/team/app:1.2`));
    await pin(own(reference));
    expect(readLock(dir).stacks).toEqual({});
    expect(pinnedOwn("prod", "app.image", reference, dir)).toBe(reference);
  });

  it("of a registry that asks for credentials are told, the rest is locked", async () => {
    const reference = `${registry.host}/team/app:1.2`;
    registry.handler = (request, url) => (url.pathname.includes("/team/") ? { status: 401 } : serve(request, url));
    const { refused, pinned } = await pin({ ...own(reference), names: ["redis"] });
    expect(refused).toEqual([{ key: "app.image", reference }]);
    expect(pinned.map(({ name }) => name)).toEqual(["redis"]);
    registry.handler = () => ({ status: 404 });
    expect((await refusal(own(reference))).faults).toEqual([
      `prod app.image: ${reference} can't be resolved: the registry has no such tag (HTTP 404)`,
    ]);
  });
});

describe("a lock file", () => {
  const ref = (name: ImageName, registryMirror?: string) => imageRef(name, { source: "upstream", dir, registryMirror });

  it("pins published images, through a mirror too, and no local builds", async () => {
    const local = imageRef("redis", { source: "local", dir });
    expect(ref("redis")).toBe(publishedRef("redis"));
    await pin();
    const { digest } = readLock(dir).images["redis"]!;
    expect(ref("redis")).toBe(`${publishedRef("redis")}@${digest}`);
    expect(ref("redis", "mirror.example:5000")).toBe(
      `mirror.example:5000/library/redis:${versions.redis.upstream}@${digest}`,
    );
    expect(imageRef("redis", { source: "local", dir })).toBe(local);
  });

  it("for other tags than versions.json has is a fault, all of them at once", async () => {
    await pin();
    edit(({ images }) => {
      images["prometheus"]!.reference = "docker.io/prom/prometheus:v3.5.2";
      images["gone"] = { ...images["redis"]!, reference: "docker.io/x/gone:1" };
    });
    const faults = `- ${lockFile}: gone is locked for docker.io/x/gone:1, and versions.json has no such image: npm run pin
- ${lockFile}: prometheus is locked for docker.io/prom/prometheus:v3.5.2, versions.json says ${publishedRef("prometheus")}: npm run pin`;
    expect(() => ref("redis")).toThrow(faults);
    expect(imageRef("redis", { source: "local", dir })).toBeDefined();
    await pin({ names: [] });
    expect(ref("redis")).toMatch(/@sha256:/);
  });

  it.each([
    ["{", /isn't JSON/],
    ["[]", /images.lock.json: .*object.*npm run pin/],
    [
      '{"images":{"redis":{"reference":"a:1","digest":"sha256:12","mediaType":"x"}},"stacks":{}}',
      /redis: digest: sha256: and 64/,
    ],
    ['{"images":{},"stacks":{"prod":{"app":{}}}}', /stacks: prod/],
  ])("that isn't one says so: %s", (text, message) => {
    writeFileSync(join(dir, lockFile), text);
    expect(() => ref("redis")).toThrow(message);
  });

  it("of this project, if there's one, is for the versions that it has", () => {
    expect(() => names.map((name) => imageRef(name, { source: "upstream" }))).not.toThrow();
  });
});
