import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { run } from "../../../cli/lib/shell";

/** The image whose only container holds a pod together. */
export const PAUSE = "sightline.local/pause:1";

/** Writes the image of a static program, without Docker, and returns the archive that containerd imports. */
export async function writePauseImage(folder: string, program: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  copyFileSync(program, join(folder, "pause"));
  const layer = join(folder, "layer.tar");
  await run("tar", ["-C", folder, "-cf", layer, "pause"]);
  const config = JSON.stringify({
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Entrypoint: ["/pause"], User: "65535:65535" },
    rootfs: { type: "layers", diff_ids: [`sha256:${await sha256(layer)}`] },
  });
  const name = `${createHash("sha256").update(config).digest("hex")}.json`;
  writeFileSync(join(folder, name), config);
  const manifest = [{ Config: name, RepoTags: [PAUSE], Layers: ["layer.tar"] }];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const archive = join(folder, "image.tar");
  await run("tar", ["-C", folder, "-cf", archive, "manifest.json", name, "layer.tar"]);
  return archive;
}

async function sha256(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}
