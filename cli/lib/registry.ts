import { IMAGES, type ImageName } from "../../images/recipes";
import { imageRef } from "../../images/ref";
import type { Log } from "./apt";
import { attempt, lastLines } from "./shell";

/** Milliseconds within which a registry must show that it's there. */
const PROBE_LIMIT = 4_000;

/** Registries that answer under another name than images carry. */
const API_HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/** How many images are pulled at once: the engine itself pulls three layers of each in parallel. */
const PARALLEL_PULLS = 3;

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
  options: { readonly registryMirror?: string; readonly log: Log },
): Promise<Map<ImageName, string>> {
  const failures = new Map<ImageName, string>();
  const queue = [...names];
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const ref = imageRef(name, { source: "upstream", registryMirror: options.registryMirror })!;
      options.log(`Pulling ${ref}`);
      const { code, stderr } = await attempt("docker", ["pull", "--quiet", ref]);
      if (code !== 0) failures.set(name, lastLines(stderr, 1) || `exit ${code}`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_PULLS }, worker));
  return failures;
}

/** Why a registry can't be used, or `undefined`. It may ask for credentials: the engine has those, not we. */
async function probe(host: string): Promise<string | undefined> {
  // The engine takes plain HTTP from registries on this machine; elsewhere, only those it was told to.
  const schemes = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host) ? ["https", "http"] : ["https"];
  const answers = await Promise.all(schemes.map((scheme) => ask(`${scheme}://${API_HOSTS[host] ?? host}/v2/`)));
  return answers.includes(undefined) ? undefined : `${host}: ${answers.at(-1)}`;
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT), redirect: "manual" });
    await response.body?.cancel();
    return response.status === 200 || response.status === 401 ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    if (name === "TimeoutError") return `no answer within ${PROBE_LIMIT / 1000} s`;
    return cause?.code ?? cause?.message ?? message;
  }
}
