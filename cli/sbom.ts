import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { options, stackOption } from "./lib/args";
import { print, say } from "./lib/console";
import { readStack } from "./lib/stack";
import { makeSbom } from "./lib/supply/sbom";
import { evaluateStack } from "./translate/stack";

/** Lists what a stack consists of, as CycloneDX JSON: images, programs, packages. Nothing is pulled, built or run. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, { ...stackOption, out: { type: "string" } });
  const stack = readStack(parsed);
  const { dockerHost, target } = stack.settings;
  if (target === "docker" && dockerHost !== undefined) process.env["DOCKER_HOST"] = dockerHost;
  const { evaluation } = await evaluateStack(stack, stack.folder, (secret) => `not-listed-${secret}`);
  const { text, images, unseen } = await makeSbom(stack, evaluation);
  for (const { reference } of unseen) say(`note: the engine hasn't got ${reference}: what is in it isn't listed`);
  if (parsed.out === undefined) return print(text.trimEnd());
  mkdirSync(dirname(resolve(parsed.out)), { recursive: true });
  writeFileSync(parsed.out, text);
  print(`${images.length} images in ${parsed.out}`);
}
