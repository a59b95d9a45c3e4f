import { resolve } from "node:path";
import { UserError } from "../signals/errors";
import { options, stackOption } from "./lib/args";
import { print } from "./lib/console";
import { writeFolder } from "./lib/secrets";
import { readStack } from "./lib/stack";
import { evaluateStack } from "./translate/stack";

/** Writes what `up` would apply without the Pulumi CLI: a folder for Docker Compose, with no secret in it. */
export async function run(args: readonly string[]): Promise<void> {
  const { stack: name, out } = options(args, { ...stackOption, out: { type: "string" } });
  if (out === undefined) throw new UserError("--out was expected: the folder to write to");
  const folder = resolve(out);
  const stack = readStack(name);
  const { rendered } = await evaluateStack(stack, folder, (secret) => `not-rendered-${secret}`);
  writeFolder(folder, rendered.files);
  print(`${rendered.files.size} files in ${out}`);
}
