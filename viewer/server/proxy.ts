import { Agent, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { formOf, Refusal, securityHeaders } from "./answers";
import type { ServerOptions } from "./options";

/** Grafana's own path, so that what was written for one works with the other. */
export const proxyPath = "/api/datasources/proxy/";

const reads = /^\/api\/datasources\/proxy\/uid\/prometheus(\/api\/v1\/(query|query_range|series|labels))$/;
const labelValues = /^\/api\/datasources\/proxy\/uid\/prometheus(\/api\/v1\/label\/[A-Za-z_][A-Za-z0-9_]*\/values)$/;

/** Parameters of these reads; everything else is refused. Prometheus is told the time limit here. */
const parameters = new Set(["query", "time", "start", "end", "step", "match[]", "limit", "timeout", "lookback_delta"]);

const largestBody = 64 * 1024;
/** Requests that wait for Prometheus: a dashboard has some dozens. */
const mostAtOnce = 200;

export type ProxyOptions = Pick<ServerOptions, "prometheusUrl" | "prometheusLogin" | "answerSeconds">;

/**
 * Hands reads of Prometheus' query API on, and nothing else. The host is fixed; of a request only the parameters are
 * taken over, never a path, a header or a cookie: whoever asks has a login here, and the proxy has one of its own there.
 */
export class Proxy {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });
  private readonly origin: string;
  private readonly seconds: number;
  private readonly login: ProxyOptions["prometheusLogin"];
  private waiting = 0;

  constructor({ prometheusUrl, prometheusLogin, answerSeconds = 60 }: ProxyOptions) {
    this.login = prometheusLogin;
    this.origin = new URL(prometheusUrl).origin;
    this.seconds = answerSeconds;
  }

  async hand(request: IncomingMessage, response: ServerResponse, path: string, query: string): Promise<void> {
    const byForm = reads.exec(path)?.[1];
    const target = byForm ?? labelValues.exec(path)?.[1];
    if (target === undefined) throw new Refusal(403, "only reads of Prometheus' query API are handed on");
    const { method } = request;
    const allowed = byForm === undefined ? ["GET"] : ["GET", "POST"];
    if (!allowed.includes(method ?? "")) throw new Refusal(405, "not by this method", { allow: allowed.join(", ") });
    const given = new URLSearchParams(query);
    if (method === "POST") for (const [name, value] of await formOf(request, largestBody)) given.append(name, value);
    const asked = this.asked(given);
    if (this.waiting >= mostAtOnce)
      throw new Refusal(503, "too many requests wait for Prometheus", { "retry-after": "1" });
    this.waiting++;
    try {
      await this.pass(response, target, asked, byForm !== undefined);
    } finally {
      this.waiting--;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private asked(given: URLSearchParams): URLSearchParams {
    const unknown = [...given.keys()].find((name) => !parameters.has(name));
    if (unknown !== undefined) throw new Refusal(400, "a parameter that no read has");
    given.set("timeout", `${this.seconds}s`);
    return given;
  }

  private pass(response: ServerResponse, target: string, asked: URLSearchParams, byForm: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const body = asked.toString();
      const upstream = ask(`${this.origin}${target}${byForm ? "" : `?${body}`}`, {
        method: byForm ? "POST" : "GET",
        agent: this.agent,
        headers: {
          ...(byForm && {
            "content-type": "application/x-www-form-urlencoded",
            "content-length": Buffer.byteLength(body),
          }),
          ...(this.login && { authorization: basic(this.login) }),
        },
      });
      let late = false;
      const limit = setTimeout(() => {
        late = true;
        upstream.destroy();
      }, this.seconds * 1000);
      // Who closed the page waits for nothing.
      const gone = () => upstream.destroy();
      response.once("close", gone);
      const done = () => {
        clearTimeout(limit);
        response.off("close", gone);
      };
      const failed = () => {
        done();
        if (response.headersSent) response.destroy();
        reject(late ? new Refusal(504, "Prometheus took too long") : new Refusal(502, "Prometheus can't be reached"));
      };
      upstream.once("error", failed);
      upstream.once("response", (answer) => {
        const type = answer.headers["content-type"] ?? "";
        const status = answer.statusCode ?? 0;
        const refused = status === 401;
        if (refused || !type.startsWith("application/json") || status < 200 || (status >= 300 && status < 400)) {
          answer.resume();
          done();
          reject(new Refusal(502, refused ? "Prometheus refuses the viewer's login" : "Prometheus' answer isn't one"));
          return;
        }
        response.writeHead(status, {
          ...securityHeaders,
          "cache-control": "no-store",
          "content-type": "application/json; charset=utf-8",
        });
        answer.once("error", failed);
        answer.once("close", () => {
          done();
          if (!answer.complete) response.destroy();
          resolve();
        });
        answer.pipe(response);
      });
      upstream.end(byForm ? body : undefined);
    });
  }
}

function basic({ user, password }: NonNullable<ProxyOptions["prometheusLogin"]>): string {
  return `Basic ${Buffer.from(`${user}:${password()}`).toString("base64")}`;
}
