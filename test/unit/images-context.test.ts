import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtRef, contextTag, type ContextBuild } from "../../images/context";

let context: string;
beforeEach(() => {
  context = mkdtempSync(join(tmpdir(), "sightline-context-"));
  put("Dockerfile", "FROM scratch\n");
  put("src/a.js", "a");
  put("src/b/c.js", "c");
});
afterEach(() => rmSync(context, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(context, path)), { recursive: true });
  writeFileSync(join(context, path), text);
}

const tag = (build: Partial<ContextBuild> = {}) =>
  contextTag({ context, dockerfile: "Dockerfile", args: {}, ...build });

describe("a folder's tag", () => {
  it("is the same on every machine", () => {
    expect(tag({ args: { B: "2", A: "1" }, platform: "linux/amd64" })).toBe("70981e4af2");
    expect(tag({ args: { A: "1", B: "2" }, platform: "linux/amd64" })).toBe("70981e4af2");
  });

  it.each<[string, () => Partial<ContextBuild> | void]>([
    ["content", () => put("src/b/c.js", "d")],
    ["a new file", () => put("src/new.js", "")],
    ["a file elsewhere", () => (rmSync(join(context, "src/a.js")), put("src/b/a.js", "a"))],
    ["a program", () => chmodSync(join(context, "src/a.js"), 0o755)],
    ["a link", () => symlinkSync("a.js", join(context, "src/link.js"))],
    ["the Dockerfile", () => put("Dockerfile", "FROM busybox\n")],
    ["another Dockerfile", () => (put("other/Dockerfile", "FROM busybox\n"), { dockerfile: "other/Dockerfile" })],
    ["an argument", () => ({ args: { BASE: "node:24" } })],
    ["the platform", () => ({ platform: "linux/arm64" })],
  ])("changes with %s", (_, change) => {
    const before = tag();
    expect(tag(change() ?? {})).not.toBe(before);
  });

  it("doesn't change with what an image doesn't show", () => {
    const before = tag();
    chmodSync(join(context, "src/a.js"), 0o600);
    put("src/a.js", "a");
    expect(tag()).toBe(before);
  });

  it("is in the image's name", () => {
    const build = { context, dockerfile: "Dockerfile", args: {} };
    expect(builtRef("shop-app", build)).toBe(`shop-app:${tag()}`);
    expect(builtRef("shop-app", build, "registry.example/team/")).toBe(`registry.example/team/shop-app:${tag()}`);
  });

  it("is of the Dockerfile too when that is ignored", () => {
    put(".dockerignore", "*\n!src\n");
    const before = tag();
    put("Dockerfile", "FROM busybox\n");
    expect(tag()).not.toBe(before);
  });
});

describe("what .dockerignore leaves out", () => {
  it.each<[string, counts: string[], ignored: string[]]>([
    ["node_modules\n", ["src/node_modules/x"], ["node_modules/x", "node_modules/y/z"]],
    ["/dist/\n# src\n\n", ["src/dist/x"], ["dist/x"]],
    ["**/*.log\n", ["x.logs"], ["x.log", "src/b/x.log"]],
    ["src/*/x\n", ["src/x", "src/b/d/x"], ["src/b/x", "src/e/x/y"]],
    ["**/tmp\n", ["tmps/x"], ["tmp/x", "src/b/tmp/x"]],
    ["x?.[ab]\n", ["x.a", "x1.c", "xyz.a"], ["x1.a", "xy.b"]],
    ["*\n!src\nsrc/b\n", ["src/x"], ["x", "src/b/x", "other/x"]],
    [" *.md \r\n! README.md\r\n", ["README.md", "src/x.md"], ["x.md"]],
    ["a.c\na+(b)\n", ["abc", "aab"], ["a.c", "a+(b)"]],
  ])("is left out: %j", (rules, counts, ignored) => {
    put(".dockerignore", rules);
    for (const path of counts) {
      const before = tag();
      put(path, "new");
      expect(tag(), path).not.toBe(before);
    }
    for (const path of ignored) {
      const before = tag();
      put(path, "new");
      expect(tag(), path).toBe(before);
    }
  });
});
