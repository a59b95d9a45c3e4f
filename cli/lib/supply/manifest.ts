import { createHash } from "node:crypto";
import type { LockedImage } from "../../../images/lock";
import { MANIFESTS } from "../registry";

/** What a registry sent for a tag. */
export interface Sent {
  readonly mediaType: string;
  /** What it says that the digest is; some registries don't say. */
  readonly digest: string | null;
  readonly body: Buffer;
}

export type Manifest = Omit<LockedImage, "reference">;

interface Index {
  readonly manifests?: readonly {
    readonly digest?: unknown;
    readonly platform?: Readonly<Record<"os" | "architecture" | "variant" | "os.version", string | undefined>>;
  }[];
  readonly config?: unknown;
}

/** What a tag stands for, or, as a text, why what was sent can't be trusted to say it. */
export function readManifest({ mediaType, digest, body }: Sent): Manifest | string {
  if (/manifest\.v1\+(json|prettyjws)$/.test(mediaType)) {
    return "the registry has it in an old form only (schema 1), whose digest isn't one of its content";
  }
  if (!MANIFESTS.includes(mediaType)) return `the answer isn't a manifest but ${mediaType || "of no stated type"}`;
  const own = `sha256:${createHash("sha256").update(body).digest("hex")}`;
  if (digest !== null && digest !== own) return `the registry says ${digest}, but what it sent has ${own}`;
  const content = parsed(body);
  if (content === undefined) return "the answer isn't JSON";
  const platforms = platformsOf(content);
  if (platforms === undefined && content.config === undefined) return "the answer is neither an index nor a manifest";
  return { digest: own, mediaType, ...(platforms && { platforms }) };
}

function parsed(body: Buffer): Index | undefined {
  try {
    const content: unknown = JSON.parse(body.toString("utf8"));
    return typeof content === "object" && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Sorted. Entries of an unknown platform are attestations about the others. */
function platformsOf({ manifests }: Index): Record<string, string> | undefined {
  if (!Array.isArray(manifests)) return undefined;
  const entries = (manifests as NonNullable<Index["manifests"]>).flatMap(({ digest, platform }) => {
    if (!isDigest(digest) || platform?.os === undefined || platform.os === "unknown") return [];
    const parts = [platform.os, platform.architecture, platform.variant, platform["os.version"]];
    return [[parts.filter((part) => part !== undefined).join("/"), digest] as const];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDigest(value: unknown): value is string {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}
