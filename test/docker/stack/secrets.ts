import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { containersOf } from "../../../cli/lib/docker-stack";
import { readFolder } from "../../../cli/lib/folder";
import { attempt, run } from "../../../cli/lib/shell";
import type { Story } from "../stack.test";

export function secretTests(story: () => Story): void {
  const values = (): string[] => {
    const { stack, token } = story();
    const made = Object.values(stack.secrets());
    expect(made.length).toBeGreaterThanOrEqual(3);
    expect(made.every((value) => value.length >= 32)).toBe(true);
    return [...made, token];
  };
  const expectNone = (where: string, text: string) =>
    expect(values().filter((value) => text.includes(value)).length, `secrets in ${where}`).toBe(0);

  it("are kept where only their owner reads them", () => {
    const { folder } = story().stack;
    expect(statSync(join(folder, "secrets.json")).mode & 0o077).toBe(0);
    expect(statSync(join(folder, "secrets")).mode & 0o077).toBe(0);
  });

  it("are in no rendered file, and nothing said them", () => {
    const { stack, first } = story();
    expectNone("what `up` said", first.output);
    for (const [path, content] of readFolder(join(stack.folder, "rendered"))) expectNone(path, content);
  });

  it("are in no inspection, no log, no image and no list of processes", async () => {
    const { stack } = story();
    const ids = (await containersOf(stack.name)).map(({ id }) => id);
    expectNone("docker inspect", await run("docker", ["inspect", ...ids]));
    const images = (await run("docker", ["inspect", "--format", "{{.Image}}", ...ids])).split("\n");
    expectNone("docker history", (await Promise.all([...new Set(images)].map(history))).join("\n"));
    for (const id of ids) {
      const { stdout, stderr } = await attempt("docker", ["logs", id]);
      expectNone(`the log of ${id}`, stdout + stderr);
    }
    expectNone("the list of processes", commandLines());
  });
}

function history(image: string): Promise<string> {
  return run("docker", ["history", "--no-trunc", "--format", "{{.CreatedBy}}", image]);
}

/** Of every process of this machine, those in containers too. */
function commandLines(): string {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, "utf8");
      } catch {
        return ""; // It has ended meanwhile.
      }
    })
    .join("\n");
}
