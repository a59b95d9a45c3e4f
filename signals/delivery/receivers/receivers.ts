import type { Secret } from "../secret";

/**
 * Who is told of alerts, and how. A receiver may have several ways, and several of one: each gets every message.
 * `receivers/config.ts` makes Alertmanager's configuration of it.
 */
export interface ReceiverSpec {
  readonly email?: readonly EmailSpec[];
  readonly slack?: readonly SlackSpec[];
  readonly webhook?: readonly WebhookSpec[];
  readonly pagerduty?: readonly PagerdutySpec[];
  readonly opsgenie?: readonly OpsgenieSpec[];
  readonly telegram?: readonly TelegramSpec[];
  /** Microsoft Teams, by a workflow's URL. */
  readonly teams?: readonly TeamsSpec[];
  /** Any other of Alertmanager's receivers. */
  readonly other?: readonly OtherSpec[];
}

/** The ways in which a receiver can be told, as its keys name them. */
export const integrations = [
  "email",
  "slack",
  "webhook",
  "pagerduty",
  "opsgenie",
  "telegram",
  "teams",
  "other",
] as const satisfies readonly (keyof ReceiverSpec)[];
export type Integration = (typeof integrations)[number];

interface Way {
  /** Whether it's told that an alert is over. Default true. */
  readonly sendResolved?: boolean;
}

/** Sent through the stack's `smtp`. */
export interface EmailSpec extends Way {
  /** One address, or several with commas between. */
  readonly to: string;
}

export interface SlackSpec extends Way {
  /** The URL of an incoming webhook. */
  readonly url: Secret;
  /**
   * Of effect only with the webhooks of old custom integrations: an app's webhook posts to the channel that it was made
   * for, whatever is asked (Slack's "Sending messages using incoming webhooks"). Default: the webhook's own.
   */
  readonly channel?: string;
}

/** Alertmanager's own JSON, version 4. */
export interface WebhookSpec extends Way {
  readonly url: Secret;
  readonly basicAuth?: { readonly username: string; readonly password: Secret };
  /** The token of `Authorization: Bearer …`. */
  readonly bearer?: Secret;
  /** Further headers; not for secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  /** At most so many alerts in a message; 0 is all. Default 0. */
  readonly maxAlerts?: number;
  /** Certificates in PEM of whoever signed the server's. Default: those that everybody trusts. */
  readonly ca?: string;
}

/** The Events API v2. */
export interface PagerdutySpec extends Way {
  /** The integration key of a service: 32 characters. */
  readonly routingKey: Secret;
  /** Default `https://events.pagerduty.com/v2/enqueue`; in the EU `https://events.eu.pagerduty.com/v2/enqueue`. */
  readonly url?: string;
}

export interface OpsgenieSpec extends Way {
  readonly apiKey: Secret;
  /**
   * Default `https://api.opsgenie.com/`; in the EU `https://api.eu.opsgenie.com/`. Opsgenie isn't sold any more, and both
   * end on 5 April 2027 (Atlassian). Users report that its successor, Jira Service Management, takes the same at
   * `https://api.atlassian.com/jsm/ops/integration/` (prometheus/alertmanager#3949).
   */
  readonly url?: string;
  /** Default: as its own rules say. */
  readonly responders?: readonly {
    readonly type: "team" | "user" | "escalation" | "schedule";
    readonly name: string;
  }[];
}

export interface TelegramSpec extends Way {
  readonly botToken: Secret;
  /** Negative for groups. */
  readonly chatId: number;
  /** The topic of a forum. Default: none. */
  readonly threadId?: number;
  /** Default `https://api.telegram.org`. */
  readonly url?: string;
}

export interface TeamsSpec extends Way {
  readonly url: Secret;
}

export interface OtherSpec extends Way {
  /** As in Alertmanager's configuration, without `_configs`: `pushover`, `sns`, `webex`, `discord`. */
  readonly kind: string;
  /** Goes into the configuration as it is. Not for secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** By the setting that names the secret's file: `{token_file: …}`. */
  readonly secretFiles: Readonly<Record<string, Secret>>;
}

/** The server that mails go through. */
export interface SmtpSpec {
  readonly host: string;
  /** Default 587. */
  readonly port: number;
  readonly from: string;
  /**
   * `starttls` begins in clear and refuses to go on so, `implicit` is TLS from the first byte (port 465), `none` is for
   * a relay on the same machine. Default `starttls`.
   */
  readonly tls: "starttls" | "implicit" | "none";
  readonly username?: string;
  readonly password?: Secret;
  /** How Alertmanager introduces itself. Default `localhost`. */
  readonly hello?: string;
  /** Certificates in PEM of whoever signed the server's. Default: those that everybody trusts. */
  readonly ca?: string;
}
