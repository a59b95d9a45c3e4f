import { z } from "zod";

/** What a value of the configuration may look like. */

export const port = (value: number, what: string) =>
  z.int().min(1).max(65535).default(value).describe(`${what}. Default ${value}.`);
export const host = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$|^\[?[0-9A-Fa-f:]+\]?$/, "a host name or an address");
/** A label, user or database name; anything else could be taken for syntax somewhere on its way. */
export const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/, "letters, digits, _ and -, at most 63");
export const environment = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of an environment variable"), z.string())
  .default({})
  .describe("Environment variables. Values arrive as they are. Not for secrets: an engine shows them.");
export const command = z
  .array(z.string())
  .min(1)
  .optional()
  .describe("Arguments that replace the image's own command.");
export const image = z
  .string()
  .regex(/^[a-z0-9][A-Za-z0-9._/:@-]*$/, "an image reference such as registry.example/team/app:1.2")
  .optional();
export const duration = z.string().regex(/^(\d+(ms|s|m|h|d|w))+$/, "a Prometheus duration such as 30s or 5m");
export const path = z.string().regex(/^\/[^\s"'`$\\]*$/, "a URL path that starts with /");
/** A file, from the project on. */
export const filePath = z
  .string()
  .min(1)
  .refine((text) => !text.includes("\0"), "a path");
/** A range of addresses. */
export const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: "a range of addresses such as 10.0.0.0/8" });
/** A name of a Kubernetes object, where it's also a DNS label. */
export const dnsLabel = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "lower-case letters, digits and hyphens, at most 63, as in DNS labels",
  );
/** A name of a Kubernetes object, where dots are allowed. */
export const dnsName = z
  .string()
  .max(253, "at most 253 characters")
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "lower-case letters, digits, hyphens and dots, as in DNS names");
/** The key of a label or of an annotation. */
export const labelKey = z
  .string()
  .regex(/^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, "a label's key: [prefix/]name");
export const labelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    "a label's value: letters, digits, ., _ and -, at most 63",
  );
/** A list, of which one value may stand by itself. */
export const anyNumberOf = <T extends z.ZodType>(each: T) => listOf(z.array(each));
/** The same, that isn't empty. */
export const oneOrMore = <T extends z.ZodType>(each: T) => listOf(z.array(each).min(1));

const listOf = <T extends z.ZodType>(list: z.ZodArray<T>) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), list).meta({ orOne: true });
