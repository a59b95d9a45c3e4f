import { readFileSync } from "node:fs";

/**
 * The content of a file that somebody else may replace at any time, without a restart. While there's none, or it's
 * empty since it's just being written, it is what it was before.
 *
 * @throws Error when there was none from the beginning
 */
export function passwordFile(path: string): () => string {
  let last = read(path);
  if (last === "") throw new Error(`${path} isn't there, or is empty`);
  return () => {
    last = read(path) || last;
    return last;
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
