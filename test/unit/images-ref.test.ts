import { readFileSync } from "node:fs";
import { cpSync, mkdirSync, mkdtempSync, rmSync, appendFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { IMAGE_NAMES, IMAGES, KUBERNETES_IMAGE_NAMES, type ImageName } from "../../images/recipes";
import { baseRef, imageRef, toolsetOf, toolsRef } from "../../images/ref";
import versions from "../../versions.json";

const root = join(__dirname, "../..");
const all = Object.keys(IMAGES).sort() as ImageName[];
const local = all.filter((name) => IMAGES[name].versionCommand !== undefined);
/** A folder without a lock file. */
const unlocked = __dirname;
const read = (file: string) => readFileSync(join(root, file), "utf8");

describe("the targets", () => {
  it("each have the images that they need", () => {
    const missing = (names: readonly ImageName[]) => all.filter((name) => !names.includes(name));
    expect(missing(IMAGE_NAMES)).toEqual(["kube-state-metrics", "prometheus-config-reloader", "prometheus-operator"]);
    expect(missing(KUBERNETES_IMAGE_NAMES)).toEqual(["cadvisor"]);
  });

  it("don't build each other's programs", () => {
    const sets = (names: readonly ImageName[]) => new Set(names.map((name) => local.includes(name) && toolsetOf(name)));
    expect(sets(IMAGE_NAMES)).toEqual(new Set([false, undefined, "tools"]));
    expect(local.filter((name) => toolsetOf(name) === "kubernetes-tools")).toEqual(
      all.filter((name) => IMAGES[name].only === "kubernetes" && local.includes(name)),
    );
  });
});

describe("references to published images", () => {
  it("name registry, path and exact tag", () => {
    const refs = all.map((name) => imageRef(name, { source: "upstream", dir: unlocked }));
    for (const ref of refs)
      expect(ref).toMatch(
        /^((docker|quay|ghcr)\.io|registry\.k8s\.io)\/[a-z-]+\d*\/[a-z_-]+:v?\d+\.\d+\.?\d*(-[a-z]+)?$/,
      );
    expect(imageRef("postgres", { source: "upstream", dir: unlocked })).toBe(
      `docker.io/library/postgres:${versions.postgres.upstream}`,
    );
  });

  it.each([
    ["mirror.example:5000", "mirror.example:5000/prom/prometheus"],
    ["mirror.example/cache/", "mirror.example/cache/prom/prometheus"],
  ])("come from a mirror: %s", (registryMirror, path) => {
    const ref = imageRef("prometheus", { source: "upstream", registryMirror, dir: unlocked });
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

  it.each(["registry.example:5000/team", "registry.example:5000/team/"])("lie in a registry: %s", (registry) => {
    const own = imageRef("redis", { source: "local" });
    expect(imageRef("redis", { source: "local", registry })).toBe(`registry.example:5000/team/${own}`);
    expect(imageRef("grafana", { source: "local", registry })).toBeUndefined();
    expect(imageRef("redis", { source: "upstream", registry })).toBe(imageRef("redis", { source: "upstream" }));
  });

  it("don't exist for what can't be built, which says why", () => {
    const rest = all.filter((name) => !local.includes(name));
    expect(rest).toEqual(["grafana", "kube-state-metrics", "qdrant"]);
    for (const name of rest) {
      expect(imageRef(name, { source: "local" })).toBeUndefined();
      expect(IMAGES[name].whyNotLocal).toMatch(/registry/);
    }
  });

  describe("follow their recipe", () => {
    const copies: string[] = [];
    afterEach(() => copies.splice(0).forEach((copy) => rmSync(copy, { recursive: true })));

    /** Which local references change when a line is appended to a file, or a text in it replaced. */
    async function changedBy(file: string, edit: (text: string) => string): Promise<string[]> {
      const copy = mkdtempSync(join(tmpdir(), "sightline-recipes-"));
      copies.push(copy);
      cpSync(join(root, "images"), join(copy, "images"), { recursive: true });
      cpSync(join(root, "versions.json"), join(copy, "versions.json"));
      mkdirSync(join(copy, "signals"));
      cpSync(join(root, "signals/errors.ts"), join(copy, "signals/errors.ts"));
      symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
      const text = readFileSync(join(copy, file), "utf8");
      const edited = edit(text);
      expect(edited).not.toBe(text);
      rmSync(join(copy, file));
      appendFileSync(join(copy, file), edited);
      const other = (await import(join(copy, "images/ref.ts"))) as typeof import("../../images/ref");
      const changed: string[] = local.filter(
        (name) => other.imageRef(name, { source: "local" }) !== imageRef(name, { source: "local" }),
      );
      if (other.baseRef() !== baseRef()) changed.push("base");
      for (const set of ["tools", "kubernetes-tools"] as const) {
        if (other.toolsRef(set) !== toolsRef(set)) changed.push(set);
      }
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
      // Caddy's are apart.
      const caddy = await changedBy("images/Dockerfile", (text) => text.replace("download caddy", "download caddy=2"));
      expect(caddy).toEqual(["caddy"]);
      const debs = await changedBy("images/Dockerfile", (text) => text.replace("closure nodejs", "closure nodejs npm"));
      expect(debs).toEqual(local.filter((name) => !["files", "caddy"].includes(name) && toolsetOf(name) === undefined));
    });

    it("so do entrypoints and Go programs", async () => {
      expect(await changedBy("images/postgres-entrypoint.sh", (text) => `${text}\n`)).toEqual(["postgres"]);
      expect(await changedBy("images/tools/go.sum", (text) => `${text}\n`)).toEqual([
        "cadvisor",
        "statsd-exporter",
        "tools",
      ]);
      expect(await changedBy("images/kubernetes-tools/go.sum", (text) => `${text}\n`)).toEqual([
        "prometheus-config-reloader",
        "prometheus-operator",
        "kubernetes-tools",
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
    const operator = `github.com/prometheus-operator/prometheus-operator ${versions["prometheus-operator"].upstream}`;
    expect(read("images/kubernetes-tools/go.mod")).toContain(operator);
    expect(versions["prometheus-config-reloader"]).toEqual(versions["prometheus-operator"]);
  });

  it("run as another user than root, except where root is needed", () => {
    const stages = ["images/Dockerfile", "images/kubernetes.Dockerfile"].flatMap((file) =>
      read(file)
        .split(/^FROM /m)
        .slice(1),
    );
    const asRoot = stages.filter((text) => !/^USER (?!root|0)/m.test(text)).map((text) => / AS (\S+)/.exec(text)![1]);
    // As published, Caddy is root's; the stack runs it as nobody.
    expect(asRoot.sort()).toEqual(["caddy", "caddy-package", "cadvisor", "debs", "files", "kubernetes-tools", "tools"]);
  });

  it("take Debian's packages from the machine's own mirror", () => {
    for (const file of ["Dockerfile", "kubernetes.Dockerfile", "base.sh", "tools.Dockerfile"].map(
      (name) => `images/${name}`,
    )) {
      const code = read(file).replace(/^#.*$/gm, "");
      expect(code, file).not.toMatch(/https?:\/\//);
    }
  });
});
