import { existsSync, statfsSync } from "node:fs";
import { resolve } from "node:path";

import { IMAGES, type ImageName } from "../../images/recipes";
import { imageRef, type ImageSource } from "../../images/ref";
import { decidedSource, keepSource } from "../../images/source";
import { UserError } from "../../signals/errors";
import type { Log } from "./apt";
import { buildImages, isPresent, whyUnbuildable } from "./build";
import { pullImages, whyUnreachable } from "./registry";
import { run } from "./shell";

/** What all images together take, pulled or built, with what a build leaves behind. */
const NEEDED_BYTES = 3e9;

export interface EnsureImagesOptions {
  /**
   * `auto` keeps what was decided on this machine before; the first time it pulls if the registries answer, else builds.
   * All images come from one source, so that a stack doesn't change from one to the other by and by.
   */
  readonly source: "auto" | ImageSource;
  /** See `ImageRefOptions.registryMirror`. @default - each image's own registry */
  readonly registryMirror?: string;
  readonly log: Log;
  /**
   * The project's directory: the decision is kept in its `.sightline/images.json`, and its `images.lock.json` pins what
   * is pulled. @default - this checkout
   */
  readonly dir?: string;
}

export interface EnsuredImages {
  readonly source: ImageSource;
  /** On the engine now, each under its `imageRef`. */
  readonly available: readonly ImageName[];
  /** Not to be had from this source; the stack runs without them. */
  readonly unavailable: readonly { readonly name: ImageName; readonly reason: string }[];
}

/**
 * Makes images available on the engine: pulls or builds those that aren't there. Instant when all are.
 *
 * @throws UserError naming each image that could neither be pulled nor built, and why; or when the disk is too full.
 */
export async function ensureImages(names: readonly ImageName[], options: EnsureImagesOptions): Promise<EnsuredImages> {
  const dir = options.dir ?? PROJECT;
  const decided = options.source === "auto" ? decidedSource(dir) : options.source;
  const result =
    decided === undefined
      ? await decide(names, options)
      : decided === "local"
        ? await build(names, options)
        : await pull(names, options);
  if (decidedSource(dir) !== result.source) keepSource(dir, result.source);
  for (const { name, reason } of result.unavailable) options.log(`${name} is not available: ${reason}`);
  return result;
}

const PROJECT = resolve(__dirname, "../..");

async function decide(names: readonly ImageName[], options: EnsureImagesOptions): Promise<EnsuredImages> {
  const unreachable = await whyUnreachable(names, options.registryMirror);
  let why = `no registry answers (${unreachable})`;
  if (unreachable === undefined) {
    const failures = await pullMissing(names, options);
    if (failures.size === 0) return { source: "upstream", available: names, unavailable: [] };
    why = [...failures].map(([name, reason]) => `pulling ${name}: ${reason}`).join("; ");
  }
  options.log(`Images can't be pulled: ${why}. They are built here, from Debian packages and Go modules.`);
  return build(names, options, why);
}

async function pull(names: readonly ImageName[], options: EnsureImagesOptions): Promise<EnsuredImages> {
  const failures = await pullMissing(names, options);
  if (failures.size > 0) {
    throw new UserError([
      ...[...failures].map(([name, reason]) => `Image ${refOf(name, options)} can't be pulled: ${reason}`),
      'Where no registry can be reached, images can be built instead: choose the image source "local".',
    ]);
  }
  return { source: "upstream", available: names, unavailable: [] };
}

async function pullMissing(names: readonly ImageName[], options: EnsureImagesOptions): Promise<Map<ImageName, string>> {
  const missing = await missingOf(names, (name) => refOf(name, options));
  if (missing.length === 0) return new Map();
  await checkDisk();
  return pullImages(missing, options);
}

/** @param notPulled why the images weren't pulled instead, if that was tried */
async function build(
  names: readonly ImageName[],
  options: EnsureImagesOptions,
  notPulled?: string,
): Promise<EnsuredImages> {
  const available = names.filter((name) => localRef(name) !== undefined);
  const unavailable = names
    .filter((name) => localRef(name) === undefined)
    .map((name) => ({ name, reason: IMAGES[name].whyNotLocal! }));
  const missing = await missingOf(available, (name) => localRef(name)!);
  if (missing.length > 0) {
    await checkDisk();
    const pulled = notPulled === undefined ? "" : `can't be pulled (${notPulled}) and `;
    const unbuildable = await whyUnbuildable();
    if (unbuildable !== undefined) {
      throw new UserError(`Images ${missing.join(", ")} ${pulled}can't be built: ${unbuildable}`);
    }
    try {
      await buildImages(missing, options.log);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`Images ${missing.join(", ")} ${pulled}can't be built: ${error.message}`, { cause: error });
    }
  }
  return { source: "local", available, unavailable };
}

function refOf(name: ImageName, options: EnsureImagesOptions): string {
  return imageRef(name, { source: "upstream", registryMirror: options.registryMirror, dir: options.dir })!;
}

function localRef(name: ImageName): string | undefined {
  return imageRef(name, { source: "local" });
}

async function missingOf(names: readonly ImageName[], refOf: (name: ImageName) => string): Promise<ImageName[]> {
  const present = await Promise.all(names.map((name) => isPresent(refOf(name))));
  return names.filter((_, i) => !present[i]);
}

async function checkDisk(): Promise<void> {
  const root = await run("docker", ["info", "--format", "{{.DockerRootDir}}"]);
  // An engine elsewhere, or in a virtual machine: its disk can't be seen from here.
  if (process.env["DOCKER_HOST"] || !existsSync(root)) return;
  const { bavail, bsize } = statfsSync(root);
  const fault = diskFault(root, bavail * bsize);
  if (fault !== undefined) throw new UserError(fault);
}

/** What is wrong with that much free space, or `undefined`. */
export function diskFault(root: string, freeBytes: number): string | undefined {
  if (freeBytes >= NEEDED_BYTES) return undefined;
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return `Docker's data directory ${root} has ${gb(freeBytes)} free, and the images need up to ${gb(NEEDED_BYTES)}: make room there, for example with "docker system prune"`;
}
