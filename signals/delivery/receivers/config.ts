import type { Delivery } from "../delivery";
import { chatConfigs } from "./config-chat";
import { emailConfigs, smtpGlobals } from "./config-email";
import { otherConfigs, webhookConfig, webhookConfigs } from "./config-http";
import { pagingConfigs } from "./config-paging";
import { ReceiverParts } from "./config-parts";
import type { ReceiverSpec } from "./receivers";
import type { SecretFile } from "../secret";

/** The receiver that tells nobody. */
export const nobodyReceiver = "nobody";
/** The receiver that posts to `webhookUrl`. */
export const webhookReceiver = "webhook";
/** The receiver that Watchdog goes to. */
export const heartbeatReceiver = "heartbeat";
/** Names that no receiver of a user's may have. */
export const reservedReceivers: readonly string[] = [heartbeatReceiver, nobodyReceiver, webhookReceiver];

export interface ReceiverConfigs {
  /** Alertmanager's `global`: how mail is sent. */
  readonly global: object;
  /** Alertmanager's `receivers`: `nobody` first, then `webhook` and `heartbeat` if there are, then the user's by name. */
  readonly receivers: readonly object[];
  readonly secrets: readonly SecretFile[];
  /** Where Alertmanager must be let: ports outside of the stack, each once. */
  readonly outside: readonly { readonly port: number; readonly why: string }[];
}

/**
 * Who is told of alerts, as Alertmanager has it: no secret is in it, each is a file below `secretsPath`. The same for the
 * same delivery, whatever the order of its names.
 */
export function receiverConfigs(delivery: Delivery, secretsPath: string): ReceiverConfigs {
  const parts = new ReceiverParts(secretsPath);
  const receivers = [
    { name: nobodyReceiver },
    ...ownReceivers(delivery, parts),
    ...Object.keys(delivery.receivers)
      .sort()
      .map((name) => receiver(name, delivery.receivers[name]!, parts)),
  ];
  const mails = Object.values(delivery.receivers).some(({ email }) => email !== undefined && email.length > 0);
  const global = mails && delivery.smtp ? smtpGlobals(delivery.smtp, parts) : {};
  return { global, receivers, secrets: parts.secrets, outside: parts.outside };
}

function ownReceivers({ webhookUrl, heartbeat }: Delivery, parts: ReceiverParts): object[] {
  const webhook = webhookUrl && {
    ...webhookConfig(parts.file("webhook-url", webhookUrl)),
    send_resolved: true,
  };
  if (webhookUrl) parts.reachSecret(webhookUrl, "the webhook for alerts");
  // It's the beat that counts, not what it says: a service that hears nothing more tells people.
  const beat = heartbeat && {
    ...webhookConfig(parts.file("heartbeat.url", heartbeat.url)),
    send_resolved: false,
    max_alerts: 1,
  };
  if (heartbeat) parts.reachSecret(heartbeat.url, "the heartbeat");
  return [
    ...(webhook ? [{ name: webhookReceiver, webhook_configs: [webhook] }] : []),
    ...(beat ? [{ name: heartbeatReceiver, webhook_configs: [beat] }] : []),
  ];
}

function receiver(name: string, spec: ReceiverSpec, parts: ReceiverParts): object {
  return {
    name,
    ...emailConfigs(spec),
    ...chatConfigs(name, spec, parts),
    ...pagingConfigs(name, spec, parts),
    ...webhookConfigs(name, spec, parts),
    ...otherConfigs(name, spec, parts),
  };
}
