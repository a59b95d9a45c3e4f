/** What the viewer's server must be told; `main.ts` reads it from the environment. */
export interface ServerOptions {
  /** Of the user `admin`. Asked for with every request: another answer than before ends every session. */
  readonly password: () => string;
  /** Signs sessions; kept over restarts, so that nobody is logged out by one. */
  readonly secretKey: string;
  /** `http://prometheus:9090`: the one host that is ever asked. */
  readonly prometheusUrl: string;
  /** What that host asks for; the password is asked for with every request. @default - it asks for nothing */
  readonly prometheusLogin?: { readonly user: string; readonly password: () => string };
  /** As a person opens it. */
  readonly rootUrl: string;
  /**
   * Only something that tells whom it asks for (X-Forwarded-For) reaches it. Failed logins are slowed by address: all
   * would have one. @default - false
   */
  readonly behindProxy?: boolean;
  /** The folder of the dashboards' JSON, `<uid>.json`. */
  readonly dashboards: string;
  /** The folder of the built page. */
  readonly assets: string;
  readonly scrapeIntervalSeconds: number;
  /** Milliseconds since 1970. @default - the clock; tests turn it */
  readonly now?: () => number;
  /** Seconds that Prometheus has for an answer. @default - 60 */
  readonly answerSeconds?: number;
  /** @default - nobody is told */
  readonly log?: (line: string) => void;
}

/** Only this user: whoever needs more needs Grafana. */
export const adminUser = "admin";
