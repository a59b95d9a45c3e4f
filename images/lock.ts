import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { UserError } from "../signals/errors";
import { IMAGES, publishedRef, type ImageName } from "./recipes";

/** Beside versions.json: what `npm run pin` found behind each tag. */
export const lockFile = "images.lock.json";

/** Settings of a stack that name an image of the user's own. */
export type OwnImageKey = "app.image" | "workers.image";

const PROJECT = resolve(__dirname, "..");

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits");

const locked = z.strictObject({
  /** With its registry and tag, never through a mirror: `docker.io/prom/prometheus:v1`. */
  reference: z.string(),
  /** Of the index, or of the manifest where there's no index: what `reference@digest` pulls. */
  digest,
  mediaType: z.string(),
  /** `linux/amd64` to its manifest's digest. Absent: one manifest, no index. */
  platforms: z.record(z.string(), digest).optional(),
});

const shape = z.strictObject({
  /** By the name that versions.json has. */
  images: z.record(z.string(), locked),
  /** The users' own, by stack and setting. */
  stacks: z.record(z.string(), z.partialRecord(z.enum(["app.image", "workers.image"]), locked)),
});

export type LockedImage = Readonly<z.infer<typeof locked>>;
export type ImagesLock = z.infer<typeof shape>;

/**
 * The lock file of a project; an empty lock where there's none.
 *
 * @throws UserError with everything that isn't as `npm run pin` writes it
 */
export function readLock(dir: string = PROJECT): ImagesLock {
  const file = join(dir, lockFile);
  if (!existsSync(file)) return { images: {}, stacks: {} };
  const read = shape.safeParse(parsed(readFileSync(file, "utf8")));
  if (read.success) return read.data;
  throw new UserError(
    read.error.issues.map(
      ({ path, message }) => `${[lockFile, ...path].join(": ")}: ${message}; delete the file and run npm run pin`,
    ),
  );
}

/**
 * The digest that a published image is pinned to, or `undefined` where the lock file hasn't got it.
 *
 * @throws UserError naming every image that is locked for another tag than versions.json has
 */
export function lockedDigest(name: ImageName, dir?: string): string | undefined {
  const lock = readLock(dir);
  const faults = staleImages(lock).map((stale) => staleFault(stale, lock));
  if (faults.length > 0) throw new UserError(faults);
  return lock.images[name]?.digest;
}

/** What is locked, but not as versions.json has it now. */
export function staleImages({ images }: ImagesLock): string[] {
  return Object.keys(images)
    .sort()
    .filter((name) => !isKnown(name) || images[name]?.reference !== publishedRef(name));
}

/**
 * A reference of the user's own, with the digest that the lock file has for the stack; as it is where there's none.
 *
 * @throws UserError when the lock is for another reference
 */
export function pinnedOwn(stack: string, key: OwnImageKey, reference: string, dir?: string): string {
  const entry = readLock(dir).stacks[stack]?.[key];
  if (entry === undefined || isPinned(reference)) return reference;
  if (entry.reference === reference) return `${reference}@${entry.digest}`;
  throw new UserError(
    `${lockFile}: ${key} of the stack ${stack} is locked for ${entry.reference}, its configuration says ${reference}: npm run pin -- --stack ${stack}`,
  );
}

/** Whether a reference says what it pulls by itself, whatever its tag is moved to. */
export function isPinned(reference: string): boolean {
  return reference.includes("@sha256:");
}

function staleFault(name: string, { images }: ImagesLock): string {
  const is = `${lockFile}: ${name} is locked for ${images[name]?.reference}`;
  if (!isKnown(name)) return `${is}, and versions.json has no such image: npm run pin`;
  return `${is}, versions.json says ${publishedRef(name)}: npm run pin`;
}

function isKnown(name: string): name is ImageName {
  return Object.hasOwn(IMAGES, name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${lockFile} isn't JSON: delete it and run npm run pin`);
  }
}
