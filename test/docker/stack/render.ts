import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readFolder } from "../../../cli/lib/folder";
import { containersOf } from "../../../cli/lib/docker-stack";
import { attempt, run } from "../../../cli/lib/shell";
import type { Story } from "../stack.test";

export function renderTests(story: () => Story): void {
  it("is the same to the byte each time, and what the programs themselves take", async () => {
    const { stack } = story();
    const folder = mkdtempSync(join(tmpdir(), "sightline-render-"));
    // The programs that read it run as users of their own.
    chmodSync(folder, 0o755);
    try {
      const [one, two] = [join(folder, "one"), join(folder, "two")];
      const before = await containersOf(stack.name);
      for (const out of [one, two]) expect((await stack.run("render", ["--out", out])).errors).toEqual([]);
      expect([...readFolder(one)]).toEqual([...readFolder(two)]);
      expect(await containersOf(stack.name)).toEqual(before);

      const env = { SIGHTLINE_SECRETS: folder };
      await run("docker", ["compose", "--file", join(one, "compose.yaml"), "config", "--quiet"], { env });
      await check(stack.project, "prometheus", one, ["promtool", "check", "config", "/etc/sightline/prometheus.yml"]);
      await check(stack.project, "alertmanager", one, ["amtool", "check-config", "/etc/sightline/alertmanager.yml"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("goes into no folder that holds other things", async () => {
    const { code, errors } = await story().stack.run("render", ["--out", tmpdir()]);
    expect(code).toBe(1);
    expect(errors[0]).toContain("it holds files that `render` didn't write");
  });
}

/** Has a service's own program, from the image that runs, read what was rendered for it. */
async function check(project: string, role: string, folder: string, [program = "", ...args]: string[]) {
  const image = await run("docker", ["inspect", "--format", "{{.Image}}", `${project}-${role}`]);
  const mount = ["--volume", `${join(folder, "files", role)}:/etc/sightline:ro`];
  const outcome = await attempt("docker", [
    ...["run", "--rm", "--network", "none", ...mount, "--entrypoint", program, image, ...args],
  ]);
  expect(outcome.code, outcome.stdout + outcome.stderr).toBe(0);
}
