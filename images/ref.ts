import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import versions from "../versions.json";
import { lockedDigest } from "./lock";
import { IMAGES, publishedRef, type ImageName } from "./recipes";

/** Where a machine's images come from: pulled as published, or built from Debian packages and Go modules. */
export type ImageSource = "upstream" | "local";

export interface ImageRefOptions {
  readonly source: ImageSource;
  /**
   * A registry, with a path if need be, that serves the published images instead of their own registries:
   * `mirror.example:5000` makes `docker.io/prom/prometheus:v1` become `mirror.example:5000/prom/prometheus:v1`.
   * Without effect on local images.
   *
   * @default - each image's own registry
   */
  readonly registryMirror?: string;
  /**
   * A registry, with a path if need be, that local images are pushed to, for machines that haven't built them.
   * Without effect on published images.
   *
   * @default - none: the name that the image has on the engine which built it
   */
  readonly registry?: string;
  /** The folder whose `images.lock.json` pins published images. @default - this project's */
  readonly dir?: string;
}

/**
 * Go programs that Debian doesn't package, each set a Go module and an image of its own: nobody builds what only
 * another target runs. Named as its folder, and as the stage that images copy from.
 */
export type Toolset = "tools" | "kubernetes-tools";

const DIR = __dirname;

/** What decides the content of a toolset. */
const TOOLSET_FILES: Readonly<Record<Toolset, readonly string[]>> = {
  tools: ["build.sh", "go.mod", "go.sum", "cadvisor/main.go"],
  "kubernetes-tools": ["build.sh", "go.mod", "go.sum"],
};

const SETS = Object.keys(TOOLSET_FILES) as Toolset[];

/** Stages of the first need no toolset or `tools`, those of the second need `kubernetes-tools`. */
const DOCKERFILES = ["Dockerfile", "kubernetes.Dockerfile"] as const;

/**
 * The reference under which an image is found on this machine's engine, or `undefined` when the source hasn't got it
 * (Grafana can't be built locally). The same arguments always give the same reference; nothing is pulled or built.
 *
 * A published image that `npm run pin` has locked is `repository:tag@digest`: the digest decides, through a mirror too.
 *
 * A local tag ends in a hash of its recipe, so a changed recipe is a new image and a running container is replaced.
 *
 * @throws UserError when the lock file is for other tags than versions.json
 */
export function imageRef(name: ImageName, options: ImageRefOptions): string | undefined {
  if (options.source === "upstream") return upstreamRef(name, options);
  const { versionCommand } = IMAGES[name];
  const version: { readonly upstream: string; readonly local?: string } = versions[name];
  if (versionCommand === undefined || version.local === undefined) return undefined;
  const ref = `sightline/${name}:${version.local}-${hash([version.local, ...recipeOf(name)])}`;
  return options.registry ? inRegistry(ref, options.registry) : ref;
}

function upstreamRef(name: ImageName, { registryMirror, dir }: ImageRefOptions): string {
  const digest = lockedDigest(name, dir);
  const pinned = digest === undefined ? "" : `@${digest}`;
  const published = publishedRef(name);
  const path = published.slice(published.indexOf("/") + 1);
  return `${registryMirror ? inRegistry(path, registryMirror) : published}${pinned}`;
}

/** An image's reference in a registry that it is pushed to. */
export function inRegistry(ref: string, registry: string): string {
  return `${registry.replace(/\/+$/, "")}/${ref}`;
}

/** The image that all local images stand on. */
export function baseRef(): string {
  return `sightline/base:forky-${hash([read("base.sh")])}`;
}

/** The image that carries a toolset. */
export function toolsRef(set: Toolset): string {
  return `sightline/${set}:${hash([read("tools.Dockerfile"), ...TOOLSET_FILES[set].map((file) => read(`${set}/${file}`))])}`;
}

/** The toolset that a local image is made with, if any: it takes a minute or two more to build. */
export function toolsetOf(name: ImageName): Toolset | undefined {
  const stage = recipeOf(name)[1]!;
  return SETS.find((set) => stage.includes(`--from=${set} `));
}

/** The file below `images/` whose stage an image is. */
export function dockerfileOf(name: ImageName): string {
  const file = DOCKERFILES.find((file) => stagesOf(file).has(name));
  if (file === undefined) throw new Error(`no Dockerfile in images/ has a stage "${name}"`);
  return file;
}

/**
 * Everything that decides what a local image contains: its stage, the stages and the files that it copies from, and
 * the base. Other images' stages don't count, so that a change to one leaves the others' containers running.
 */
function recipeOf(name: ImageName): string[] {
  const stages = stagesOf(dockerfileOf(name));
  const own = stages.get(name)!;
  const copied = [...own.matchAll(/^COPY (?:--from=(\S+)|(?:--\S+ )*(\S+)) /gm)].flatMap(([, stage, file]) => {
    if (stage === undefined) return [read(file!)];
    const set = SETS.find((set) => set === stage);
    return [set === undefined ? stages.get(stage)! : toolsRef(set)];
  });
  return [baseRef(), own, ...copied];
}

function stagesOf(dockerfile: string): Map<string, string> {
  const stages = new Map<string, string>();
  for (const text of read(dockerfile).split(/^(?=FROM )/m)) {
    const stage = /^FROM \S+ AS (\S+)/.exec(text)?.[1];
    if (stage) stages.set(stage, withoutComments(text));
  }
  return stages;
}

function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#") && line.trim() !== "")
    .join("\n");
}

function read(file: string): string {
  return readFileSync(join(DIR, file), "utf8");
}

/** Short, and the same on every machine. */
export function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 10);
}
