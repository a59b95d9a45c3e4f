import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./lib/generated";
import { print } from "./lib/console";
import { projectFolder } from "./lib/stack-config";

/** Writes every file that is generated from the code; a test fails when one is not current. */
export async function run(): Promise<void> {
  for (const [path, content] of await generatedFiles((name) => readFileSync(join(projectFolder, name), "utf8"))) {
    mkdirSync(dirname(join(projectFolder, path)), { recursive: true });
    writeFileSync(join(projectFolder, path), content);
    print(path);
  }
}
