import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import versions from "../versions.json";
import { IMAGES, type ImageName } from "./recipes";

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
}

const DIR = __dirname;

/** The recipe of the tools image: the Go programs that Debian doesn't package. */
const TOOLS_FILES = ["tools/Dockerfile", "tools/build.sh", "tools/go.mod", "tools/go.sum", "tools/cadvisor/main.go"];

/**
 * The reference under which an image is found on this machine's engine, or `undefined` when the source hasn't got it
 * (Grafana can't be built locally). The same arguments always give the same reference; nothing is pulled or built.
 *
 * A local tag ends in a hash of its recipe, so a changed recipe is a new image and a running container is replaced.
 */
export function imageRef(name: ImageName, options: ImageRefOptions): string | undefined {
  const { repository, versionCommand } = IMAGES[name];
  const version: { readonly upstream: string; readonly local?: string } = versions[name];
  if (options.source === "upstream") {
    const path = options.registryMirror
      ? `${options.registryMirror.replace(/\/+$/, "")}${repository.slice(repository.indexOf("/"))}`
      : repository;
    return `${path}:${version.upstream}`;
  }
  if (versionCommand === undefined || version.local === undefined) return undefined;
  return `sightline/${name}:${version.local}-${hash([version.local, ...recipeOf(name)])}`;
}

/** The image that all local images stand on. */
export function baseRef(): string {
  return `sightline/base:forky-${hash([read("base.sh")])}`;
}

/** The image that carries the locally built Go programs. */
export function toolsRef(): string {
  return `sightline/tools:${hash(TOOLS_FILES.map(read))}`;
}

/** Whether a local image is made with programs of the tools image, which takes a minute more to build. */
export function needsTools(name: ImageName): boolean {
  return recipeOf(name).some((text) => text.includes("--from=tools"));
}

/**
 * Everything that decides what a local image contains: its stage, the stages and the files that it copies from, and
 * the base. Other images' stages don't count, so that a change to one leaves the others' containers running.
 */
function recipeOf(name: ImageName): string[] {
  const stages = new Map<string, string>();
  for (const text of read("Dockerfile").split(/^(?=FROM )/m)) {
    const stage = /^FROM \S+ AS (\S+)/.exec(text)?.[1];
    if (stage) stages.set(stage, withoutComments(text));
  }
  const own = stages.get(name);
  if (own === undefined) throw new Error(`images/Dockerfile has no stage "${name}"`);
  const copied = [...own.matchAll(/^COPY (?:--from=(\S+)|(?:--\S+ )*(\S+)) /gm)].flatMap(([, stage, file]) => {
    if (stage === "tools") return [toolsRef()];
    return stage === undefined ? [read(file!)] : [stages.get(stage)!];
  });
  return [baseRef(), own, ...copied];
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

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 10);
}
