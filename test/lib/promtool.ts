import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolImage, toolRun } from "./tool-image";

export interface PromtoolResult {
  readonly ok: boolean;
  /** What it wrote to standard output and error. */
  readonly output: string;
  /** What it wrote to the file that was asked for; empty when it wrote none. */
  readonly written: string;
}

/**
 * Runs promtool over some files: in the Prometheus image that is on this machine, or as the program that
 * `SIGHTLINE_PROMTOOL` names. The container has no network and sees just these files.
 *
 * @param files content by name; their folder is the working directory.
 * @param writes the name of a file that it shall write there. Default none: it can't write anything.
 * @throws when there is no promtool: `noPromtool` says so beforehand.
 */
export function promtool(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  writes?: string,
): PromtoolResult {
  const folder = mkdtempSync(join(tmpdir(), "sightline-promtool-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const [command, before] = program(folder, writes === undefined ? "ro" : "rw");
    // It collects garbage less often: a fifth less time, for 0.65 GB at most in place of 0.15.
    const env = { ...process.env, GOGC: "400" };
    const options = { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28, env } as const;
    const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args], options);
    if (error !== undefined) throw error;
    const written = writes !== undefined && existsSync(join(folder, writes)) ? join(folder, writes) : undefined;
    return {
      ok: status === 0,
      output: `${stdout ?? ""}${stderr ?? ""}`,
      written: written === undefined ? "" : readFileSync(written, "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why tests of rules can only be skipped here; undefined where an image or a program is at hand. */
export const noPromtool =
  process.env.SIGHTLINE_PROMTOOL === undefined && toolImage("prometheus") === undefined
    ? "there is no Prometheus image here, and SIGHTLINE_PROMTOOL names no promtool"
    : undefined;

function program(folder: string, mode: "ro" | "rw"): [string, string[]] {
  const own = process.env.SIGHTLINE_PROMTOOL;
  if (own !== undefined) return [own, []];
  const image = toolImage("prometheus");
  if (image === undefined) throw new Error("There is no Prometheus image on this machine; npm test makes it.");
  return ["docker", toolRun(image, "promtool", `${folder}:/w:${mode}`, "/w")];
}
