import { UserError } from "../../signals/errors";
import { getJson } from "./prometheus-api";

/** An alert as Prometheus sends it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  /** When it ends unless it's sent again before. */
  readonly endsAt: string;
}

/** What a receiver was sent in one of its ways, as counted since Alertmanager read its configuration. */
export interface Sent {
  readonly receiver: string;
  /** As Alertmanager's metrics name it: `slack`, `msteamsv2`. */
  readonly integration: string;
  /** Messages that were taken. */
  readonly answered: number;
  /** Attempts that weren't. */
  readonly failed: number;
}

/** The few calls of one Alertmanager's HTTP interface by which an alert is sent, and its way is followed. */
export class AlertmanagerApi {
  /** @param headers of every request, such as its credentials */
  constructor(
    readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  async post(alerts: readonly PostedAlert[]): Promise<void> {
    const headers = { ...this.headers, "content-type": "application/json" };
    await this.ask("/api/v2/alerts", { method: "POST", headers, body: JSON.stringify(alerts) });
  }

  /** What has been sent to whom. It's counted by receiver only where Alertmanager was told to. */
  async sent(): Promise<Sent[]> {
    const text = await this.ask("/metrics", { headers: this.headers });
    const attempts = countsOf(text, "alertmanager_notification_requests_total");
    const failures = countsOf(text, "alertmanager_notification_requests_failed_total");
    return [...attempts].map(([key, count]) => {
      const [receiver = "", integration = ""] = key.split("\n");
      const failed = failures.get(key) ?? 0;
      return { receiver, integration, answered: count - failed, failed };
    });
  }

  /** How many members the cluster has, as this one sees it; 1 where it's alone. */
  async members(): Promise<number> {
    const { cluster } = await getJson<{ cluster: { peers?: readonly unknown[] } }>(`${this.url}/api/v2/status`, {
      headers: this.headers,
    });
    return Math.max(1, cluster.peers?.length ?? 0);
  }

  /** @throws UserError that says what to do */
  private async ask(path: string, init: RequestInit): Promise<string> {
    const { host } = new URL(this.url);
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(10_000), ...init });
      text = await response.text();
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code;
      throw new UserError(
        `Alertmanager at ${host} doesn't answer${cause ? ` (${cause})` : ""}; \`npm run up\` starts what isn't running`,
        { cause: error },
      );
    }
    if (response.ok) return text;
    const hint =
      response.status === 401
        ? ": it runs with another password than the one known here; `npm run up` gives it this one"
        : "";
    throw new UserError(`Alertmanager at ${host} answers ${response.status}${hint || ` ${text.slice(0, 200)}`}`.trim());
  }
}

/** The values of a counter by receiver and integration. */
function countsOf(text: string, name: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (!line.startsWith(`${name}{`)) continue;
    const receiver = /receiver_name="((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    const integration = /integration="([^"]*)"/.exec(line)?.[1];
    if (receiver === undefined || integration === undefined) continue;
    counts.set(`${receiver}\n${integration}`, Number(line.slice(line.lastIndexOf(" ") + 1)));
  }
  return counts;
}
