import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { hash, inRegistry } from "./ref";

/** A folder that an image is built from. */
export interface ContextBuild {
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  /** Such as `linux/amd64`. @default - the engine's own */
  readonly platform?: string;
}

/**
 * A tag that changes when the image would: a hash of the files that the build can see, the Dockerfile and the
 * arguments. So an image is known before it is built, on every machine by the same tag.
 *
 * What a Dockerfile downloads, or a base image whose tag moves, isn't seen. Of a file's mode, only whether its owner may
 * execute it counts, as in git. `.dockerignore` is respected; a `<dockerfile>.dockerignore` isn't.
 */
export function contextTag({ context, dockerfile, args, platform }: ContextBuild): string {
  const ignored = ignoreFilter(context);
  const files = listFiles(context, "", ignored).map((path) => [path, ...describe(join(context, path))]);
  const sortedArgs = Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
  const recipe = readFileSync(join(context, dockerfile), "utf8");
  return hash([recipe, JSON.stringify(sortedArgs), platform ?? "", JSON.stringify(files)]);
}

/** The reference of an image that is built from a folder, in the registry that it is pushed to. */
export function builtRef(name: string, build: ContextBuild, registry?: string): string {
  const ref = `${name}:${contextTag(build)}`;
  return registry === undefined ? ref : inRegistry(ref, registry);
}

interface IgnoreFilter {
  /** Whether a path, relative and with forward slashes, is left out. */
  ignores(path: string): boolean;
  /** Whether something below an ignored folder may be wanted all the same. */
  readonly hasExceptions: boolean;
}

/** Sorted by their characters' codes, not by the rules of the machine's language. */
function listFiles(context: string, folder: string, filter: IgnoreFilter): string[] {
  const entries = readdirSync(join(context, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const ignored = filter.ignores(path);
    if (entry.isDirectory()) return ignored && !filter.hasExceptions ? [] : listFiles(context, path, filter);
    return ignored || !(entry.isFile() || entry.isSymbolicLink()) ? [] : [path];
  });
  return folder === "" ? paths.sort() : paths;
}

function describe(file: string): string[] {
  const status = lstatSync(file);
  if (status.isSymbolicLink()) return ["link", readlinkSync(file)];
  return [status.mode & 0o100 ? "program" : "file", createHash("sha256").update(readFileSync(file)).digest("hex")];
}

/** The rules of `.dockerignore`: the last pattern that matches a path or a folder above it decides. */
function ignoreFilter(context: string): IgnoreFilter {
  const file = join(context, ".dockerignore");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split(/\r?\n/) : [];
  const rules = lines
    .filter((line) => !line.startsWith("#") && line.trim() !== "")
    .map((line) => line.trim())
    .map((line) => ({ keep: line.startsWith("!"), pattern: toRegExp(line.replace(/^!\s*/, "")) }));
  return {
    ignores: (path) => rules.filter(({ pattern }) => pattern.test(path)).at(-1)?.keep === false,
    hasExceptions: rules.some(({ keep }) => keep),
  };
}

function toRegExp(pattern: string): RegExp {
  const clean = pattern.replace(/^(\.?\/)+/, "").replace(/\/+$/, "");
  const body = clean.replace(/\*\*\/?|\*|\?|\[[^\]]*\]|\\?[^]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.length > 1 && token.startsWith("[")) return token;
    return token.replace(/^\\(?=.)/, "").replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
  });
  return new RegExp(`^${body}(?:/|$)`);
}
