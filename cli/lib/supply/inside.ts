import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt, run } from "../shell";
import { parseReference } from "./reference";

/** A package of a Debian or one that descends from it. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** What the engine knows of an image. */
export interface Inside {
  /** Of its configuration: the engine's own name for it. */
  readonly id: string;
  /** In the registry that it was pulled from or pushed to. */
  readonly digest?: string;
  /** Such as `debian` and `forky`; absent where the image doesn't say. */
  readonly distribution?: { readonly id: string; readonly release?: string };
  /** Sorted. */
  readonly packages: readonly DebianPackage[];
}

/** Looks into an image, without running anything of it; `undefined` where the engine hasn't got it, or there's none. */
export async function lookInside(reference: string): Promise<Inside | undefined> {
  const { code, stdout } = await attempt("docker", ["image", "inspect", reference], { timeout: 30_000 });
  if (code !== 0) return undefined;
  const [{ Id: id, RepoDigests }] = JSON.parse(stdout) as [{ Id: string; RepoDigests: readonly string[] | null }];
  const { host, path } = parseReference(reference);
  const own = (RepoDigests ?? []).map(parseReference).find((known) => known.host === host && known.path === path);
  const folder = mkdtempSync(join(tmpdir(), "sightline-inside-"));
  // Never started: the command only has to be there for images without one of their own.
  const container = await run("docker", ["create", "--network", "none", id, "none"]);
  try {
    const files = ["/var/lib/dpkg/status", "/var/lib/dpkg/status.d", "/usr/lib/os-release"];
    for (const file of files) await attempt("docker", ["cp", `${container}:${file}`, folder]);
    return { id, ...(own?.digest !== undefined && { digest: own.digest }), ...readFolder(folder) };
  } finally {
    await attempt("docker", ["rm", "--volumes", container]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is unpacked rather than installed has a file of its own below `status.d`, as in distroless images. */
function readFolder(folder: string): Pick<Inside, "packages" | "distribution"> {
  const apart = join(folder, "status.d");
  const names = existsSync(apart) ? readdirSync(apart).filter((name) => !name.endsWith(".md5sums")) : [];
  const texts = [join(folder, "status"), ...names.map((name) => join(apart, name))].filter((file) => existsSync(file));
  const release = join(folder, "os-release");
  const distribution = existsSync(release) ? distributionIn(readFileSync(release, "utf8")) : undefined;
  const packages = debianPackages(texts.map((file) => readFileSync(file, "utf8")).join("\n\n"));
  return { packages, ...(distribution && { distribution }) };
}

/** The packages of a dpkg status file; sorted, each once. */
export function debianPackages(status: string): DebianPackage[] {
  const found = new Map<string, DebianPackage>();
  for (const paragraph of status.split(/\n{2,}/)) {
    const field = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(paragraph)?.[1];
    const [name, version, architecture] = [field("Package"), field("Version"), field("Architecture")];
    if (name === undefined || version === undefined || architecture === undefined) continue;
    // A removed package leaves its entry behind.
    if (!/(^| )installed$/.test(field("Status") ?? "installed")) continue;
    found.set(`${name}:${architecture}`, { name, version, architecture });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function distributionIn(text: string): Inside["distribution"] {
  const value = (name: string) => new RegExp(`^${name}="?([^"\n]+)"?$`, "m").exec(text)?.[1];
  const id = value("ID");
  const release = value("VERSION_CODENAME") ?? value("VERSION_ID");
  return id === undefined ? undefined : { id, ...(release !== undefined && { release }) };
}
