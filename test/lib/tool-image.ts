import { execFileSync } from "node:child_process";
import type { ImageName } from "../../images/recipes";
import { imageRef } from "../../images/ref";

/** The reference, built here or pulled, under which the engine has an image; undefined where it has none. */
export function toolImage(name: ImageName): string | undefined {
  const references = (["local", "upstream"] as const).flatMap((source) => imageRef(name, { source }) ?? []);
  return references.find((reference) => {
    try {
      execFileSync("docker", ["image", "inspect", reference], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Runs one of its programs over a folder, without a network. As who we are: mkdtemp makes the folder readable by its
 * owner only, and the image's user is another one.
 *
 * @param mounted folder and where it is there, as `docker run --volume` has it
 */
export function toolRun(image: string, program: string, mounted: string, workdir: string): string[] {
  const user = ["--user", `${process.getuid!()}:${process.getgid!()}`];
  const mount = ["--volume", mounted, "--workdir", workdir];
  return ["run", "--rm", "--network", "none", ...user, ...mount, "--entrypoint", program, image];
}
