import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { toolImage, toolRun } from "./tool-image";

export interface AmtoolResult {
  readonly ok: boolean;
  /** What it wrote to standard output. */
  readonly written: string;
  /** What it wrote to standard output, then to standard error. */
  readonly output: string;
}

/**
 * Runs amtool over some files: in the Alertmanager image that is on this machine, or as the program that
 * `SIGHTLINE_AMTOOL` names. The container has no network and sees just these files.
 *
 * @param files content by name, which may be in folders; where they are is the working directory.
 * @throws when there is no amtool: `noAmtool` says so beforehand.
 */
export function amtool(files: Readonly<Record<string, string>>, args: readonly string[]): AmtoolResult {
  return amtoolRuns(files, [args])[0]!;
}

/** The same once for each list of arguments, in one container: to start one takes longer than what it does. */
export function amtoolRuns(
  files: Readonly<Record<string, string>>,
  runs: readonly (readonly string[])[],
): AmtoolResult[] {
  const folder = mkdtempSync(join(tmpdir(), "sightline-amtool-"));
  try {
    const [place, results] = [join(folder, "files"), join(folder, "results")];
    for (const path of [place, results]) mkdirSync(path);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(place, name)), { recursive: true });
      writeFileSync(join(place, name), content);
    }
    const [command, before, amtool] = program(folder);
    const lines = runs.map(
      (args, i) =>
        `${[amtool, ...args].map(quoted).join(" ")} >../results/${i}.out 2>../results/${i}.err; ` +
        `echo $? >../results/${i}.code`,
    );
    writeFileSync(join(folder, "run.sh"), ["set -u", ...lines, ""].join("\n"));
    execFileSync(command, [...before, "../run.sh"], { cwd: place, stdio: ["ignore", "ignore", "pipe"] });
    return runs.map((_, i) => {
      const [written, errors, code] = ["out", "err", "code"].map((of) =>
        readFileSync(join(results, `${i}.${of}`), "utf8"),
      );
      return { ok: Number(code) === 0, written: written!, output: `${written}${errors}` };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why tests of routes and messages can only be skipped here; undefined where an image or a program is at hand. */
export const noAmtool =
  process.env.SIGHTLINE_AMTOOL === undefined && toolImage("alertmanager") === undefined
    ? "there is no Alertmanager image here, and SIGHTLINE_AMTOOL names no amtool"
    : undefined;

/** What runs a script in the files' folder, and amtool's name there. */
function program(folder: string): [command: string, before: string[], amtool: string] {
  const own = process.env.SIGHTLINE_AMTOOL;
  if (own !== undefined) return ["sh", [], own];
  const image = toolImage("alertmanager");
  if (image === undefined) throw new Error("There is no Alertmanager image on this machine; npm test makes it.");
  return ["docker", toolRun(image, "sh", `${folder}:/w`, "/w/files"), "amtool"];
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}
