import { spawnSync } from "node:child_process";
import { containersOf } from "../../../cli/lib/docker-stack";
import { attempt, run } from "../../../cli/lib/shell";
import { imageRef } from "../../../images/ref";
import type { CanarySearch } from "../../lib/canary";
import type { TestStack } from "../../lib/stack";

/** What the Docker engine tells of a stack, and the data that a backup would have. */
export async function lookAtEngine(search: CanarySearch, { name }: TestStack): Promise<void> {
  const containers = await containersOf(name);
  const images = new Set<string>();
  for (const { id, name: container } of containers) {
    search.look("docker inspect, containers", container, await run("docker", ["inspect", id]));
    images.add((await run("docker", ["inspect", "--format", "{{.Image}}", id])).trim());
    const { stdout, stderr } = await attempt("docker", ["logs", id]);
    search.look("docker logs", container, stdout + stderr);
    search.look("docker diff, changed files", container, (await attempt("docker", ["diff", id])).stdout);
  }
  for (const image of images) {
    search.look("docker history", image, await run("docker", ["history", "--no-trunc", image]));
    search.look("docker inspect, images", image, await run("docker", ["image", "inspect", image]));
  }
  for (const kind of ["volume", "network"]) {
    for (const one of await named(kind, name)) {
      search.look(`docker inspect, ${kind}s`, one, await run("docker", [kind, "inspect", one]));
    }
  }
  for (const volume of (await named("volume", name)).filter((one) => !one.endsWith("-secrets"))) {
    search.look("volumes, as a backup has them", volume, contentOf(volume));
  }
}

async function named(kind: string, stack: string): Promise<string[]> {
  const format = ["--format", "{{.Name}}", "--filter", `label=sightline.stack=${stack}`];
  return (await run("docker", [kind, "ls", ...format])).split("\n").filter(Boolean);
}

function contentOf(volume: string): Buffer {
  const image = imageRef("files", { source: "local" }) ?? "";
  const args = ["run", "--rm", "--network", "none", "--user", "0:0", "--volume", `${volume}:/v:ro`, image];
  const { status, stdout, stderr } = spawnSync("docker", [...args, "tar", "-cf", "-", "/v"], { maxBuffer: 2 ** 30 });
  // A file that grows meanwhile is no reason: 1 says that some did.
  if (status !== 0 && status !== 1) throw new Error(`${volume}: ${stderr.toString()}`);
  return stdout;
}
