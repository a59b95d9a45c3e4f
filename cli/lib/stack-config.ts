import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseDocument, type Document } from "yaml";
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
  const config = configOf(document, basename(path));
  const loops = loopFaults(config, "", new Map(), new Set());
  if (loops.length > 0) throw new UserError(loops.map((fault) => `${basename(path)}: ${fault}`));
  return config;
}

function configOf(document: Document.Parsed, file: string): Record<string, unknown> {
  try {
    const { config } = (document.toJS() ?? {}) as { config?: Record<string, unknown> | null };
    return config ?? {};
  } catch (error) {
    // An alias of an anchor that isn't there, or so many of them that nobody means it.
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Keys that contain themselves: an alias of YAML can say so, and whoever follows them would never come to their end.
 *
 * @param around what holds it, with its place
 * @param done what has been followed to its end
 */
function loopFaults(value: unknown, at: string, around: ReadonlyMap<object, string>, done: Set<object>): string[] {
  if (typeof value !== "object" || value === null || done.has(value)) return [];
  const outer = around.get(value);
  if (outer !== undefined) {
    return [`${at} is an alias of ${outer || "config"}, which it's within; a key can't contain itself`];
  }
  const inside = new Map([...around, [value, at]]);
  const faults = Object.entries(value).flatMap(([key, inner]) =>
    loopFaults(inner, at === "" ? key : `${at}.${key}`, inside, done),
  );
  done.add(value);
  return faults;
}
