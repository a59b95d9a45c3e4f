import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { demoBundle } from "../../../demo/build";
import { projectFolder } from "../stack-config";

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Hexadecimal. Absent where the lock file has no such hash. */
  readonly sha512?: string;
}

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** What Sightline itself needs to deploy. */
export function ownPackages(): NpmPackage[] {
  return locked(projectFolder, ({ dev, link }) => dev !== true && link !== true);
}

/** What the viewer's page and server are made of, at most: a bundler leaves out what they don't use. */
export function viewerPackages(): NpmPackage[] {
  return locked(join(projectFolder, "viewer"), ({ dev, link }) => dev !== true && link !== true);
}

/** What is in the demo's bundles, as the bundler says. */
export function demoPackages(): NpmPackage[] {
  const { metafile } = buildSync({ ...demoBundle, outdir: "dist", write: false, metafile: true });
  const used = new Set(
    Object.keys(metafile.inputs).flatMap(
      (path) => /^(?:\.\.\/)*((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
    ),
  );
  return locked(projectFolder, (_, path) => used.has(path));
}

/** Sorted, each version of a package once. */
function locked(folder: string, keep: (entry: LockedPackage, path: string) => boolean): NpmPackage[] {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const found = new Map<string, NpmPackage>();
  for (const [path, entry] of Object.entries(packages)) {
    if (path === "" || entry.version === undefined || !keep(entry, path)) continue;
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const sha512 = /^sha512-(.+)$/.exec(entry.integrity ?? "")?.[1];
    const hex = sha512 === undefined ? undefined : Buffer.from(sha512, "base64").toString("hex");
    found.set(`${name}@${entry.version}`, { name, version: entry.version, ...(hex !== undefined && { sha512: hex }) });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
