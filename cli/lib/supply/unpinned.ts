import { sourceOf } from "../../../config/images";
import { isPinned, lockedDigest, lockFile, pinnedOwn } from "../../../images/lock";
import { IMAGES, publishedRef, type ImageName } from "../../../images/recipes";
import { imageRef } from "../../../images/ref";
import { viewerRef } from "../../../images/viewer";
import type { Stack } from "../stack";
import { imagesOf } from "../stack-images";
import { hasStandIn } from "../viewer-image";
import { ownImages } from "./own";

/** An image that no digest names. */
export interface Unpinned {
  readonly name: string;
  readonly reference: string;
  readonly why: string;
  /** What is built here can't be pinned, and needn't: its tag is a hash. */
  readonly kind: "published" | "own" | "built";
}

/**
 * Everything that isn't pinned: of the images that a stack runs, or of all that are published.
 *
 * @throws UserError when the lock file is for other references
 */
export function unpinned(stack?: Stack): Unpinned[] {
  if (stack === undefined) return published(Object.keys(IMAGES).sort() as ImageName[]);
  const names = imagesOf(stack);
  const programs = sourceOf(stack.settings) === "local" ? built(names) : published(names);
  return [...programs, ...viewer(stack), ...application(stack)];
}

/** One line for those who deploy, or none. */
export function tagOnlyNote(stack: Stack): string[] {
  const count = unpinned(stack).filter(({ kind }) => kind !== "built").length;
  return count === 0 ? [] : [`note: ${count} ${count === 1 ? "image" : "images"} by tag only (npm run pin)`];
}

function published(names: readonly ImageName[]): Unpinned[] {
  return names
    .filter((name) => lockedDigest(name) === undefined)
    .map((name) => ({ name, reference: publishedRef(name), why: `not in ${lockFile}`, kind: "published" }));
}

function built(names: readonly ImageName[]): Unpinned[] {
  return names.flatMap((name) => {
    const reference = imageRef(name, { source: "local" });
    const why = "built here: its tag is a hash of its recipe";
    return reference === undefined ? [] : [{ name, reference, why, kind: "built" as const }];
  });
}

function viewer(stack: Stack): Unpinned[] {
  if (!hasStandIn(stack)) return [];
  return [{ name: "viewer", reference: viewerRef(), why: "built here: its tag is a hash of its files", kind: "built" }];
}

function application(stack: Stack): Unpinned[] {
  const { name, settings } = stack;
  const own = ownImages(stack)
    .filter(({ key, reference }) => !isPinned(pinnedOwn(name, key, reference)))
    .map(({ key, reference }) => ({
      name: key,
      reference,
      why: `neither a digest in the configuration nor in ${lockFile}`,
      kind: "own" as const,
    }));
  if (settings.app.image !== undefined) return own;
  const reference = settings.app.build?.context ?? "demo";
  const why = "built here from this folder; what its Dockerfile starts from isn't looked at";
  return [...own, { name: "app.build", reference, why, kind: "built" }];
}
