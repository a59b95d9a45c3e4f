import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { standInCertificate } from "../config/schema-tls";
import { UserError } from "../signals/errors";
import { options, stackOption } from "./lib/args";
import { print, say } from "./lib/console";
import { readIfThere } from "./lib/folder";
import { writeFolder } from "./lib/secrets";
import { readStack, requireInTime } from "./lib/stack";
import { kustomizationFile } from "./translate/kubernetes";
import { evaluateStack } from "./translate/stack";

/** Writes what `up` would apply without the Pulumi CLI: a folder for Docker Compose, for kubectl or a GitOps tool, with no secret in it. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, { ...stackOption, out: { type: "string" } });
  const { out } = parsed;
  if (out === undefined) throw new UserError("--out was expected: the folder to write to");
  const folder = resolve(out);
  refuseForeign(folder);
  const stack = readStack(parsed);
  requireInTime(stack);
  const { rendered } = await evaluateStack(stack, folder, (secret) => `not-rendered-${secret}`);
  writeFolder(folder, rendered.files);
  if (stack.settings.tls?.certificate === standInCertificate) {
    say("note: the certificate can't be read here, so files/proxy/tls/certificate.pem only stands for it");
  }
  print(`${rendered.files.size} files in ${out}`);
}

/** What is in the folder is replaced as a whole, so it must be ours. */
function refuseForeign(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  const heads = ["compose.yaml", kustomizationFile].map((name) => readIfThere(join(folder, name)) ?? "");
  if (heads.some((head) => head.includes("sightline.stack:"))) return;
  throw new UserError(
    `--out ${folder}: it holds files that \`render\` didn't write; a new or empty folder was expected`,
  );
}
