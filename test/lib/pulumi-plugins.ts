import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { ensurePulumi, whyUnreachable } from "../../cli/engines/pulumi-cli";
import { run } from "../../cli/lib/shell";

/** Why tests with the real engine can only be skipped: on Docker, and on Kubernetes. */
export interface NoPulumi {
  readonly SIGHTLINE_NO_PULUMI?: string;
  readonly SIGHTLINE_NO_PULUMI_KUBERNETES?: string;
}

/** The CLI downloads providers that it lacks, from where it comes from itself; without that, they must be here. */
export async function whyNoPulumi(): Promise<NoPulumi> {
  const missing = await ensurePulumi();
  if (missing !== undefined) return { SIGHTLINE_NO_PULUMI: `the Pulumi CLI can't be had: ${missing}` };
  const unreachable = await whyUnreachable();
  if (unreachable === undefined) return {};
  const listed = await run("pulumi", ["plugin", "ls", "--json"], { timeout: 20_000 });
  const kept = (JSON.parse(listed) as { readonly name: string }[]).map(({ name }) => name);
  const why = (name: string) =>
    kept.includes(name) || isOnPath(`pulumi-resource-${name}`)
      ? undefined
      : `Pulumi's provider ${name} can't be had: it isn't on PATH, and ${unreachable}`;
  const docker = ["docker", "random"].map(why).find((reason) => reason !== undefined);
  if (docker !== undefined) return { SIGHTLINE_NO_PULUMI: docker };
  const kubernetes = why("kubernetes");
  return kubernetes === undefined ? {} : { SIGHTLINE_NO_PULUMI_KUBERNETES: kubernetes };
}

function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
