import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../../signals/errors";
import { attempt, lastLines, run } from "./shell";

/** Receives a line of progress. */
export type Log = (line: string) => void;

const FALLBACK_MIRROR = "http://deb.debian.org/debian";

/** Whether packages can be installed here: root on Debian or a system derived from it. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && isDebian();
}

/** Whether this is Debian or derived from it (Ubuntu and others). */
export function isDebian(osRelease: string = "/etc/os-release"): boolean {
  if (!existsSync(osRelease)) return false;
  return /^ID(?:_LIKE)?=.*\bdebian\b/m.test(readFileSync(osRelease, "utf8"));
}

/**
 * The Debian mirror that this machine's own package sources name, without a trailing slash.
 *
 * A security or third-party archive isn't one: it carries no release of its own.
 *
 * @param directory where apt's configuration lies
 */
export function debianMirror(directory: string = "/etc/apt"): string {
  for (const text of sourceFiles(directory)) {
    const found = /^(?:URIs:|deb\s+(?:\[[^\]]*\]\s+)?)\s*(https?:\/\/\S+)/gm;
    for (const [, uri] of text.matchAll(found)) {
      if (/\/debian\/?$/.test(uri!)) return uri!.replace(/\/$/, "");
    }
  }
  return FALLBACK_MIRROR;
}

/**
 * Installs those of the packages that aren't, without recommendations and questions.
 *
 * @throws UserError with apt's last lines.
 */
export async function installPackages(names: readonly string[], log: Log): Promise<void> {
  const missing: string[] = [];
  for (const name of names) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  log(`Installing Debian packages: ${missing.join(", ")}`);
  const install = () =>
    // Another installation, of this program too, may be under way.
    attempt(
      "apt-get",
      ["-y", "-qq", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends", "install", ...missing],
      {
        env: { DEBIAN_FRONTEND: "noninteractive" },
      },
    );
  // Package lists may be absent, or older than what the mirror still has: then they are fetched, and it goes again.
  if ((await install()).code === 0) return;
  const update = await attempt("apt-get", ["-qq", "update"]);
  const second = await install();
  if (second.code === 0) return;
  const said = lastLines([update.stderr, second.stderr].filter((text) => text !== "").join("\n"));
  throw new UserError(`Debian packages can't be installed (${missing.join(", ")}):\n${said}`);
}

/** The version that apt would install, or `undefined`. */
export async function candidateOf(name: string): Promise<string | undefined> {
  const { stdout } = await attempt("apt-cache", ["policy", name], { env: { LC_ALL: "C" } });
  const version = /Candidate: (\S+)/.exec(stdout)?.[1];
  return version === "(none)" ? undefined : version;
}

/**
 * Downloads a package of another Debian release and unpacks it into a directory. The machine's own package sources
 * stay as they are, and nothing is installed.
 */
export async function unpackFrom(release: string, name: string, directory: string): Promise<void> {
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const list = join(directory, "sources.list");
  const lists = join(directory, "lists"); // apt clears what it doesn't know in there
  mkdirSync(join(lists, "partial"), { recursive: true });
  writeFileSync(list, `deb [signed-by=${keyring}] ${debianMirror()} ${release} main\n`);
  const own = [
    ...[
      "-o",
      `Dir::Etc::sourcelist=${list}`,
      "-o",
      "Dir::Etc::sourceparts=/dev/null",
      "-o",
      `Dir::State::lists=${lists}`,
    ],
    ...["-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="],
    ...["-o", "Acquire::Check-Valid-Until=false", "-o", "Acquire::Languages=none", "-o", "APT::Sandbox::User=root"],
  ];
  await run("apt-get", ["-qq", ...own, "update"]);
  // Of that release, even where this machine has a package of the same name that counts as newer.
  await run("apt-get", ["-qq", ...own, "download", `${name}/${release}`], { cwd: directory });
  const deb = readdirSync(directory).find((file) => file.endsWith(".deb"));
  if (deb === undefined) throw new UserError(`Debian ${release} has no package ${name}`);
  await run("dpkg", ["-x", join(directory, deb), directory]);
}

async function isInstalled(name: string): Promise<boolean> {
  return (await attempt("dpkg-query", ["-W", "-f", "${db:Status-Status}", name])).stdout === "installed";
}

function sourceFiles(directory: string): string[] {
  const parts = join(directory, "sources.list.d");
  const files = [
    join(directory, "sources.list"),
    ...(existsSync(parts)
      ? readdirSync(parts)
          .sort()
          .map((file) => join(parts, file))
      : []),
  ];
  return files
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
}
