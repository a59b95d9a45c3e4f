import type { ReceiverSpec, SmtpSpec } from "./receivers/receivers";
import { defaultLevels, type RoutingSpec } from "./routes/routing";
import type { Secret, SecretFile } from "./secret";

/** How alerts reach people: all that Alertmanager is told. */
export interface Delivery {
  /** By name. */
  readonly receivers: Readonly<Record<string, ReceiverSpec>>;
  /** Needed by every receiver with `email`. */
  readonly smtp?: SmtpSpec;
  readonly routing: RoutingSpec;
  /** Every alert is posted here as well, whatever the routes say. */
  readonly webhookUrl?: Secret;
  /** A service outside that tells people when it hears nothing more. */
  readonly heartbeat?: HeartbeatSpec;
  /** Templates of one's own: file name to text. They may replace those of Sightline by defining the same names. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface HeartbeatSpec {
  readonly url: Secret;
  /** Seconds between beats. Default 60. */
  readonly intervalSeconds: number;
}

/** Nobody is told. */
export const noDelivery: Delivery = {
  receivers: {},
  routing: { receivers: [], routes: [], levels: defaultLevels, timeIntervals: {} },
  templates: {},
};

/** What Alertmanager is deployed with. */
export interface AlertmanagerFiles {
  /**
   * `alertmanager.yml`, without a secret.
   *
   * @param templates the folder in which it finds `templates`
   */
  readonly config: (templates: string) => string;
  /** File name to text. */
  readonly templates: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretFile[];
  /** Where it must be let: ports outside of the stack. */
  readonly outside: readonly { readonly port: number; readonly why: string }[];
}
