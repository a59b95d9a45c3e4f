import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { CanarySearch } from "../../lib/canary";
import type { TestStack } from "../../lib/stack";

/** What this machine keeps of a stack, besides the places that are for its secrets. */
export function lookAtFiles(search: CanarySearch, stack: TestStack): void {
  search.look("stack file", stack.configFile, readFileSync(stack.configFile));
  for (const entry of readdirSync(stack.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const inside = relative(stack.folder, path);
    if (inside === "secrets.json" || inside.startsWith("secrets/")) continue;
    search.look("files of the stack, rendered ones too", inside, readFileSync(path));
  }
}
