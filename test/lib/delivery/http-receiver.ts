import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import type { FakeReceiver, Failure, Message } from "./fake";
import { shapeFaults, type Shape } from "./shape";

export interface Request {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly json: unknown;
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an API makes of a request. */
export interface Judged extends Answer {
  readonly message?: Omit<Message, "at">;
  /** What the real one would not have taken, or would have cut. */
  readonly faults?: readonly string[];
}

/** How one service's API behaves. */
export interface Api {
  readonly name: string;
  readonly judge: (request: Request) => Judged;
  /** How it says that too much was sent. `Retry-After` is added. */
  readonly tooMany: (retryAfterSeconds: number) => Answer;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A real HTTP server in this process that speaks a service's API. */
export class HttpReceiver implements FakeReceiver {
  readonly messages: Message[] = [];
  readonly faults: string[] = [];
  readonly failed: number[] = [];
  private readonly server: Server;
  private failure: Failure | undefined;
  private ownPort = 0;

  private constructor(
    private readonly api: Api,
    private readonly certificate?: Certificate,
  ) {
    const take = (request: IncomingMessage, response: ServerResponse) => this.take(request, response);
    this.server = certificate ? createHttps({ ...certificate }, take) : createHttp(take);
  }

  /** @param certificate makes it speak HTTPS */
  static async start(api: Api, certificate?: Certificate): Promise<HttpReceiver> {
    const receiver = new HttpReceiver(api, certificate);
    await receiver.listen();
    return receiver;
  }

  get port(): number {
    return this.ownPort;
  }

  /** @param host this machine, as the sender reaches it */
  url(host: string, path = "/"): string {
    return `${this.certificate ? "https" : "http"}://${host}:${this.port}${path}`;
  }

  async fail(failure: Failure): Promise<void> {
    this.failure = failure;
    if (failure === "closed") await this.close();
  }

  async recover(): Promise<void> {
    const { failure } = this;
    this.failure = undefined;
    this.server.closeAllConnections();
    if (failure === "closed") await this.listen();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.ownPort, "0.0.0.0", resolve));
    this.ownPort = (this.server.address() as AddressInfo).port;
  }

  private take(incoming: IncomingMessage, response: ServerResponse): void {
    let body = "";
    incoming.setEncoding("utf8").on("data", (text: string) => (body += text));
    incoming.on("end", () => {
      const at = Date.now();
      const answer = this.failure === undefined ? this.judge(incoming, body, at) : this.failing(this.failure, at);
      if (answer === "silent") return;
      if (answer === "dropped") return void incoming.socket.destroy();
      const isText = answer.body === undefined || typeof answer.body === "string";
      const type = isText ? "text/plain" : "application/json";
      response.writeHead(answer.status, { "Content-Type": type, ...answer.headers });
      response.end(typeof answer.body === "object" ? JSON.stringify(answer.body) : answer.body);
    });
  }

  private failing(failure: Failure, at: number): Answer | "silent" | "dropped" {
    this.failed.push(at);
    if (failure === "silent" || failure === "dropped") return failure;
    if (failure === "closed") return "dropped";
    const { status, retryAfterSeconds } = failure;
    if (status !== 429) return { status, body: "on purpose" };
    const seconds = retryAfterSeconds ?? 1;
    const { headers, ...answer } = this.api.tooMany(seconds);
    return { ...answer, headers: { ...headers, "Retry-After": String(seconds) } };
  }

  private judge(incoming: IncomingMessage, body: string, at: number): Answer {
    const { method = "", url: path = "", headers } = incoming;
    const json = parse(body);
    const judged = this.api.judge({ method, path, headers, body, json, at });
    this.faults.push(...(judged.faults ?? []).map((fault) => `${this.api.name}: ${fault}`));
    if (judged.message) this.messages.push({ ...judged.message, at });
    return judged;
  }
}

/** What is wrong with a request that should be a JSON of a shape, posted to a path. Empty where nothing is. */
export function postFaults(request: Request, path: string, shape: Shape): string[] {
  const { method, headers, json } = request;
  const type = headers["content-type"] ?? "none";
  return [
    ...(method === "POST" ? [] : [`the method is ${method}, not POST`]),
    ...(request.path === path ? [] : [`the path is ${request.path}, not ${path}`]),
    ...(/^application\/json\b/.test(type) ? [] : [`the content type is ${type}, not application/json`]),
    ...(json === undefined ? ["the body isn't JSON"] : shapeFaults(json, shape)),
  ];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
