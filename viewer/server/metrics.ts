/** A few numbers about the viewer itself, told without a login as Grafana's are: none is about who looks at what. */
export class Metrics {
  private readonly started = Date.now() / 1000;
  private readonly requests = new Map<string, number>();
  private readonly logins = { accepted: 0, refused: 0, slowed: 0 };

  answered(status: number): void {
    const code = `${Math.floor(status / 100)}xx`;
    this.requests.set(code, (this.requests.get(code) ?? 0) + 1);
  }

  login(outcome: keyof Metrics["logins"]): void {
    this.logins[outcome]++;
  }

  /** In Prometheus' text format. */
  text(): string {
    const lines = [
      ...head("sightline_viewer_requests_total", "counter", "Requests answered, by class of status."),
      ...[...this.requests].sort().map(([code, count]) => `sightline_viewer_requests_total{code="${code}"} ${count}`),
      ...head("sightline_viewer_logins_total", "counter", "Logins tried, by outcome."),
      ...Object.entries(this.logins).map(
        ([outcome, count]) => `sightline_viewer_logins_total{outcome="${outcome}"} ${count}`,
      ),
      ...head("process_resident_memory_bytes", "gauge", "Resident memory size in bytes."),
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      ...head("process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds."),
      `process_start_time_seconds ${this.started}`,
    ];
    return `${lines.join("\n")}\n`;
  }
}

function head(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
