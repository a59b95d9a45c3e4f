import { hostAddress } from "../stack";
import type { ReceiverSpec, SmtpSpec } from "../../../signals/delivery/receivers/receivers";
import { selfMade } from "./certificates";
import { discordPath, startDiscord } from "./discord";
import type { FakeReceiver } from "./fake";
import { startOpsgenie } from "./opsgenie";
import { pagerdutyPath, startPagerduty } from "./pagerduty";
import { slackPath, startSlack } from "./slack";
import { SmtpReceiver } from "./smtp";
import { startTeams, teamsPath } from "./teams";
import { startTelegram } from "./telegram";
import { basicAuthorization, startWebhook } from "./webhook";

/** The kinds of receivers, each with one that is real enough here. `other` is Discord. */
export const kinds = ["email", "slack", "webhook", "pagerduty", "opsgenie", "telegram", "teams", "other"] as const;
export type Kind = (typeof kinds)[number];

/** One of each kind, and how Alertmanager is told of them. */
export interface People {
  readonly fakes: Readonly<Record<Kind, FakeReceiver>>;
  readonly specs: Readonly<Record<Kind, ReceiverSpec>>;
  readonly smtp: SmtpSpec;
  close(): Promise<void>;
}

const chatId = -1001234567890;
const botToken = "123456789:AAEhBOweik9ai6ooX_no-real-one";
const routingKey = "0123456789abcdef0123456789abcdef";
const apiKey = "9ad6f3c5-2b7e-4d0f-8a39-5f1c0c8d7e61";
const login = { username: "alerts@sightline.example", password: "mail password, not a real one" };
const basic = { username: "sightline", password: "webhook password, not a real one" };

export async function startPeople(): Promise<People> {
  const host = hostAddress();
  const { ca, ...certificate } = await selfMade(host);
  const email = await SmtpReceiver.start({ certificate, tls: "starttls", ...login });
  const slack = await startSlack();
  const headers = { authorization: basicAuthorization(basic.username, basic.password), "x-token": "a token" };
  const webhook = await startWebhook({ path: "/alerts", headers, certificate });
  const pagerduty = await startPagerduty();
  const opsgenie = await startOpsgenie(apiKey);
  const telegram = await startTelegram(botToken, chatId);
  const teams = await startTeams();
  const other = await startDiscord();
  const fakes = { email, slack, webhook, pagerduty, opsgenie, telegram, teams, other };
  const specs: Record<Kind, ReceiverSpec> = {
    email: { email: [{ to: "team@sightline.example" }] },
    slack: { slack: [{ url: { value: slack.url(host, slackPath) } }] },
    webhook: {
      webhook: [
        {
          url: { value: webhook.url(host, "/alerts") },
          basicAuth: { username: basic.username, password: { value: basic.password } },
          secretHeaders: { "X-Token": { value: headers["x-token"] } },
          ca,
        },
      ],
    },
    pagerduty: { pagerduty: [{ routingKey: { value: routingKey }, url: pagerduty.url(host, pagerdutyPath) }] },
    opsgenie: { opsgenie: [{ apiKey: { value: apiKey }, url: opsgenie.url(host) }] },
    telegram: {
      telegram: [{ botToken: { value: botToken }, chatId, url: telegram.url(host, "") }],
    },
    teams: { teams: [{ url: { value: teams.url(host, teamsPath) } }] },
    other: {
      other: [
        { kind: "discord", settings: {}, secretFiles: { webhook_url_file: { value: other.url(host, discordPath) } } },
      ],
    },
  };
  return {
    fakes,
    specs,
    smtp: smtpOf(host, email.port, ca),
    close: async () => void (await Promise.all(Object.values(fakes).map((fake) => fake.close()))),
  };
}

function smtpOf(host: string, port: number, ca: string): SmtpSpec {
  const { username, password } = login;
  return { host, port, from: username, tls: "starttls", username, password: { value: password }, ca };
}
