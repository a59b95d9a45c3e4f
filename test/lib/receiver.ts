import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { waitUntil } from "../../cli/lib/shell";

/** An alert as Alertmanager posts it to a webhook. */
export interface ReceivedAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, when it arrived. */
  readonly at: number;
}

/** A real HTTP receiver of alerts, in this process, on every address of this machine. */
export class Receiver {
  readonly alerts: ReceivedAlert[] = [];
  private readonly server: Server;

  private constructor(private readonly path: string) {
    this.server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const known = request.url === this.path;
        if (known) this.take(body);
        response.writeHead(known ? 200 : 404).end();
      });
    });
  }

  /** @param path only what is posted there counts; it may hold a token. */
  static async start(path: string): Promise<Receiver> {
    const receiver = new Receiver(path);
    await new Promise<void>((resolve) => receiver.server.listen(0, "0.0.0.0", resolve));
    return receiver;
  }

  /** @param host this machine, as the sender reaches it. */
  url(host: string): string {
    return `http://${host}:${(this.server.address() as AddressInfo).port}${this.path}`;
  }

  /** The first alert that fits and arrived after `since`. Throws when none does within `seconds`. */
  async wait(status: ReceivedAlert["status"], labels: Record<string, string>, since: number, seconds: number) {
    const find = () =>
      this.alerts.find(
        (alert) =>
          alert.at >= since &&
          alert.status === status &&
          Object.entries(labels).every(([name, value]) => alert.labels[name] === value),
      );
    await waitUntil(() => find() !== undefined, seconds * 1000, 50);
    const found = find();
    if (found) return found;
    const seen = this.alerts.map((alert) => `${alert.status} ${JSON.stringify(alert.labels)}`);
    throw new Error(`no ${status} ${JSON.stringify(labels)} within ${seconds} s; there came:\n${seen.join("\n")}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(body: string): void {
    const at = Date.now();
    const { alerts } = JSON.parse(body) as { alerts: Omit<ReceivedAlert, "at">[] };
    this.alerts.push(...alerts.map((alert) => ({ ...alert, at })));
  }
}
