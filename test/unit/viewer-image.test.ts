import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { bundleServer } from "../../cli/lib/viewer-image";
import { viewerRef, viewerSources } from "../../images/viewer";

const project = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "viewer-image-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the viewer's image", () => {
  it("is called the same each time, and in a registry by that name", () => {
    expect(viewerRef()).toMatch(/^sightline\/viewer:[0-9a-f]{10}$/);
    expect(viewerRef()).toBe(viewerRef());
    expect(viewerRef("registry.example/team")).toBe(`registry.example/team/${viewerRef()}`);
  });

  it("is told by everything that goes into it, and by nothing that is built or installed", async () => {
    const entries = ["viewer/server/main.ts", "viewer/src/live/main.tsx", "viewer/src/picture/main.tsx"];
    const { metafile } = await build({
      absWorkingDir: project,
      entryPoints: entries.filter((entry) => existsSync(join(project, entry))),
      bundle: true,
      write: false,
      metafile: true,
      outdir: folder,
      packages: "external",
      platform: "node",
      jsx: "automatic",
    });
    const sources = viewerSources();
    for (const file of Object.keys(metafile.inputs)) expect(sources).toContain(file);
    expect(sources.filter((file) => /node_modules|\/dist\//.test(file))).toEqual([]);
    for (const file of ["Dockerfile", "package-lock.json", "index.html", "vite.config.mts"]) {
      expect(sources).toContain(`viewer/${file}`);
    }
  });

  it("has a server of one file that needs no package, the same bytes each time", () => {
    const [one, two] = [join(folder, "one.js"), join(folder, "two.js")];
    bundleServer(one);
    bundleServer(two);
    const code = readFileSync(one, "utf8");
    expect(code).toBe(readFileSync(two, "utf8"));
    const needed = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name as string);
    expect(needed.filter((name) => !name.startsWith("node:"))).toEqual([]);
  });
});
