import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { attempt, run } from "../../cli/lib/shell";
import { projectFolder } from "../../cli/lib/stack-config";
import { toolImage } from "./tool-image";

const tools = [
  { image: "prometheus", program: "promtool", variable: "SIGHTLINE_PROMTOOL" },
  { image: "alertmanager", program: "amtool", variable: "SIGHTLINE_AMTOOL" },
] as const;

/**
 * promtool and amtool, taken out of the images that have them: to start a container takes longer than most of what they
 * do. By the environment variable that tests look at; without those that don't run outside of their image.
 */
export async function toolPrograms(): Promise<Record<string, string>> {
  const folder = join(projectFolder, ".sightline", "test-tools");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const found: Record<string, string> = {};
  for (const { image, program, variable } of tools) {
    const reference = toolImage(image);
    if (reference === undefined || process.env[variable] !== undefined) continue;
    const user = ["--user", `${process.getuid!()}:${process.getgid!()}`];
    const take = [...user, "--volume", `${folder}:/out`, "--entrypoint", "sh", reference];
    await run("docker", ["run", "--rm", "--network", "none", ...take, "-c", `cp "$(command -v ${program})" /out/`]);
    const path = join(folder, program);
    if ((await attempt(path, ["--version"], { timeout: 20_000 })).code === 0) found[variable] = path;
  }
  return found;
}
