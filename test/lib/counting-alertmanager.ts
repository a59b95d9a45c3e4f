import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PostedAlert } from "../../cli/lib/alertmanager-api";

/** As much of an Alertmanager as a test alert meets: it counts what it would send, after its group wait. */
export class CountingAlertmanager {
  readonly posted: PostedAlert[][] = [];
  private mostPosts = Infinity;
  private answered = 0;
  private failed = 0;
  private readonly server: Server;

  private constructor(private readonly afterMs: number | "fails") {
    this.server = createServer((request, response) => {
      if (request.headers.authorization !== "Basic x") return void response.writeHead(401).end("Unauthorized");
      if (request.method === "GET") return void response.end(this.metrics());
      let body = "";
      request.on("data", (text) => (body += text));
      request.on("end", () => {
        if (this.posted.length === this.mostPosts) return void response.writeHead(503).end();
        this.posted.push(JSON.parse(body) as PostedAlert[]);
        if (this.posted.length === 1) this.send();
        response.end();
      });
    });
  }

  static async start(afterMs: number | "fails"): Promise<CountingAlertmanager> {
    const one = new CountingAlertmanager(afterMs);
    await new Promise<void>((resolve) => one.server.listen(0, "127.0.0.1", resolve));
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** After so many posts it takes none. */
  endAfter(posts: number): void {
    this.mostPosts = posts;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private send(): void {
    if (this.afterMs === "fails") this.failed = 3;
    else setTimeout(() => (this.answered = 1), this.afterMs);
  }

  private metrics(): string {
    const labels = 'integration="slack",receiver_name="on-call"';
    return [
      "# TYPE alertmanager_notification_requests_total counter",
      `alertmanager_notification_requests_total{${labels}} ${7 + this.answered + this.failed}`,
      `alertmanager_notification_requests_total{integration="email",receiver_name="other"} 100`,
      `alertmanager_notification_requests_failed_total{${labels}} ${2 + this.failed}`,
    ].join("\n");
  }
}
