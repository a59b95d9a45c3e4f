import { join } from "node:path";
import type { RecordedService } from "../../cli/lib/recorded-services";
import { attempt } from "../../cli/lib/shell";
import { projectFolder } from "../../cli/lib/stack-config";
import type { Registered } from "../../cli/translate/evaluate";

/** A stack as the program describes it, and what it's translated to. */
export interface Evaluated {
  readonly resources: readonly Registered[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Rendered files by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly secretFiles: ReadonlyMap<string, string>;
}

/** Evaluates the whole program for some settings, without an engine. Secrets are `secret-of-<name>`. */
export async function evaluateSettings(
  settings: Readonly<Record<string, unknown>>,
  stack = "unit",
): Promise<Evaluated> {
  const config = Object.fromEntries(
    Object.entries({ imageSource: "upstream", ...settings }).map(([key, value]) => [
      `sightline:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  type Answer = Pick<Evaluated, "resources" | "outputs"> & Record<"files" | "secretFiles", [string, string][]>;
  const { files, secretFiles, ...rest } = await ask<Answer>("evaluate", JSON.stringify({ stack, config }));
  return { ...rest, files: new Map(files), secretFiles: new Map(secretFiles) };
}

/** Path to content of everything that `npm run docs` writes. */
export async function generated(): Promise<Map<string, string>> {
  return new Map(await ask<[string, string][]>("generated"));
}

/** Every service of a default stack as the components describe it. */
export function services(): Promise<RecordedService[]> {
  return ask<RecordedService[]>("services");
}

async function ask<T>(question: string, input = ""): Promise<T> {
  const child = join(projectFolder, "test", "lib", "program-child.ts");
  const { code, stdout, stderr } = await attempt(process.execPath, ["--require", "tsx/cjs", child, question], {
    cwd: projectFolder,
    input,
    env: { VITEST: undefined, NODE_OPTIONS: undefined },
  });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
