import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { UserError } from "../../signals/errors";
import { didYouMean } from "../../signals/nearest";

/** The folder of the program. */
export const projectFolder = resolve(__dirname, "../..");

/** Everything that this machine keeps of a stack; never committed. */
export function stackFolder(stack: string): string {
  return join(projectFolder, ".sightline", stack);
}

/** The file that holds a stack's configuration. */
export function stackFilePath(stack: string, given?: string): string {
  if (given !== undefined) {
    if (!existsSync(given)) throw new UserError(`--config-file ${given} isn't there`);
    return resolve(given);
  }
  const path = join(projectFolder, `Pulumi.${stack}.yaml`);
  if (existsSync(path)) return path;
  const known = readdirSync(projectFolder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
  const near = didYouMean(stack, known) || `; known: ${known.join(", ")}`;
  throw new UserError(`stack ${JSON.stringify(stack)} isn't known: there's no Pulumi.${stack}.yaml${near}`);
}

/** A stack's configuration as it stands in its file, by full key. Encrypted values are `{secure: ...}`, at any depth. */
export function readStackFile(path: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(readFileSync(path, "utf8"));
  if (document.errors.length > 0) {
    throw new UserError(document.errors.map((error) => `${basename(path)}: ${error.message.split("\n")[0]}`));
  }
  const { config = {} } = (document.toJS() ?? {}) as { config?: Record<string, unknown> };
  return config;
}
