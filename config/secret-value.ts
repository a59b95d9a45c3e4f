import { z } from "zod";
import type { Secret } from "../signals/delivery/secret";
import { readProjectFile } from "./project-files";
import { dnsName, filePath } from "./values";

/**
 * A place of the configuration where a secret stands: a string that Pulumi has encrypted, the path of a file, or the
 * name of a Kubernetes secret that somebody else keeps. Such a place carries `secret` in its JSON schema: what stands
 * in for a value that can't be read here (`secret-places.ts`). No message ever has a value in it.
 */

/** Such as a token or a password. */
export const oneLine = z.string().regex(/^[^\r\n]+$/, "a secret of one line was expected, and not an empty one");
/** Such as a key in PEM. */
export const anyText = z.string().min(1, "a secret that isn't empty was expected");
/** The URL itself lets its holder in. */
export const secretUrl = z
  .url({ protocol: /^https?$/, error: "an http:// or https:// URL was expected" })
  .regex(/^\S+$/, "a URL without spaces was expected");

const fromFile = z.strictObject({ file: filePath.describe("From the project on.") });
const fromKubernetes = z.strictObject({
  kubernetesSecret: z.strictObject({
    name: dnsName,
    key: z.string().regex(/^[A-Za-z0-9._-]{1,253}$/, "a key of a secret: letters, digits, ., _ and -"),
  }),
});

const encrypted = "a string that `pulumi config set --secret --path` has set, {file: path}";
const here = `its secret was expected: ${encrypted}`.replace(", {file", " or {file");
const anywhere = `its secret was expected: ${encrypted} or {kubernetesSecret: {name, key}}`;

/** Stands in for a text that can't be read. */
export const standInText = "encrypted-value";
/** No host has such a name. */
export const standInUrl = "https://encrypted.invalid/";

/**
 * A secret that the program itself needs. Its value is the text.
 *
 * @param text what it must look like. Default: one line
 * @param standIn such a text
 */
export function givenSecret(text: z.ZodType<string, string> = oneLine, standIn = standInText) {
  return z
    .union([z.string(), fromFile], { error: here })
    .transform((given, context) => textOf(given, text, context))
    .meta({ secret: standIn });
}

/** A secret that only a service needs: so it may be one that the cluster has. As `givenSecret` otherwise. */
export function secretValue(text: z.ZodType<string, string> = oneLine, standIn = standInText) {
  return z
    .union([z.string(), fromFile, fromKubernetes], { error: anywhere })
    .transform((given, context): Secret =>
      typeof given === "object" && "kubernetesSecret" in given ? given : { value: textOf(given, text, context) },
    )
    .meta({ secret: standIn });
}

function textOf(given: string | { readonly file: string }, text: z.ZodType<string, string>, context: z.RefinementCtx) {
  const refuse = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  const found = typeof given === "string" ? { value: given } : readSecretFile(given.file);
  if ("fault" in found) return refuse(found.fault);
  const { data, error } = text.safeParse(found.value);
  return error ? refuse(error.issues.map(({ message }) => message).join("; ")) : data;
}

/** What a file holds, without the line break that editors end it with; or why it can't be had. */
export function readSecretFile(path: string): { readonly value: string } | { readonly fault: string } {
  const read = readProjectFile(path);
  if ("fault" in read) return read;
  const value = read.text.replace(/\r?\n$/, "");
  return value === "" ? { fault: `the file ${path} is empty; the secret was expected in it` } : { value };
}
