import { delimiter, dirname, join } from "node:path";
import { say } from "../lib/console";
import { attempt } from "../lib/shell";
import { projectFolder } from "../lib/stack-config";

/** Where the npm package `pulumi` downloads the CLI from, the first time that it's called. */
const download = "https://get.pulumi.com/";

/** Puts the Pulumi CLI on PATH, from the npm package if need be. Returns why it can't be had, if it can't. */
export async function ensurePulumi(): Promise<string | undefined> {
  // npm puts its own programs first on PATH: a CLI that is installed here would never be found.
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  process.env["PATH"] = folders.filter((folder) => !folder.endsWith(join("node_modules", ".bin"))).join(delimiter);
  if ((await attempt("pulumi", ["version"], { timeout: 20_000 })).code === 0) return undefined;
  const program = join(projectFolder, "node_modules", ".bin", "pulumi");
  const unreachable = await whyUnreachable();
  if (unreachable !== undefined) return `it isn't on PATH, and ${unreachable}`;
  say("Getting the Pulumi CLI by the npm package pulumi (once)...");
  const outcome = await attempt(program, ["version"], { timeout: 300_000 });
  if (outcome.code !== 0) return outcome.stderr.trim().split("\n").at(-1) ?? "its download failed";
  process.env["PATH"] = `${dirname(program)}${delimiter}${process.env["PATH"] ?? ""}`;
  return undefined;
}

/** Why nothing can be downloaded from there; undefined where it can. */
export async function whyUnreachable(): Promise<string | undefined> {
  try {
    await fetch(download, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(4_000) });
    return undefined;
  } catch {
    return `${new URL(download).host} doesn't answer`;
  }
}
