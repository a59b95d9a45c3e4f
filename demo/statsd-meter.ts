import { lookup } from "node:dns/promises";
import { StatsD } from "hot-shots";
import type { Metric } from "../signals/metrics";
import { statsdType } from "../signals/statsd-mapping";
import type { Labels } from "./behaviour";
import { reason, type Log } from "./log";
import type { Meter } from "./recorder";

/** Fits into one Ethernet frame with its headers: a fragment that is lost would take the others with it. */
const PACKET_BYTES = 1432;
const FLUSH_MS = 1000;
const DNS_TTL_MS = 30_000;

/** A worker's side of the contract: StatsD lines with DogStatsD tags over UDP, several a packet. */
export class StatsdMeter implements Meter {
  private readonly client: StatsD;

  constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private readonly log: Log,
  ) {
    this.client = new StatsD({
      ...target,
      protocol: "udp",
      cacheDns: true,
      cacheDnsTtl: DNS_TTL_MS,
      maxBufferSize: PACKET_BYTES,
      bufferFlushInterval: FLUSH_MS,
      // Both would add tags of their own, which become labels that nobody declared.
      datadog: false,
      includeDataDogTags: false,
      includeDatadogTelemetry: false,
      errorHandler: (error) => log("warn", "statsd send failed", { reason: reason(error) }),
    });
  }

  /** Waits until the exporter's name resolves: what is sent before that is lost. Tries every second. */
  async reachable(): Promise<void> {
    for (;;) {
      try {
        await lookup(this.target.host);
        return;
      } catch (error) {
        this.log("warn", "statsd host does not resolve yet", { reason: reason(error) });
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  count(metric: Metric, labels: Labels, by: number): void {
    this.client.increment(metric.statsd!, by, 1, labels);
  }

  set(metric: Metric, labels: Labels, value: number): void {
    this.client.gauge(metric.statsd!, rounded(value), 1, labels);
  }

  observe(metric: Metric, labels: Labels, value: number): void {
    if (statsdType(metric) === "ms") this.client.timing(metric.statsd!, rounded(value * 1000), 1, labels);
    else this.client.histogram(metric.statsd!, rounded(value), 1, labels);
  }

  /** Sends what is buffered, then gives up the socket. */
  close(): Promise<void> {
    return new Promise((resolve) => this.client.close(() => resolve()));
  }
}

/** A millionth is precise enough and keeps lines short. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
