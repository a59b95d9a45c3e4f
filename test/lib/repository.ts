import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../../cli/lib/shell";
import { projectFolder } from "../../cli/lib/stack-config";

/** Stacks that a copy has: one for each target. More take their time, and show nothing else. */
const stacks = ["Pulumi.dev.yaml", "Pulumi.k8s.yaml"];

/** A git repository with this project as it stands, but for most of its stacks, to make commits in. */
export interface ProjectCopy {
  readonly path: string;
  git(...args: string[]): Promise<string>;
  /** Commits all, and returns the id. */
  commit(): Promise<string>;
  /** Changes a file; that it doesn't is an error of the test. */
  edit(file: string, change: (text: string) => string): void;
  remove(): void;
}

/** Inside of the project, so that its packages are found from there. Empty before `fill`. */
export function projectCopy(): ProjectCopy & { fill(): Promise<void> } {
  mkdirSync(join(projectFolder, ".sightline"), { recursive: true });
  const path = mkdtempSync(join(projectFolder, ".sightline", "test-pull-request-"));
  const who = ["-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "core.hooksPath="];
  const git = (...args: string[]) => run("git", ["-C", path, ...who, ...args]);
  return {
    path,
    git,
    async fill() {
      const files = await run("git", ["-C", projectFolder, "ls-files", "-co", "--exclude-standard", "-z"]).catch(
        () => "",
      );
      const copied = files
        .split("\0")
        .filter((name) => name !== "" && existsSync(join(projectFolder, name)))
        .filter((name) => !/^Pulumi\..*\.yaml$/.test(name) || stacks.includes(name));
      for (const file of copied) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        cpSync(join(projectFolder, file), join(path, file), { force: true });
      }
      await git("init", "--quiet", "--initial-branch", "main");
    },
    async commit() {
      await git("add", "--all");
      await git("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "change");
      return git("rev-parse", "HEAD");
    },
    edit(file, change) {
      const before = readFileSync(join(path, file), "utf8");
      const after = change(before);
      if (after === before) throw new Error(`${file} wasn't changed`);
      writeFileSync(join(path, file), after);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
