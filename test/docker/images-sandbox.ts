import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { isPresent } from "../../cli/lib/build";
import { run } from "../../cli/lib/shell";
import type { ImageName } from "../../images/recipes";
import { imageRef } from "../../images/ref";

/** As strict as a stack runs its services. */
export const strict = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"] as const;

/** A local image's reference. */
export const ref = (name: ImageName): string => imageRef(name, { source: "local" })!;

export const docker = (...args: string[]): Promise<string> => run("docker", args);

/**
 * For a file of tests: a network of its own, and at the end everything whose name begins with `id` is taken away.
 * Where local images aren't built, the tests are skipped.
 */
export class Sandbox {
  readonly id = `sightline-test-images-${randomBytes(3).toString("hex")}`;
  private missing = process.env["SIGHTLINE_NO_DOCKER"];

  constructor() {
    beforeAll(async () => {
      if (this.missing === undefined && !(await isPresent(ref("prometheus")))) {
        this.missing = "local images aren't built here";
      }
      if (this.missing === undefined) await docker("network", "create", this.id);
    });
    beforeEach(({ skip }) => skip(this.missing !== undefined, this.missing));
    afterAll(async () => {
      if (this.missing !== undefined) return;
      const containers = await docker("ps", "-aq", "--filter", `name=^${this.id}`);
      if (containers !== "") await docker("rm", "-fv", ...containers.split("\n"));
      const volumes = await docker("volume", "ls", "-q", "--filter", `name=^${this.id}`);
      if (volumes !== "") await docker("volume", "rm", ...volumes.split("\n"));
      await docker("network", "rm", this.id);
    });
  }

  /** Starts a container and returns its name, which is also its address. */
  async start(name: string, args: readonly string[], ...command: string[]): Promise<string> {
    const full = `${this.id}-${name}`;
    await docker("run", "-d", "--name", full, "--network", this.id, ...args, ...command);
    return full;
  }

  /** Writes a file into a volume, which is made if it isn't there. Returns the volume's name. */
  async put(volume: string, file: string, text: string): Promise<string> {
    const full = `${this.id}-${volume}`;
    const write = ["run", "--rm", "-i", "-v", `${full}:/into`, ref("files"), "sh", "-c", 'cat >"/into/$0"', file];
    await run("docker", write, { input: text });
    return full;
  }
}
