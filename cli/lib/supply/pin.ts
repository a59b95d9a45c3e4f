import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  isPinned,
  lockFile,
  readLock,
  staleImages,
  type ImagesLock,
  type LockedImage,
  type OwnImageKey,
} from "../../../images/lock";
import { IMAGES, publishedRef, type ImageName } from "../../../images/recipes";
import { inRegistry } from "../../../images/ref";
import { UserError } from "../../../signals/errors";
import { someAtOnce } from "../registry";
import { projectFolder } from "../stack-config";
import type { OwnImage } from "./own";
import { parseReference } from "./reference";
import { RegistryClient, RegistryFault } from "./registry-client";

export interface PinOptions {
  /** What to resolve; what went stale is resolved as well. @default - every published image */
  readonly names?: readonly ImageName[];
  /** A stack's own images. @default - none */
  readonly own?: { readonly stack: string; readonly images: readonly OwnImage[] };
  /** Asked in place of every published image's own registry. @default - none */
  readonly mirror?: string;
  /** Whose `images.lock.json` is written. @default - this project's */
  readonly dir?: string;
  readonly client?: RegistryClient;
}

export interface PinnedImage {
  readonly name: string;
  readonly reference: string;
  readonly digest: string;
  /** The digest that the lock file had for the same reference, where it's another. */
  readonly was?: string;
}

export interface PinResult {
  readonly pinned: readonly PinnedImage[];
  /** Own images that only someone with credentials can ask for. */
  readonly refused: readonly OwnImage[];
}

interface Task {
  readonly name: string;
  readonly reference: string;
  /** Of an own image. */
  readonly key?: OwnImageKey;
  /** What is asked for: the reference, or the same in a mirror. */
  readonly at: string;
  readonly known: LockedImage | undefined;
  readonly put: (entry: LockedImage) => void;
}

/**
 * Asks the registries for the digest behind every tag, and writes the lock file: sorted, the same bytes for the same
 * answers, and not at all when one can't be had.
 *
 * @throws UserError with everything that can't be resolved
 */
export async function pinImages(options: PinOptions = {}): Promise<PinResult> {
  const { dir = projectFolder, client = new RegistryClient() } = options;
  const before = readLock(dir);
  const next: ImagesLock = { images: { ...before.images }, stacks: { ...before.stacks } };
  for (const name of staleImages(before)) delete next.images[name];
  const tasks = [...publishedTasks(before, next, options), ...ownTasks(before, next, options)];
  const faults: string[] = [];
  const pinned: PinnedImage[] = [];
  const refused: OwnImage[] = [];
  await someAtOnce(tasks, async (task) => {
    try {
      const entry = await resolve(client, task);
      task.put(entry);
      const moved = task.known !== undefined && task.known.digest !== entry.digest;
      const { name, reference } = task;
      pinned.push({ name, reference, digest: entry.digest, ...(moved && { was: task.known.digest }) });
    } catch (error) {
      if (!(error instanceof RegistryFault)) throw error;
      const { key, reference } = task;
      if (key !== undefined && error.needsCredentials) refused.push({ key, reference });
      else faults.push(`${task.name}: ${task.at} can't be resolved: ${error.message}`);
    }
  });
  if (faults.length > 0) throw new UserError(faults.sort());
  writeLock(dir, next);
  return { pinned: pinned.sort((a, b) => (a.name < b.name ? -1 : 1)), refused };
}

function publishedTasks(before: ImagesLock, next: ImagesLock, { names, mirror }: PinOptions): Task[] {
  const all = Object.keys(IMAGES) as ImageName[];
  const stale = new Set(staleImages(before));
  const wanted = names === undefined ? all : all.filter((name) => names.includes(name) || stale.has(name));
  return wanted.map((name) => {
    const reference = publishedRef(name);
    const path = reference.slice(reference.indexOf("/") + 1);
    const at = mirror === undefined ? reference : inRegistry(path, mirror);
    const put = (entry: LockedImage) => void (next.images[name] = entry);
    return { name, reference, at, known: knownAs(reference, before.images[name]), put };
  });
}

/** Nothing is left in the lock file of what the stack doesn't name any more, or names with its digest. */
function ownTasks(before: ImagesLock, next: ImagesLock, { own }: PinOptions): Task[] {
  if (own === undefined) return [];
  const entries: ImagesLock["stacks"][string] = {};
  delete next.stacks[own.stack];
  return own.images
    .filter(({ reference }) => !isPinned(reference))
    .map(({ key, reference }) => {
      const put = (entry: LockedImage) => {
        entries[key] = entry;
        next.stacks[own.stack] = entries;
      };
      const known = knownAs(reference, before.stacks[own.stack]?.[key]);
      return { key, name: `${own.stack} ${key}`, reference, at: reference, known, put };
    });
}

function knownAs(reference: string, entry: LockedImage | undefined): LockedImage | undefined {
  return entry?.reference === reference ? entry : undefined;
}

async function resolve(client: RegistryClient, { at, reference, known }: Task): Promise<LockedImage> {
  const { host, path, tag = "latest" } = parseReference(at);
  const found = await client.manifest(host, path, tag, known?.digest);
  return found === "same" ? known! : { reference, ...found };
}

function writeLock(dir: string, { images, stacks }: ImagesLock): void {
  const file = join(dir, lockFile);
  const text = JSON.stringify({ images: sorted(images), stacks: sorted(stacks, sorted) }, undefined, 2);
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}

function sorted<T>(record: Readonly<Record<string, T>>, inner: (value: T) => unknown = (value) => value): object {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, inner(value)]));
}
