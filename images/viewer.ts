import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { hash, imageRef, inRegistry } from "./ref";

const project = resolve(__dirname, "..");

/** Everything below `viewer/` that what is built there is made of. */
const sources = [
  "Dockerfile",
  "index.html",
  "package.json",
  "package-lock.json",
  "picture.html",
  "server",
  "src",
  "vite.config.mts",
];

/**
 * The image of the viewer that stands in for Grafana. Its tag is a hash of the sources, so that a stack can be
 * described without building it, nor having what it's built with.
 */
export function viewerRef(registry?: string): string {
  const base = imageRef("node", { source: "local" }) as string;
  const files = viewerSources().map((path) => [path, readFileSync(join(project, path), "utf8")]);
  const ref = `sightline/viewer:${hash([base, JSON.stringify(files)])}`;
  return registry === undefined ? ref : inRegistry(ref, registry);
}

/** The viewer's own files, and those that they import of `signals/`: relative to the project, sorted. */
export function viewerSources(): string[] {
  const found = new Set(sources.flatMap((name) => filesOf(join(project, "viewer", name))));
  // A Set tells of those that are added while it's read.
  for (const file of found) for (const imported of importsOf(file)) found.add(imported);
  return [...found].map((file) => relative(project, file).replaceAll("\\", "/")).sort();
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!isFolder(path)) return [path];
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)));
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

/** Modules of the project itself; those of packages are told by the lock file. */
function importsOf(file: string): string[] {
  if (!/\.tsx?$/.test(file)) return [];
  const code = readFileSync(file, "utf8");
  return [...code.matchAll(/(?:from|import) ?\(?"(\.[^"]+)"/g)].flatMap(([, path]) => {
    const target = join(dirname(file), path as string);
    const names = [target, `${target}.ts`, `${target}.tsx`, join(target, "index.ts"), join(target, "index.tsx")];
    return names.find((name) => existsSync(name) && !isFolder(name)) ?? [];
  });
}
