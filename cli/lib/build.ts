import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { IMAGES, type ImageName } from "../../images/recipes";
import type { ContextBuild } from "../../images/context";
import { baseRef, dockerfileOf, imageRef, toolsetOf, toolsRef, type Toolset } from "../../images/ref";
import { UserError } from "../../signals/errors";
import versions from "../../versions.json";
import { canInstall, debianMirror, installPackages, type Log } from "./apt";
import { attempt, lastLines, pipe, run } from "./shell";
import { compareWith, olderThan } from "./versions";

const IMAGES_DIR = resolve(__dirname, "../../images");

/** The authorities that this machine trusts, on Debian. */
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** Oldest Go that builds the toolsets (their go.mod say so too). */
const MINIMUM_GO = "1.25";

/** What is in a toolset, and about how long a first build takes on two cores. */
const TOOLSETS: Readonly<Record<Toolset, { readonly programs: string; readonly minutes: number }>> = {
  tools: { programs: "statsd_exporter and cAdvisor", minutes: 1 },
  "kubernetes-tools": { programs: "the Prometheus operator and its config reloader", minutes: 2 },
};

/**
 * Why local images can't be built on this machine, or `undefined`.
 *
 * They are made of Debian's packages, the base of them by debootstrap, which needs root.
 */
export async function whyUnbuildable(): Promise<string | undefined> {
  if (await isPresent(baseRef())) return undefined;
  if (process.getuid?.() !== 0) return "building them needs root (for debootstrap)";
  const found = (await attempt("debootstrap", ["--version"])).code !== 127;
  return found || canInstall() ? undefined : "building them needs debootstrap";
}

/** Whether the engine has an image. */
export async function isPresent(ref: string): Promise<boolean> {
  return (await attempt("docker", ["image", "inspect", "--format", "{{.Id}}", ref])).code === 0;
}

/**
 * Builds the local images of these names. What is there already, of the steps too, isn't built again: a first build
 * takes one to two minutes, another some seconds.
 *
 * @throws UserError when a step fails, or when a program isn't of the version that versions.json names.
 */
export async function buildImages(names: readonly ImageName[], log: Log): Promise<void> {
  const sets = (Object.keys(TOOLSETS) as Toolset[]).filter((set) => names.some((name) => toolsetOf(name) === set));
  await Promise.all([ensureBase(log), (await hasGo()) ? inTurn(sets, (set) => buildToolsHere(set, log)) : undefined]);
  await inTurn(sets, (set) => buildToolsInside(set, log));
  log("Building images from Debian forky's packages (the first downloads them all)");
  for (const name of [...names].sort(byTools)) {
    const started = Date.now();
    const set = toolsetOf(name);
    const args = ["--build-arg", `BASE=${baseRef()}`, "--build-arg", `TOOLS=${set ? toolsRef(set) : baseRef()}`];
    const id = await build([...args, "--file", join(IMAGES_DIR, dockerfileOf(name)), "--target", name, IMAGES_DIR]);
    const version = await checkVersion(name, id, log);
    // Named only now: an image that was never checked must not count as present.
    await run("docker", ["tag", id, imageRef(name, { source: "local" })!]);
    log(`Built ${name} ${version} (${seconds(started)})`);
  }
}

/**
 * Builds a folder, unless the engine has the image already: its tag is `contextTag` of the same build, so what is there
 * under that name is what would be built.
 */
export async function buildContext(ref: string, { context, dockerfile, args, platform }: ContextBuild, log: Log) {
  if (await isPresent(ref)) return;
  const started = Date.now();
  const own = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  const target = platform === undefined ? [] : ["--platform", platform];
  const id = await build([...own, ...target, "--file", join(context, dockerfile), context]);
  await run("docker", ["tag", id, ref]);
  log(`Built ${ref} (${seconds(started)})`);
}

/** Images without Go programs first: they share all earlier steps. */
function byTools(a: ImageName, b: ImageName): number {
  return Number(toolsetOf(a) !== undefined) - Number(toolsetOf(b) !== undefined) || a.localeCompare(b);
}

/** One after another: each uses every processor. */
async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await act(item);
}

async function ensureBase(log: Log): Promise<void> {
  if (await isPresent(baseRef())) return;
  await installPackages(["debootstrap"], log);
  const started = Date.now();
  log("Building the base image with debootstrap (about 30 s)");
  await pipe([join(IMAGES_DIR, "base.sh"), debianMirror()], ["docker", "import", "-", baseRef()]);
  log(`Built the base image (${seconds(started)})`);
}

/** Whether this machine's own Go can build the tools: its caches make that quicker, and it needn't wait for the base. */
async function hasGo(): Promise<boolean> {
  const { code, stdout } = await attempt("go", ["env", "GOVERSION"]);
  return code === 0 && !olderThan(stdout, MINIMUM_GO);
}

async function buildToolsHere(set: Toolset, log: Log): Promise<void> {
  if (await isPresent(toolsRef(set))) return;
  const started = Date.now();
  const { programs, minutes } = TOOLSETS[set];
  log(`Building ${programs} with Go (about ${minutes} min)`);
  const out = mkdtempSync(join(tmpdir(), "sightline-tools-"));
  try {
    await run(join(IMAGES_DIR, set, "build.sh"), [out]);
    await pipe(["tar", "-C", out, "-c", "."], ["docker", "import", "-", toolsRef(set)]);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  log(`Built ${programs} (${seconds(started)})`);
}

async function buildToolsInside(set: Toolset, log: Log): Promise<void> {
  if (await isPresent(toolsRef(set))) return;
  const started = Date.now();
  const { programs, minutes } = TOOLSETS[set];
  log(`Building ${programs} with Debian forky's Go, in a container (about ${minutes + 1} min)`);
  const own = ["GOPROXY", "GOFLAGS"].flatMap((name) =>
    process.env[name] ? ["--build-arg", `${name}=${process.env[name]}`] : [],
  );
  const context = mkdtempSync(join(tmpdir(), "sightline-tools-"));
  try {
    cpSync(join(IMAGES_DIR, set), context, { recursive: true });
    const certificates = existsSync(CERTIFICATES) ? readFileSync(CERTIFICATES) : "";
    writeFileSync(join(context, "ca-certificates.crt"), certificates);
    const recipe = ["--file", join(IMAGES_DIR, "tools.Dockerfile"), "--build-arg", `BASE=${baseRef()}`];
    const id = await build([...own, ...recipe, context]);
    await run("docker", ["tag", id, toolsRef(set)]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  log(`Built ${programs} (${seconds(started)})`);
}

/** Builds with the host's network, which may have proxies or mirrors that containers can't reach; returns the id. */
async function build(args: readonly string[]): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "sightline-build-"));
  try {
    const file = join(directory, "id");
    const { code, stdout, stderr } = await attempt("docker", [
      "build",
      "--network",
      "host",
      "--iidfile",
      file,
      ...args,
    ]);
    // Which of the two carries the cause depends on the builder.
    if (code !== 0) throw new UserError(lastLines([stdout, stderr].map((text) => lastLines(text)).join("\n"), 24));
    return readFileSync(file, "utf8").trim();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Debian's testing release moves on. A later minor version is said and taken; anything else is an error, because
 * rules, dashboards and arguments are written for the version that versions.json names.
 */
async function checkVersion(name: ImageName, id: string, log: Log): Promise<string> {
  const [program, ...args] = IMAGES[name].versionCommand!;
  const expected = (versions[name] as { local: string }).local;
  const inside = ["run", "--rm", "--network", "none", "--entrypoint", program!, id, ...args];
  const { stdout, stderr } = await attempt("docker", inside);
  const found = /\d+\.\d+(\.\d+)?/.exec(stdout + stderr)?.[0];
  if (found === undefined)
    throw new UserError(`Image ${name}: "${program}" doesn't say its version:\n${stdout}${stderr}`);
  const verdict = compareWith(expected, found);
  if (verdict === "other") {
    throw new UserError(
      `Image ${name}: Debian has version ${found}, Sightline was made for ${expected} (versions.json, "${name}": "local")`,
    );
  }
  if (verdict === "later") log(`Note: Debian has ${name} ${found}, later than the ${expected} in versions.json`);
  return found;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(0)} s`;
}
