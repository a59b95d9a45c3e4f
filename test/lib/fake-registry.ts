import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const indexType = "application/vnd.oci.image.index.v1+json";
export const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers one question; `undefined` leaves whoever asks waiting. */
export type Handler = (request: IncomingMessage, url: URL) => FakeAnswer | undefined;

export interface FakeRegistry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Every question, such as `GET /v2/team/app/manifests/1`. */
  readonly asked: string[];
  handler: Handler;
  stop(): Promise<void>;
}

/** Speaks what registries speak, and fails as told. */
export async function startFakeRegistry(): Promise<FakeRegistry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://registry.invalid");
    if (url.pathname === "/v2/") return void response.end("{}");
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    reply(response, registry.handler(request, url));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const registry: FakeRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    handler: () => ({ status: 404 }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

function reply(response: ServerResponse, answer: FakeAnswer | undefined): void {
  if (answer === undefined) return;
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(answer.body ?? "");
}

export function digestOf(body: string): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

/** An image as a registry sends it. */
export function sent(body: string, mediaType: string = manifestType): FakeAnswer {
  return { headers: { "content-type": mediaType, "docker-content-digest": digestOf(body) }, body };
}

/** The manifest of an image that differs from others by its text. */
export function manifestBody(text: string): string {
  return JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(text), size: text.length } });
}
