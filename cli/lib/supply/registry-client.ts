import { setTimeout as sleep } from "node:timers/promises";
import { API_HOSTS, MANIFESTS, schemesOf, whyNoAnswer } from "../registry";
import { readManifest, type Manifest } from "./manifest";
import { parseChallenge, tokenIn, tokenUrl } from "./token";

/** Why a tag can't be resolved; `needsCredentials` where another user could. */
export class RegistryFault extends Error {
  constructor(
    message: string,
    readonly needsCredentials: boolean = false,
  ) {
    super(message);
  }
}

export interface ClientLimits {
  /** Milliseconds for one answer. @default 15000 */
  readonly answer?: number;
  /** Milliseconds that a registry may ask to wait, for one image in all. @default 60000 */
  readonly wait?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Asks registries what a tag stands for, as nobody in particular (Docker Registry HTTP API, version 2).
 *
 * Ours, because what there is doesn't say it: `docker manifest inspect` leaves out the digest of an index, an engine's
 * own API those of platforms, and a machine that deploys to a cluster needs no engine, skopeo or crane.
 */
export class RegistryClient {
  private readonly bases = new Map<string, Promise<string>>();
  private readonly answerLimit: number;
  private readonly waitLimit: number;

  constructor({ answer = 15_000, wait = 60_000 }: ClientLimits = {}) {
    this.answerLimit = answer;
    this.waitLimit = wait;
  }

  /**
   * @param known a digest: when the tag still stands for it, nothing more is asked and the answer is "same". Registries
   * count what is asked for, but not this question.
   * @throws RegistryFault
   */
  async manifest(host: string, path: string, tag: string, known?: string): Promise<Manifest | "same"> {
    const url = new URL(`${await this.base(host)}/v2/${path}/manifests/${tag}`);
    const ask = this.session(url, path);
    if (known !== undefined && (await ask("HEAD")).headers.get("docker-content-digest") === known) return "same";
    const { headers, body } = await ask("GET");
    const mediaType = (headers.get("content-type") ?? "").split(";")[0]!.trim();
    const found = readManifest({ mediaType, digest: headers.get("docker-content-digest"), body });
    if (typeof found === "string") throw new RegistryFault(found);
    return found;
  }

  /** Questions about one image: a token that was got for the first serves the others too. */
  private session(url: URL, path: string): (method: "HEAD" | "GET") => Promise<Answer> {
    let token: string | undefined;
    let waited = 0;
    return async (method) => {
      for (;;) {
        const headers = { Accept: MANIFESTS.join(", "), ...(token && { Authorization: `Bearer ${token}` }) };
        const answer = await this.send(method, url, headers);
        if (answer.status === 200) return answer;
        if (answer.status === 401 && token === undefined) token = await this.token(answer, url, path);
        else if (answer.status === 429) waited += await this.pause(answer, waited);
        else throw refusal(answer.status, token !== undefined);
      }
    };
  }

  private async token({ headers }: Answer, asked: URL, path: string): Promise<string> {
    const challenge = parseChallenge(headers.get("www-authenticate"));
    if (challenge === undefined) throw new RegistryFault("the registry asks for credentials", true);
    const url = tokenUrl(challenge, path);
    if (asked.protocol === "https:" && url.protocol !== "https:") {
      throw new RegistryFault(`the registry wants a token to be got without TLS, from ${url.origin}`);
    }
    const { status, body } = await this.send("GET", url, {});
    const token = tokenIn(body);
    if (status === 401 || status === 403) throw new RegistryFault("the registry asks for credentials", true);
    if (status !== 200) throw new RegistryFault(`${url.host}, which gives out tokens, answers HTTP ${status}`);
    if (token === undefined) throw new RegistryFault(`${url.host} gives out no token`);
    return token;
  }

  /** Waits as long as the registry asks for; milliseconds. */
  private async pause({ headers }: Answer, waited: number): Promise<number> {
    const told = headers.get("retry-after");
    const seconds = told === null ? NaN : /^\d+$/.test(told) ? Number(told) : (Date.parse(told) - Date.now()) / 1000;
    if (Number.isNaN(seconds)) throw new RegistryFault("the registry was asked too often (HTTP 429): try again later");
    const pause = Math.max(seconds * 1000, 100);
    if (waited + pause <= this.waitLimit) return sleep(pause, pause);
    throw new RegistryFault(
      `the registry was asked too often (HTTP 429) and wants ${Math.ceil(seconds)} s of pause: try again later`,
    );
  }

  /** TLS, but for registries that the engine takes without: those on this machine, and those it was told of. */
  private base(host: string): Promise<string> {
    const known = this.bases.get(host) ?? this.findBase(host);
    this.bases.set(host, known);
    return known;
  }

  private async findBase(host: string): Promise<string> {
    const bases = (await schemesOf(host)).map((scheme) => `${scheme}://${API_HOSTS[host] ?? host}`);
    if (bases.length === 1) return bases[0]!;
    const faults: unknown[] = [];
    for (const base of bases) {
      try {
        await this.send("GET", new URL(`${base}/v2/`), {});
        return base;
      } catch (error) {
        faults.push(error);
      }
    }
    throw faults.at(-1);
  }

  private async send(method: "HEAD" | "GET", url: URL, headers: Record<string, string>): Promise<Answer> {
    try {
      const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(this.answerLimit) });
      const body = Buffer.from(await response.arrayBuffer());
      if (url.protocol === "https:" && !response.url.startsWith("https:")) {
        throw new RegistryFault("the registry leads away from TLS");
      }
      return { status: response.status, headers: response.headers, body };
    } catch (error) {
      if (error instanceof RegistryFault) throw error;
      throw new RegistryFault(`${url.host}: ${whyNoAnswer(error, this.answerLimit)}`);
    }
  }
}

function refusal(status: number, withToken: boolean): RegistryFault {
  if (status === 404) return new RegistryFault("the registry has no such tag (HTTP 404)");
  if (status === 401 || status === 403) {
    return new RegistryFault(
      `the registry asks for credentials${withToken ? ": a token for anyone isn't enough" : ""}`,
      true,
    );
  }
  return new RegistryFault(`the registry answers HTTP ${status}`);
}
