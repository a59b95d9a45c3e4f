import { noDelivery, type Delivery } from "../../signals/delivery/delivery";
import type { ReceiverSpec } from "../../signals/delivery/receivers/receivers";

/** Stands in every secret of `everyWay`; nothing that is rendered may have it. */
export const canary = "canary-7d1f";
const url = { value: `https://hooks.example.org/${canary}` };
const word = { value: canary };

export const certificate = ["-----BEGIN CERTIFICATE-----", "MIIB", "-----END CERTIFICATE-----", ""].join("\n");

/** Each way of being told, with all that it can be given. */
export const everyWay: ReceiverSpec = {
  email: [{ to: "On call <on-call@example.org>, ops@example.org" }],
  slack: [
    { url, channel: "#alerts" },
    { url, sendResolved: false },
  ],
  webhook: [
    {
      url: { value: `https://hooks.example.org:8443/${canary}` },
      basicAuth: { username: "sightline", password: word },
      headers: { "X-Tenant": "shop" },
      secretHeaders: { "X-Token": word },
      maxAlerts: 50,
    },
    { url: { kubernetesSecret: { name: "hooks", key: "url" } }, bearer: word },
  ],
  pagerduty: [{ routingKey: { value: "0123456789abcdef0123456789abcdef" } }],
  opsgenie: [
    {
      apiKey: word,
      url: "https://api.eu.opsgenie.com/",
      responders: [
        { type: "team", name: "ops" },
        { type: "user", name: "on-call@example.org" },
      ],
    },
  ],
  telegram: [{ botToken: word, chatId: -1001234567890, threadId: 7, url: "http://telegram.example:8081" }],
  teams: [{ url }],
  other: [
    { kind: "pushover", settings: { sound: "siren" }, secretFiles: { token_file: word, user_key_file: word } },
    {
      kind: "webex",
      settings: { room_id: "room", http_config: { follow_redirects: false } },
      secretFiles: { "http_config.authorization.credentials_file": word },
    },
    { kind: "discord", settings: {}, secretFiles: { webhook_url_file: url } },
  ],
};

/** Everything that can be delivered to, at once. */
export const everyDelivery: Delivery = {
  ...noDelivery,
  receivers: { "on-call": everyWay, chat: { slack: [{ url }] } },
  smtp: {
    host: "mail.example.org",
    port: 587,
    from: "Sightline <alerts@example.org>",
    tls: "starttls",
    username: "alerts",
    password: word,
  },
  webhookUrl: { value: `http://sink.example:8080/${canary}` },
  heartbeat: { url, intervalSeconds: 60 },
};
