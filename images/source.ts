import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../signals/errors";
import type { ImageSource } from "./ref";

/**
 * Where this machine's images come from, as `ensureImages` decided: what `imageRef` must be told.
 *
 * @param dir the project's directory
 * @default "upstream" where nothing was decided, so that a stack can be rendered anywhere
 */
export function readImageSource(dir: string): ImageSource {
  return decidedSource(dir) ?? "upstream";
}

/** The decision, if one was made on this machine. */
export function decidedSource(dir: string): ImageSource | undefined {
  const file = join(dir, ".sightline/images.json");
  if (!existsSync(file)) return undefined;
  try {
    const { source } = JSON.parse(readFileSync(file, "utf8")) as { source?: unknown };
    if (source === "upstream" || source === "local") return source;
  } catch {
    // Said below, as for any other content that isn't ours.
  }
  throw new UserError(`${file} isn't {"source": "upstream"} or {"source": "local"}: delete it, and it is decided anew`);
}

/** Keeps the decision for the next time. */
export function keepSource(dir: string, source: ImageSource): void {
  mkdirSync(join(dir, ".sightline"), { recursive: true });
  const file = join(dir, ".sightline/images.json");
  writeFileSync(`${file}.new`, `${JSON.stringify({ source })}\n`);
  renameSync(`${file}.new`, file);
}
