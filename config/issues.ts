import type { z } from "zod";
import { didYouMean } from "../signals/nearest";
import { knownKeys } from "./schema";

/**
 * What the schema found wrong, one line a fault.
 *
 * @param name says where a place of the settings is
 * @param key what a setting is called that isn't known
 */
export function faultsOf(error: z.ZodError, name: (path: readonly string[]) => string, key = ""): string[] {
  return error.issues.flatMap((issue) => {
    const where = name(issue.path.map(String));
    if (issue.code === "invalid_key") return issue.issues.map(({ message }) => `${where}: ${message}`);
    if (issue.code !== "unrecognized_keys") return [`${where}: ${issue.message}`];
    return issue.keys.map((last) => {
      const full = name([...issue.path.map(String), last]);
      return `${key}${full} isn't known${didYouMean(last, knownKeys(issue.path))}`;
    });
  });
}
