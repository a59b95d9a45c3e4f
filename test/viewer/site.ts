import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerOptions } from "../../viewer/server/options";
import { viewerServer } from "../../viewer/server/server";

export const password = "correct-horse-battery-staple";
export const basic = (given = password, user = "admin") =>
  `Basic ${Buffer.from(`${user}:${given}`).toString("base64")}`;

/** A request as Prometheus got it. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How the pretended Prometheus answers. */
export interface Pretended {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly delay?: number;
}

/** A viewer's server before a Prometheus that only keeps what it's asked, or before a real one. */
export class ViewerSite {
  readonly asked: Asked[] = [];
  readonly dashboards: string;
  /** What the clock of the server shows beyond the real one, in milliseconds. */
  ahead = 0;
  answer: Pretended | ((asked: Asked) => Pretended) = {};
  private readonly folder = mkdtempSync(join(tmpdir(), "viewer-site-"));
  private readonly servers: Server[] = [];
  port = 0;

  private constructor() {
    this.dashboards = join(this.folder, "dashboards");
    mkdirSync(this.dashboards);
    mkdirSync(join(this.folder, "public", "assets"), { recursive: true });
    writeFileSync(join(this.folder, "public", "index.html"), "<!doctype html><title>the page</title>");
    writeFileSync(join(this.folder, "public", "assets", "page-abc.js"), "export {};");
    writeFileSync(join(this.folder, "secret.txt"), "outside of the page");
    this.dashboard("shop", "Shop");
  }

  static async start(options: Partial<ServerOptions> = {}): Promise<ViewerSite> {
    const site = new ViewerSite();
    const prometheusUrl = options.prometheusUrl ?? `http://127.0.0.1:${await site.listen(site.prometheus())}`;
    const server = viewerServer({
      password: () => password,
      secretKey: "k".repeat(32),
      rootUrl: "http://localhost:3000",
      dashboards: site.dashboards,
      assets: join(site.folder, "public"),
      scrapeIntervalSeconds: 5,
      now: () => Date.now() + site.ahead,
      ...options,
      prometheusUrl,
    });
    site.port = await site.listen(server);
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Writes a dashboard, as a mounted file that changes. */
  dashboard(uid: string, title: string, more: object = {}): void {
    const json = { uid, title, tags: ["x"], panels: [], ...more };
    writeFileSync(join(this.dashboards, `${uid}.json`), JSON.stringify(json));
  }

  /** By `node:http`, which sends a path as it stands, dots and all. */
  ask(method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: this.port, method, path, headers, agent: false as const };
      const asking = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        );
        answer.on("error", reject);
      });
      asking.on("error", reject);
      asking.end(body);
    });
  }

  login(given = password, user = "admin", more: Record<string, string> = {}): Promise<Reply> {
    return this.form("/login", { user, password: given }, more);
  }

  form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> {
    const body = new URLSearchParams(fields).toString();
    return this.ask("POST", path, { "content-type": "application/x-www-form-urlencoded", ...headers }, body);
  }

  /** The cookie of a session that was just begun, as a browser sends it. */
  async cookie(): Promise<string> {
    return ((await this.login()).headers["set-cookie"]?.[0] ?? "").split(";")[0] as string;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private prometheus(): Server {
    return createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const { method = "", url = "", headers } = incoming;
        const asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
        this.asked.push(asked);
        const pretended = typeof this.answer === "function" ? this.answer(asked) : this.answer;
        const { status = 200, type = "application/json", body = '{"status":"success"}', delay = 0 } = pretended;
        setTimeout(() => {
          response.writeHead(status, { "content-type": type, "set-cookie": "upstream=1", location: "http://evil/" });
          response.end(body);
        }, delay);
      });
    });
  }

  private async listen(server: Server): Promise<number> {
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }
}
