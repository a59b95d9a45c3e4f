import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { html, json, redirect, Refusal, send, text, type Answer } from "./answers";
import { Assets } from "./assets";
import { Dashboards } from "./dashboards";
import { icon, loginPage, loginStyle } from "./login-page";
import { localPath, Logins, refuseForeign } from "./logins";
import { Metrics } from "./metrics";
import type { ServerOptions } from "./options";
import { Proxy, proxyPath } from "./proxy";

/** Plain segments only: no encoding, no dots at the beginning, nothing empty. Every path that is served is like that. */
const plainPath = /^\/$|^(\/[A-Za-z0-9_~@-][A-Za-z0-9._~@-]*)+\/?$/;

/** Pages of the app, which reads the rest of the address itself. */
const pagePath = /^\/(dashboards|d\/([^/]+)(\/[^/]+)?)?\/?$/;

/** The stand-in for Grafana: its dashboards, its data through a proxy, both behind its login. Nothing is written. */
export function viewerServer(options: ServerOptions): Server {
  const viewer = new Viewer(options);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 10_000 });
  server.maxConnections = 256;
  server.timeout = 120_000;
  server.on("request", (request, response) => void viewer.serve(request, response));
  server.on("close", () => viewer.close());
  return server;
}

class Viewer {
  private readonly metrics = new Metrics();
  private readonly logins: Logins;
  private readonly dashboards: Dashboards;
  private readonly assets: Assets;
  private readonly proxy: Proxy;

  constructor(private readonly options: ServerOptions) {
    this.logins = new Logins(options, this.metrics);
    this.dashboards = new Dashboards(options.dashboards);
    this.assets = new Assets(options.assets);
    this.proxy = new Proxy(options);
  }

  close(): void {
    this.proxy.close();
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("finish", () => this.metrics.answered(response.statusCode));
    // Whoever goes away while it's answered is nobody's error.
    response.on("error", () => undefined);
    try {
      const answer = await this.answer(request, response);
      if (answer !== undefined) send(request, response, answer);
    } catch (error) {
      if (response.headersSent) return;
      const known = error instanceof Refusal;
      if (!known) this.options.log?.(`${request.method}: ${(error as Error).message}`);
      const { status, message, headers } = known ? error : new Refusal(500, "something went wrong here");
      send(request, response, { ...json({ status: "error", error: message, message }, status), headers });
    }
  }

  /** Undefined: it was answered already. */
  private async answer(request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
    const { method = "", url = "" } = request;
    const [path = "", ...rest] = url.split("?");
    if (!["GET", "HEAD", "POST"].includes(method)) {
      throw new Refusal(405, "not by this method", { allow: "GET, HEAD, POST" });
    }
    if (!plainPath.test(path)) throw new Refusal(404, "there's nothing here");
    const open = method === "POST" ? undefined : this.open(path, rest.join("?"));
    if (open !== undefined) return open;
    if (method === "POST" && path === "/login") return this.logins.login(request);
    if (!this.logins.knows(request)) {
      if (method === "GET" && pagePath.test(path)) return redirect(`/login?next=${encodeURIComponent(url)}`);
      throw new Refusal(401, "Unauthorized");
    }
    if (method === "POST" && path === "/logout") return this.logins.logout(request);
    if (path.startsWith(proxyPath)) {
      if (method === "POST") refuseForeign(request);
      await this.proxy.hand(request, response, path, rest.join("?"));
      return undefined;
    }
    if (method === "POST") throw new Refusal(405, "not by this method", { allow: "GET, HEAD" });
    return this.page(path, request.headers["accept-encoding"] as string | undefined);
  }

  /** Without a login. */
  private open(path: string, query: string): Answer | undefined {
    switch (path) {
      case "/api/health":
        return json({ status: "ok", program: "sightline-viewer" });
      case "/metrics":
        return text(this.metrics.text());
      case "/login":
        return html(loginPage(localPath(new URLSearchParams(query).get("next"))));
      case "/login.css":
        return { status: 200, type: "text/css; charset=utf-8", body: loginStyle };
      case "/icon.svg":
      case "/favicon.ico":
        return { status: 200, type: "image/svg+xml", body: icon };
      default:
        return undefined;
    }
  }

  private page(path: string, encoding: string | undefined): Answer {
    const { scrapeIntervalSeconds } = this.options;
    if (path === "/api/search") return json(this.dashboards.list());
    if (path === "/api/frontend/settings") return json({ scrapeIntervalSeconds });
    const uid = /^\/api\/dashboards\/uid\/([^/]+)$/.exec(path)?.[1];
    if (uid !== undefined) {
      const dashboard = this.dashboards.get(uid);
      if (dashboard === undefined) throw new Refusal(404, "Dashboard not found");
      return json({ dashboard, meta: { canSave: false, canEdit: false, provisioned: true } });
    }
    const asset = this.assets.get(pagePath.test(path) ? "/index.html" : path, encoding);
    if (asset === undefined) throw new Refusal(404, "there's nothing here");
    return asset;
  }
}
