import { filesPath } from "../../components/platform/platform";
import { say } from "../lib/console";
import { containersOf, explainUnhealthy, removeVolumes } from "../lib/docker-stack";
import { run } from "../lib/shell";
import type { Stack } from "../lib/stack";
import type { DeployedFiles } from "./engine";
import type { PulumiProject } from "./pulumi-project";
import type { PulumiTarget } from "./pulumi-target";

export const pulumiOnDocker: PulumiTarget = {
  data: ["**docker:index/volume:Volume::*-data", "**random:index/randomPassword:RandomPassword::*"],
  options: [],
  deployed,
  holds: (path) => path.startsWith("files/"),
  clearLeft,
  explain: ({ name }) => explainUnhealthy(name),
  removeLeft: async ({ name }, { volumes }) => (volumes ? removeVolumes(name, "all") : undefined),
};

async function deployed(stack: Stack, project: PulumiProject): Promise<DeployedFiles> {
  const files = new Map<string, string>();
  for (const { type, inputs } of await project.resources()) {
    const uploads = (inputs["uploads"] ?? []) as { file: string; content: string }[];
    if (type !== "docker:index/container:Container" || uploads.length === 0) continue;
    const role = String(inputs["name"]).slice(stack.project.length + 1);
    if (!role.endsWith("-files")) continue;
    for (const { file, content } of uploads) {
      files.set(`files/${role.slice(0, -"-files".length)}/${file.slice(filesPath.length + 1)}`, content);
    }
  }
  return files;
}

/**
 * Containers that the state doesn't know of are in the way of the next run, so they go; only what carries this stack's
 * labels is ever removed, and no data.
 */
async function clearLeft(stack: Stack, project: PulumiProject): Promise<boolean> {
  const resources = await project.resources();
  // A container that holds files has the name of its volume.
  const made = resources.filter(({ type }) => type === "docker:index/container:Container");
  const known = new Set(made.map(({ inputs }) => inputs["name"]));
  const lost = (await containersOf(stack.name)).filter(({ name, engine }) => engine === "pulumi" && !known.has(name));
  for (const { id, name } of lost) {
    say(`An earlier run was interrupted: ${name} is made anew.`);
    await run("docker", ["rm", "--force", id]);
  }
  return lost.length > 0;
}
