import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { IMAGES, type ImageName } from "../../images/recipes";
import { baseRef, imageRef, needsTools, toolsRef } from "../../images/ref";
import { UserError } from "../../signals/errors";
import versions from "../../versions.json";
import { canInstall, debianMirror, installPackages, type Log } from "./apt";
import { attempt, lastLines, pipe, run } from "./shell";
import { compareWith, olderThan } from "./versions";

const IMAGES_DIR = resolve(__dirname, "../../images");

/** The authorities that this machine trusts, on Debian. */
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** Oldest Go that builds images/tools (its go.mod says so too). */
const MINIMUM_GO = "1.25";

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
  const withTools = names.some(needsTools);
  await Promise.all([ensureBase(log), withTools && (await hasGo()) ? buildToolsHere(log) : undefined]);
  if (withTools) await buildToolsInside(log);
  const args = ["--build-arg", `BASE=${baseRef()}`, "--build-arg", `TOOLS=${withTools ? toolsRef() : baseRef()}`];
  log("Building images from Debian forky's packages (the first downloads them all)");
  for (const name of [...names].sort(byTools)) {
    const started = Date.now();
    const id = await build([...args, "--target", name, IMAGES_DIR]);
    const version = await checkVersion(name, id, log);
    // Named only now: an image that was never checked must not count as present.
    await run("docker", ["tag", id, imageRef(name, { source: "local" })!]);
    log(`Built ${name} ${version} (${seconds(started)})`);
  }
}

/** Images without Go programs first: they share all earlier steps. */
function byTools(a: ImageName, b: ImageName): number {
  return Number(needsTools(a)) - Number(needsTools(b)) || a.localeCompare(b);
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

async function buildToolsHere(log: Log): Promise<void> {
  if (await isPresent(toolsRef())) return;
  const started = Date.now();
  log("Building statsd_exporter and cAdvisor with Go (about a minute)");
  const out = mkdtempSync(join(tmpdir(), "sightline-tools-"));
  try {
    await run(join(IMAGES_DIR, "tools/build.sh"), [out]);
    await pipe(["tar", "-C", out, "-c", "."], ["docker", "import", "-", toolsRef()]);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  log(`Built statsd_exporter and cAdvisor (${seconds(started)})`);
}

async function buildToolsInside(log: Log): Promise<void> {
  if (await isPresent(toolsRef())) return;
  const started = Date.now();
  log("Building statsd_exporter and cAdvisor with Debian forky's Go, in a container (about two minutes)");
  const own = ["GOPROXY", "GOFLAGS"].flatMap((name) =>
    process.env[name] ? ["--build-arg", `${name}=${process.env[name]}`] : [],
  );
  const context = mkdtempSync(join(tmpdir(), "sightline-tools-"));
  try {
    cpSync(join(IMAGES_DIR, "tools"), context, { recursive: true });
    const certificates = existsSync(CERTIFICATES) ? readFileSync(CERTIFICATES) : "";
    writeFileSync(join(context, "ca-certificates.crt"), certificates);
    const id = await build([...own, "--build-arg", `BASE=${baseRef()}`, context]);
    await run("docker", ["tag", id, toolsRef()]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  log(`Built statsd_exporter and cAdvisor (${seconds(started)})`);
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
