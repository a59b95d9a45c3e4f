import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Answer, Request } from "./routes";

const BODY_BYTES = 64 * 1024;

export interface Finished {
  readonly method: string;
  readonly answer: Answer;
  readonly seconds: number;
}

/** An HTTP server around a function from request to answer. */
export function serve(answer: (request: Request) => Promise<Answer>, finished: (request: Finished) => void): Server {
  return createServer((incoming, outgoing) => {
    void (async () => {
      const start = process.hrtime.bigint();
      const result = await readBody(incoming).then(
        (body) => answer(toRequest(incoming, body)),
        (): Answer => ({ status: 413, body: '{"error":"body too large"}\n', type: "application/json", route: "other" }),
      );
      outgoing.writeHead(result.status, { "content-type": result.type, "cache-control": "no-store" });
      outgoing.end(result.body);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      finished({ method: incoming.method ?? "GET", answer: result, seconds });
    })();
  });
}

function toRequest(incoming: IncomingMessage, body: string): Request {
  const [path = "/", query = ""] = (incoming.url ?? "/").split("?", 2);
  return { method: incoming.method ?? "GET", path, query: new URLSearchParams(query), body };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES) throw new Error("too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
