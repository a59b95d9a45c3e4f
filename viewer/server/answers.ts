import type { IncomingMessage, ServerResponse } from "node:http";

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown wherever a request can't be granted. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/**
 * Nothing from elsewhere, no frame around it, nothing inline. Styles are the exception: Grafana's components write
 * theirs into the page while it runs (emotion), and so do uPlot and React for sizes.
 */
const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Of every answer, whatever it is. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not "no-referrer": browsers then hide the origin of our own forms as well.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export function json(value: unknown, status = 200): Answer {
  return { status, type: "application/json; charset=utf-8", body: JSON.stringify(value) };
}

export function html(body: string, status = 200): Answer {
  return { status, type: "text/html; charset=utf-8", body };
}

export function text(body: string): Answer {
  return { status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body };
}

export function redirect(to: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 303, headers: { location: to, ...headers } };
}

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const body = answer.body ?? "";
  response.writeHead(answer.status, {
    ...securityHeaders,
    "cache-control": "no-store",
    ...(answer.type !== undefined && { "content-type": answer.type }),
    "content-length": Buffer.byteLength(body),
    ...answer.headers,
    // What wasn't read can't be skipped: a sender of too much is cut off.
    ...(!request.complete && { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The whole body, if it isn't larger than that. */
export async function bodyOf(request: IncomingMessage, limit: number): Promise<string> {
  const tooLarge = new Refusal(413, `a body has ${limit} bytes at most`);
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The fields of a form; another type of body is refused. */
export async function formOf(request: IncomingMessage, limit: number): Promise<URLSearchParams> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded" || request.headers["content-encoding"] !== undefined) {
    throw new Refusal(415, "a form was expected: application/x-www-form-urlencoded");
  }
  return new URLSearchParams(await bodyOf(request, limit));
}
