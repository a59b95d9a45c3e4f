import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, describe, expect, it } from "vitest";
import { readFolder } from "../../cli/lib/folder";
import { debianPackages } from "../../cli/lib/supply/inside";
import { demoPackages, ownPackages } from "../../cli/lib/supply/npm-packages";
import { debianPurl, imagePurl, npmPurl } from "../../cli/lib/supply/purl";
import versions from "../../versions.json";
import { command } from "../lib/command";
import { imagesOf, readSbom, sbomFaults, valuesOf } from "../lib/sbom";

const folder = mkdtempSync(join(tmpdir(), "sightline-sbom-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An engine that isn't there: what is in images can't be known. */
const noEngine = { DOCKER_HOST: "tcp://127.0.0.1:1" };

async function run(name: string, settings: Record<string, unknown>, env: Record<string, string> = {}) {
  const file = join(folder, `Pulumi.${name}.yaml`);
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`sightline:${key}`, value]));
  writeFileSync(file, stringify({ config }));
  const options = { env: { ...noEngine, ...env } };
  const args = ["--stack", name, "--config-file", file, "--out"];
  const out = join(folder, `${name}.json`);
  const made = await command(["sbom", ...args, out], options);
  expect(made.code, made.output).toBe(0);
  return { out, output: made.output, render: () => command(["render", ...args, join(folder, name)], options) };
}

describe("what is deployed", () => {
  it.each([
    ["docker", {}],
    ["kubernetes", { kubernetes: { operator: "install" } }],
  ])("is listed as CycloneDX wants it, with every image that is rendered: %s", async (target, settings) => {
    const name = `test-sbom-${target}`;
    const { out, output, render } = await run(name, { ...settings, target, imageSource: "upstream" });
    expect(await sbomFaults(out)).toBeNull();
    expect((await render()).code).toBe(0);
    const texts = [...readFolder(join(folder, name)).values()];
    const rendered = texts.flatMap((text) =>
      [...text.matchAll(/^[ -]*image: "?([^\s"]+)"?$|--prometheus-config-reloader=([^\s"]+)/gm)].map(
        ([, image, reloader]) => image ?? reloader!,
      ),
    );
    const images = imagesOf(readSbom(out));
    expect(images.map((image) => image["bom-ref"])).toEqual([...new Set(rendered)].sort());
    expect(images.length).toBeGreaterThan(10);
    const [prometheus] = images.filter((image) => image.name === "docker.io/prom/prometheus");
    expect(prometheus).toMatchObject({
      purl: expect.stringMatching(/^pkg:(docker|oci)\/(prom\/)?prometheus@/) as string,
    });
    expect(prometheus!.components).toMatchObject([
      { type: "application", name: "prometheus", version: versions.prometheus.upstream.slice(1) },
    ]);
    expect(valuesOf(prometheus!, "sightline:usedBy").join()).toContain("prometheus");
    expect(output).toContain(`the engine hasn't got ${prometheus!["bom-ref"]}`);
  });

  it("is the same to the byte each time, without a time but the one that is given", async () => {
    const settings = {
      imageSource: "upstream",
      app: { image: "registry.example/team/app:1.2" },
      workers: { replicas: 0 },
    };
    const first = await run("test-sbom-same", settings);
    const bytes = readFileSync(first.out, "utf8");
    const { serialNumber, metadata, ...file } = readSbom(first.out);
    expect(metadata.timestamp).toBeUndefined();
    const [app] = imagesOf({ serialNumber, metadata, ...file }).filter(({ name }) => name.includes("/team/app"));
    expect(app).toMatchObject({ version: "1.2", purl: "pkg:docker/team/app@1.2?repository_url=registry.example" });
    expect(valuesOf(app!, "sightline:origin")).toEqual(["own"]);
    await run("test-sbom-same", settings);
    expect(readFileSync(first.out, "utf8")).toBe(bytes);

    const pinned = { ...settings, app: { image: `registry.example/team/app:1.2@sha256:${"a".repeat(64)}` } };
    await run("test-sbom-same", pinned, { SOURCE_DATE_EPOCH: "86400" });
    expect(readSbom(first.out).metadata.timestamp).toBe("1970-01-02T00:00:00.000Z");
    expect(readSbom(first.out).serialNumber).not.toBe(serialNumber);
    expect(imagesOf(readSbom(first.out)).find(({ name }) => name.includes("/team/app"))).toMatchObject({
      hashes: [{ alg: "SHA-256", content: "a".repeat(64) }],
      purl: `pkg:oci/app@sha256:${"a".repeat(64)}?repository_url=registry.example%2Fteam%2Fapp&tag=1.2`,
    });
  });
});

describe("packages", () => {
  it("of Debian are those that are installed", () => {
    const status = [
      "Package: zlib1g\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:1.3.1-1",
      "Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1",
      "Package: half\nStatus: install ok half-installed\nArchitecture: amd64\nVersion: 1",
      "Package: never\nStatus: purge ok not-installed\nArchitecture: amd64\nVersion: 1",
      "Package: redis\nVersion: 5:8.0.6-1\nArchitecture: amd64\nDescription: a store\n more: of it\n",
      "",
    ].join("\n\n");
    const packages = debianPackages(status);
    expect(packages).toEqual([
      { name: "redis", version: "5:8.0.6-1", architecture: "amd64" },
      { name: "zlib1g", version: "1:1.3.1-1", architecture: "amd64" },
    ]);
    expect(packages.map((entry) => debianPurl(entry, { id: "debian", release: "forky" }))).toEqual([
      "pkg:deb/debian/redis@5:8.0.6-1?arch=amd64&distro=debian-forky",
      "pkg:deb/debian/zlib1g@1:1.3.1-1?arch=amd64&distro=debian-forky",
    ]);
  });

  it("of npm are those of the lock file, without what only developers need", () => {
    const names = ownPackages().map(({ name }) => name);
    expect(names).toContain("@pulumi/pulumi");
    expect(names).not.toContain("vitest");
    expect(npmPurl({ name: "@pulumi/pulumi", version: "3.1.0" })).toBe("pkg:npm/%40pulumi/pulumi@3.1.0");
  });

  it("of the demo are those in its bundle", () => {
    const packages = demoPackages();
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["hot-shots", "ioredis", "pg", "pg-protocol", "prom-client"]));
    expect(names).not.toContain("esbuild");
    for (const { sha512 } of packages) expect(sha512).toMatch(/^[0-9a-f]{128}$/);
  });

  it("of images say where to find them", () => {
    const digest = `sha256:${"b".repeat(64)}`;
    expect(imagePurl("redis:8", undefined)).toBe("pkg:docker/library/redis@8");
    expect(imagePurl(`redis:8@${digest}`, digest)).toBe(
      `pkg:oci/redis@sha256:${"b".repeat(64)}?repository_url=docker.io%2Flibrary%2Fredis&tag=8`,
    );
  });
});
