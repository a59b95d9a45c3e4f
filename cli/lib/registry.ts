import { IMAGES, type ImageName } from "../../images/recipes";
import { imageRef, inRegistry } from "../../images/ref";
import { UserError } from "../../signals/errors";
import type { Log } from "./apt";
import { attempt, lastLines } from "./shell";

/** Milliseconds within which a registry must show that it's there. */
const PROBE_LIMIT = 4_000;

/** Registries that answer under another name than images carry. */
export const API_HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/** How many images are pulled or pushed at once: the engine itself moves several layers of each in parallel. */
const PARALLEL = 3;

/** Kinds of manifest that an image's tag may stand for: a registry that isn't told them may say it has none. */
export const MANIFESTS: readonly string[] = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
];

/**
 * Why the published images of these names can't be pulled, or `undefined` when every registry that they need answers.
 *
 * Asks the registries themselves. When the engine has a proxy or mirrors of its own, this process can't know what the
 * engine reaches: then the answer is that it may well work, and a pull decides.
 */
export async function whyUnreachable(names: readonly ImageName[], mirror?: string): Promise<string | undefined> {
  const hosts = mirror === undefined ? names.map((name) => IMAGES[name].repository) : [mirror];
  const unique = [...new Set(hosts.map((path) => path.split("/")[0]!))].sort();
  const reasons = (await Promise.all(unique.map(probe))).filter((reason) => reason !== undefined);
  if (reasons.length === 0) return undefined;
  const format = "{{.HTTPSProxy}}{{.HTTPProxy}}{{range .RegistryConfig.Mirrors}}{{.}}{{end}}";
  const { code, stdout } = await attempt("docker", ["info", "--format", format], { timeout: 10_000 });
  return code === 0 && stdout.trim() !== "" ? undefined : reasons.join("; ");
}

/** Pulls the published images that aren't there yet; returns why, for each that couldn't be. */
export async function pullImages(
  names: readonly ImageName[],
  options: { readonly registryMirror?: string; readonly dir?: string; readonly log: Log },
): Promise<Map<ImageName, string>> {
  const failures = new Map<ImageName, string>();
  await someAtOnce(names, async (name) => {
    const ref = imageRef(name, { source: "upstream", registryMirror: options.registryMirror, dir: options.dir })!;
    options.log(`Pulling ${ref}`);
    const { code, stderr } = await attempt("docker", ["pull", "--quiet", ref]);
    if (code !== 0) failures.set(name, lastLines(stderr, 1) || `exit ${code}`);
  });
  return failures;
}

/**
 * Puts images of this engine into a registry, under `inRegistry` of their names, unless it has them: their tags are
 * hashes of their content, so what is there under a tag is what would be pushed. Instant when it has all.
 *
 * @throws UserError naming each image that can't be pushed, and why; or when the registry doesn't answer
 */
export async function pushImages(registry: string, refs: readonly string[], log: Log): Promise<void> {
  const unreachable = await whyUnreachable([], registry);
  if (unreachable !== undefined) throw new UserError(`Images can't be pushed: no registry answers (${unreachable})`);
  const schemes = await schemesOf(registry.split("/")[0]!);
  const faults = new Map<string, string>();
  await someAtOnce([...new Set(refs)], async (ref) => {
    const pushed = inRegistry(ref, registry);
    if (await isInRegistry(pushed, schemes)) return;
    log(`Pushing ${pushed}`);
    const fault = await push(ref, pushed);
    if (fault !== undefined) faults.set(ref, `Image ${ref} can't be pushed to ${registry}: ${fault}`);
  });
  if (faults.size > 0) throw new UserError(refs.flatMap((ref) => faults.get(ref) ?? []));
}

async function push(ref: string, pushed: string): Promise<string | undefined> {
  const tagged = await attempt("docker", ["tag", ref, pushed]);
  if (tagged.code !== 0) return lastLines(tagged.stderr, 1);
  const { code, stderr } = await attempt("docker", ["push", "--quiet", pushed]);
  // The engine has the image under its own name; this one was for the push.
  await attempt("docker", ["image", "rm", "--no-prune", pushed]);
  return code === 0 ? undefined : lastLines(stderr, 1) || `exit ${code}`;
}

/** Whether a registry has an image, as far as can be told: where only the engine's credentials get in, it asks. */
async function isInRegistry(ref: string, schemes: readonly string[]): Promise<boolean> {
  const [, host, path, tag] = /^([^/]+)\/(.+):([^:/]+)$/.exec(ref)!;
  const urls = schemes.map((scheme) => `${scheme}://${API_HOSTS[host!] ?? host}/v2/${path}/manifests/${tag}`);
  const answers = await Promise.all(urls.map(statusOf));
  if (answers.includes(200)) return true;
  if (answers.includes(404)) return false;
  return (await attempt("docker", ["manifest", "inspect", ref], { timeout: 10_000 })).code === 0;
}

async function statusOf(url: string): Promise<number | undefined> {
  const headers = { Accept: MANIFESTS.join(", ") };
  try {
    return (await fetch(url, { method: "HEAD", headers, signal: AbortSignal.timeout(PROBE_LIMIT) })).status;
  } catch {
    return undefined;
  }
}

/** Does it for all, a few at a time. */
export async function someAtOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** Why a registry can't be used, or `undefined`. It may ask for credentials: the engine has those, not we. */
async function probe(host: string): Promise<string | undefined> {
  const urls = (await schemesOf(host)).map((scheme) => `${scheme}://${API_HOSTS[host] ?? host}/v2/`);
  const answers = await Promise.all(urls.map(ask));
  return answers.includes(undefined) ? undefined : `${host}: ${answers.at(-1)}`;
}

/** The engine takes plain HTTP from registries on this machine; elsewhere, only those it was told to. */
export async function schemesOf(host: string): Promise<string[]> {
  if (/^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host)) return ["https", "http"];
  const format =
    "{{range $name, $index := .RegistryConfig.IndexConfigs}}{{if not $index.Secure}}{{$name}} {{end}}{{end}}";
  const { stdout } = await attempt("docker", ["info", "--format", format], { timeout: 10_000 });
  return stdout.trim().split(" ").includes(host) ? ["https", "http"] : ["https"];
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT), redirect: "manual" });
    await response.body?.cancel();
    return response.status === 200 || response.status === 401 ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    return whyNoAnswer(error, PROBE_LIMIT);
  }
}

/** What went wrong with a request, in a few words. */
export function whyNoAnswer(error: unknown, limit: number): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${limit / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}
