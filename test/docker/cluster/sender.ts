import type { Alertmanagers } from "./alertmanagers";

/** Prometheus sends at most so many at once. */
const BATCH = 64;
const RESEND_SECONDS = 3;

/**
 * Sends alerts as Prometheus does: to each Alertmanager, whether the others answer or not, and all that fire again and
 * again.
 */
export class Sender {
  /** By name, in milliseconds since 1970. */
  readonly since = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly to: Alertmanagers) {
    this.timer = setInterval(() => void this.post([...this.since.keys()]), RESEND_SECONDS * 1000);
  }

  /** They begin to fire, and go on. */
  async fire(names: readonly string[]): Promise<void> {
    for (const name of names) this.since.set(name, Date.now());
    await this.post(names);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async post(names: readonly string[]): Promise<void> {
    const alerts = names.map((alertname) => ({
      labels: { alertname, severity: "warning", priority: "P1", team: "platform", stack: "test" },
      annotations: { summary: `${alertname} fires` },
      startsAt: new Date(this.since.get(alertname)!).toISOString(),
      endsAt: new Date(Date.now() + 60_000).toISOString(),
      generatorURL: "http://localhost:9091/graph",
    }));
    const batches = Array.from({ length: Math.ceil(alerts.length / BATCH) }, (_, index) =>
      alerts.slice(index * BATCH, (index + 1) * BATCH),
    );
    await Promise.all(this.to.roles.map((role) => this.postTo(role, batches)));
  }

  /** One that doesn't answer gets them the next time. */
  private async postTo(role: string, batches: readonly (readonly object[])[]): Promise<void> {
    for (const batch of batches) {
      const body = JSON.stringify(batch);
      const headers = { "content-type": "application/json" };
      const signal = AbortSignal.timeout(2000);
      const url = `${this.to.url(role)}/api/v2/alerts`;
      const answer = await fetch(url, { method: "POST", headers, body, signal }).catch(() => undefined);
      if (answer !== undefined && !answer.ok) throw new Error(`${role}: ${answer.status} ${await answer.text()}`);
    }
  }
}
