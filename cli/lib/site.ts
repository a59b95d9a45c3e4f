import type { AlertmanagerGroup } from "./alertmanager-group";
import type { PrometheusApi } from "./prometheus-api";
import type { Headers } from "./web-login";

/** What a question found: what is well, what isn't, what is worth knowing. */
export interface Finding {
  readonly found: string;
  /** What isn't as it should be; empty when all is well. */
  readonly faults: readonly string[];
  /** Worth knowing, but not wrong. */
  readonly warnings?: readonly string[];
}

/** Who is asked over HTTP, besides Prometheus. */
export type Asked = "alertmanager" | "grafana" | "viewer";

/** Where a stack runs, as far as asking it differs by that. */
export interface Site {
  /** Whether everything runs: the name of the question, and the question. */
  readonly running: readonly [name: string, ask: () => Promise<Finding>];
  /** What Prometheus and Alertmanager are asked with. Undefined: their password isn't known here. */
  readonly headers: Headers | undefined;
  /** Every Prometheus of the stack; its name where there are several. */
  prometheuses(): Promise<readonly { readonly name?: string; readonly api: PrometheusApi }[]>;
  /** Every Alertmanager of the stack. */
  alertmanagers(): Promise<AlertmanagerGroup>;
  /** Where its Alertmanager answers, its Grafana, or what stands in for that. */
  url(role: Asked): Promise<string>;
  /** The largest buffer that the statsd exporter's kernel gives a socket. */
  statsdBuffer(): Promise<Finding>;
  /** Ends whatever was started for the questions. */
  end(): void;
}
