import { Agent, request } from "node:http";
import { Pacer, wave } from "./behaviour";

/** Requests to the app's own server, over loopback: what is measured in them is real. */
export interface Rates {
  /** New jobs a minute. */
  readonly submit: number;
  /** Polls of a job's status a minute. */
  readonly status: number;
  /** Searches a minute. */
  readonly search: number;
}

/** People who poll ask about the newest jobs. */
const REMEMBERED = 20;

export class Traffic {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });
  private readonly ids: number[] = [];
  private readonly pacers: Record<keyof Rates, Pacer>;

  constructor(
    private readonly port: number,
    private readonly rates: Rates,
  ) {
    // The first job at once, so that every process has something to show within seconds.
    this.pacers = { submit: new Pacer(1), status: new Pacer(0), search: new Pacer(0.5) };
  }

  /** Sends what is due. Doesn't wait for the answers. */
  tick(seconds: number, at: number): void {
    const due = (kind: keyof Rates): number => this.pacers[kind].due(this.rates[kind] * wave(at), seconds);
    for (let i = due("submit"); i > 0; i--) void this.submit();
    for (let i = due("status"); i > 0; i--) {
      const id = this.ids[Math.floor(Math.random() * this.ids.length)];
      if (id !== undefined) void this.send("GET", `/api/careplan/${id}/status/`);
    }
    for (let i = due("search"); i > 0; i--) void this.send("GET", "/api/search-careplans/?status=completed");
  }

  close(): void {
    this.agent.destroy();
  }

  private async submit(): Promise<void> {
    const text = await this.send("POST", "/api/generate-careplan/", '{"source":"demo"}');
    const { id } = JSON.parse(text || "{}") as { id?: number };
    if (id === undefined) return;
    this.ids.push(id);
    if (this.ids.length > REMEMBERED) this.ids.shift();
  }

  /** The answer's body, or nothing when there was none: failed requests are the server's to count. */
  private send(method: string, path: string, body?: string): Promise<string> {
    return new Promise((resolve) => {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const outgoing = request({ host: "127.0.0.1", port: this.port, agent: this.agent, method, path, headers });
      outgoing.setTimeout(20_000, () => outgoing.destroy());
      outgoing.on("error", () => resolve(""));
      outgoing.on("response", (incoming) => {
        let text = "";
        incoming.setEncoding("utf8");
        incoming.on("data", (part: string) => (text += part));
        incoming.on("end", () => resolve(text));
        incoming.on("error", () => resolve(""));
      });
      outgoing.end(body);
    });
  }
}
