import { readFileSync } from "node:fs";
import { cpSync, mkdtempSync, rmSync, appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { IMAGE_NAMES, IMAGES, type ImageName } from "../../images/recipes";
import { baseRef, imageRef, needsTools, toolsRef } from "../../images/ref";
import versions from "../../versions.json";

const root = join(__dirname, "../..");
const local = IMAGE_NAMES.filter((name) => IMAGES[name].versionCommand !== undefined);
const read = (file: string) => readFileSync(join(root, file), "utf8");

describe("references to published images", () => {
  it("name registry, path and exact tag", () => {
    const refs = IMAGE_NAMES.map((name) => imageRef(name, { source: "upstream" }));
    for (const ref of refs)
      expect(ref).toMatch(/^(docker|quay|ghcr)\.io\/[a-z-]+\d*\/[a-z_-]+:v?\d+\.\d+\.?\d*(-[a-z]+)?$/);
    expect(imageRef("postgres", { source: "upstream" })).toBe(
      `docker.io/library/postgres:${versions.postgres.upstream}`,
    );
  });

  it.each([
    ["mirror.example:5000", "mirror.example:5000/prom/prometheus"],
    ["mirror.example/cache/", "mirror.example/cache/prom/prometheus"],
  ])("come from a mirror: %s", (registryMirror, path) => {
    const ref = imageRef("prometheus", { source: "upstream", registryMirror });
    expect(ref).toBe(`${path}:${versions.prometheus.upstream}`);
  });
});

describe("references to local images", () => {
  it("exist for every image with a recipe, each its own", () => {
    const refs = local.map((name) => imageRef(name, { source: "local" }));
    for (const ref of refs) expect(ref).toMatch(/^sightline\/[a-z-]+:\d+\.\d+-[0-9a-f]{10}$/);
    expect(new Set(refs).size).toBe(local.length);
    expect(imageRef("prometheus", { source: "local", registryMirror: "x" })).toBe(refs[local.indexOf("prometheus")]);
  });

  it("don't exist for what can't be built, which says why", () => {
    const rest = IMAGE_NAMES.filter((name) => !local.includes(name));
    expect(rest).toEqual(["grafana"]);
    for (const name of rest) {
      expect(imageRef(name, { source: "local" })).toBeUndefined();
      expect(IMAGES[name].whyNotLocal).toMatch(/registry/);
    }
  });

  describe("follow their recipe", () => {
    const copies: string[] = [];
    afterEach(() => copies.splice(0).forEach((copy) => rmSync(copy, { recursive: true })));

    /** Which local references change when a line is appended to a file, or a text in it replaced. */
    async function changedBy(file: string, edit: (text: string) => string): Promise<(ImageName | "base" | "tools")[]> {
      const copy = mkdtempSync(join(tmpdir(), "sightline-recipes-"));
      copies.push(copy);
      cpSync(join(root, "images"), join(copy, "images"), { recursive: true });
      cpSync(join(root, "versions.json"), join(copy, "versions.json"));
      const text = readFileSync(join(copy, file), "utf8");
      const edited = edit(text);
      expect(edited).not.toBe(text);
      rmSync(join(copy, file));
      appendFileSync(join(copy, file), edited);
      const other = (await import(join(copy, "images/ref.ts"))) as typeof import("../../images/ref");
      const changed: (ImageName | "base" | "tools")[] = local.filter(
        (name) => other.imageRef(name, { source: "local" }) !== imageRef(name, { source: "local" }),
      );
      if (other.baseRef() !== baseRef()) changed.push("base");
      if (other.toolsRef() !== toolsRef()) changed.push("tools");
      return changed;
    }

    it("the base is in all", async () => {
      expect(await changedBy("images/base.sh", (text) => `${text}true\n`)).toEqual([...local, "base"]);
    });

    it("a stage concerns its own image only", async () => {
      const edit = (text: string) => text.replace("VOLUME /alertmanager", "VOLUME /elsewhere");
      expect(await changedBy("images/Dockerfile", edit)).toEqual(["alertmanager"]);
    });

    it("downloads concern the images that use them", async () => {
      const debs = await changedBy("images/Dockerfile", (text) => text.replace("closure nodejs", "closure nodejs npm"));
      expect(debs).toEqual(local.filter((name) => name !== "files" && !needsTools(name)));
    });

    it("so do entrypoints and Go programs", async () => {
      expect(await changedBy("images/postgres-entrypoint.sh", (text) => `${text}\n`)).toEqual(["postgres"]);
      expect(await changedBy("images/tools/go.sum", (text) => `${text}\n`)).toEqual([
        "cadvisor",
        "statsd-exporter",
        "tools",
      ]);
    });

    it("and versions", async () => {
      const edit = (text: string) => text.replace(`"local": "${versions.redis.local}"`, '"local": "9.9"');
      expect(await changedBy("versions.json", edit)).toEqual(["redis"]);
    });

    it("but comments don't count", async () => {
      expect(await changedBy("images/Dockerfile", (text) => text.replace(/^# Root/m, "# Still root"))).toEqual([]);
    });
  });
});

describe("the recipes", () => {
  it("expect locally the version that is pulled elsewhere", () => {
    // The helper that fills volumes needs a shell only, of any version.
    for (const name of local.filter((name) => name !== "files")) {
      const { upstream, local: expected } = versions[name] as { upstream: string; local: string };
      expect(upstream.replace(/^v/, ""), name).toMatch(new RegExp(`^${expected.replace(".", "\\.")}([.-]|$)`));
    }
  });

  it("pin the Go programs to the same versions", () => {
    const mod = read("images/tools/go.mod");
    expect(mod).toContain(`github.com/google/cadvisor/lib ${versions.cadvisor.upstream}`);
    expect(mod).toContain(`github.com/google/cadvisor ${versions.cadvisor.upstream}`);
    expect(mod).toContain(`github.com/prometheus/statsd_exporter ${versions["statsd-exporter"].upstream}`);
  });

  it("run as another user than root, except where root is needed", () => {
    const stages = read("images/Dockerfile")
      .split(/^FROM /m)
      .slice(1);
    const asRoot = stages.filter((text) => !/^USER (?!root|0)/m.test(text)).map((text) => / AS (\S+)/.exec(text)![1]);
    expect(asRoot.sort()).toEqual(["cadvisor", "debs", "files", "tools"]);
  });

  it("take Debian's packages from the machine's own mirror", () => {
    for (const file of ["images/Dockerfile", "images/base.sh", "images/tools/Dockerfile"]) {
      const code = read(file).replace(/^#.*$/gm, "");
      expect(code, file).not.toMatch(/https?:\/\//);
    }
  });
});
