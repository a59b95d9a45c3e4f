import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attempt } from "../../cli/lib/shell";
import { projectFolder } from "../../cli/lib/stack-config";
import { generated } from "../lib/program";

describe("the sources", () => {
  it.each([
    ["have no error of types", "typescript/bin/tsc", ["--noEmit"]],
    ["have no lint error, such as an import that points the wrong way", "eslint/bin/eslint.js", ["."]],
    ["are formatted", "prettier/bin/prettier.cjs", ["--check", "."]],
  ])("%s", async (_, program, args) => {
    const path = join(projectFolder, "node_modules", program);
    const { code, stdout, stderr } = await attempt(process.execPath, [path, ...args], { cwd: projectFolder });
    expect(code, stdout + stderr).toBe(0);
  });

  it("include what `npm run docs` makes of the code, as it stands now", async () => {
    const files = await generated();
    expect(files.size).toBeGreaterThan(5);
    const current = (path: string) =>
      existsSync(join(projectFolder, path)) && readFileSync(join(projectFolder, path), "utf8");
    expect([...files].filter(([path, content]) => current(path) !== content).map(([path]) => path)).toEqual([]);
  });
});
