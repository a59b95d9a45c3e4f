import { z } from "zod";
import { oneLine, secretUrl, secretValue, standInText, standInUrl } from "./secret-value";
import { host } from "./values";

/** The ways in which people are told of alerts; the types of `signals/delivery/receivers/receivers.ts` are what comes out. */

export const receiverName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, "the name of a receiver: letters, digits, _ and -, at most 40");

const sendResolved = z.boolean().optional().describe("Whether it's told that an alert is over. Default true.");
const apiUrl = z.url({ protocol: /^https?$/, error: "an http:// or https:// URL" }).optional();
const address = /^[^\s@<>,]+@[^\s@<>,]+$/;
const addresses = (text: string) => text.split(",").every((each) => address.test(each.trim()));
const ca = z
  .string()
  .regex(/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/, "certificates in PEM")
  .optional()
  .describe("Certificates in PEM of whoever signed the server's. Default: those that everybody trusts.");
const headerName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, "the name of a header: letters, digits and -");
const headerText = z.string().regex(/^[^\r\n]*$/, "one line");

const email = z.strictObject({
  to: z
    .string()
    .refine(addresses, "an address such as team@shop.example, or several with commas between")
    .describe("One address, or several with commas between. Sent through `smtp`."),
  sendResolved,
});

const slack = z.strictObject({
  url: secretValue(secretUrl, standInUrl).describe("Of an incoming webhook, which is made for one channel."),
  channel: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Of effect only with the webhooks of old custom integrations: an app's webhook has one channel, that it was made for. Default: the webhook's own.",
    ),
  sendResolved,
});

const webhook = z
  .strictObject({
    url: secretValue(secretUrl, standInUrl).describe("Gets Alertmanager's own JSON, version 4."),
    basicAuth: z
      .strictObject({ username: z.string().min(1), password: secretValue() })
      .optional()
      .describe("In place of `bearer`. Default: none."),
    bearer: secretValue().optional().describe("The token of `Authorization: Bearer`."),
    headers: z.record(headerName, headerText).optional().describe("Further headers. Not for secrets."),
    secretHeaders: z.record(headerName, secretValue()).optional().describe("Further headers, each a secret."),
    maxAlerts: z.int().min(0).optional().describe("At most so many alerts in a message; 0 is all. Default 0."),
    ca,
    sendResolved,
  })
  .refine(({ basicAuth, bearer }) => basicAuth === undefined || bearer === undefined, {
    error: "it has basicAuth and bearer; one was expected",
  });

const integrationKey = z
  .string()
  .regex(/^[A-Za-z0-9]{32}$/, "an integration key of a PagerDuty service was expected: 32 letters and digits");

const pagerduty = z.strictObject({
  routingKey: secretValue(integrationKey, "e".repeat(32)).describe("The integration key (Events API v2) of a service."),
  url: apiUrl.describe("In the EU `https://events.eu.pagerduty.com/v2/enqueue`. Default: that of the US."),
  sendResolved,
});

const opsgenie = z.strictObject({
  apiKey: secretValue().describe("Of an API integration."),
  url: apiUrl.describe(
    "In the EU `https://api.eu.opsgenie.com/`. Both end on 5 April 2027; users report that Jira Service Management takes the same at `https://api.atlassian.com/jsm/ops/integration/`. Default: that of the US.",
  ),
  responders: z
    .array(z.strictObject({ type: z.enum(["team", "user", "escalation", "schedule"]), name: z.string().min(1) }))
    .optional()
    .describe("Default: as its own rules say."),
  sendResolved,
});

const botToken = z
  .string()
  .regex(/^\d+:[A-Za-z0-9_-]+$/, "the token of a bot was expected, as BotFather tells it: digits, a colon, letters");
const noChat = "the id of a chat was expected: a whole number, negative for groups; names such as @team aren't ids";

const telegram = z.strictObject({
  botToken: secretValue(botToken, "0:encrypted").describe("As BotFather tells it."),
  chatId: z
    .int(noChat)
    .refine((id) => id !== 0, noChat)
    .describe("Negative for groups."),
  threadId: z.int().min(1).optional().describe("The topic of a forum. Default: none."),
  url: apiUrl.describe("Default `https://api.telegram.org`."),
  sendResolved,
});

const teams = z.strictObject({
  url: secretValue(secretUrl, standInUrl).describe("Of a workflow that posts to a channel."),
  sendResolved,
});

const other = z.strictObject({
  kind: z
    .string()
    .regex(/^[a-z0-9_]+$/, "as in Alertmanager's configuration, without _configs: pushover, sns, webex")
    .describe("As in Alertmanager's configuration, without `_configs`: `pushover`, `sns`, `webex`, `discord`."),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Go into the configuration as they are. Not for secrets. Default: none."),
  secretFiles: z
    .record(z.string().regex(/^[A-Za-z0-9_.-]+$/, "a setting of Alertmanager's"), secretValue())
    .default({})
    .describe("Secrets, by the setting that names the secret's file: `{token_file: ...}`. Default: none."),
  sendResolved,
});

const each = <T extends z.ZodType>(way: T, text: string) => z.array(way).min(1).optional().describe(text);

export const receiver = z
  .strictObject({
    email: each(email, "By mail, through `smtp`."),
    slack: each(slack, "By Slack's incoming webhooks."),
    webhook: each(webhook, "By HTTP."),
    pagerduty: each(pagerduty, "By PagerDuty's Events API."),
    opsgenie: each(opsgenie, "By Opsgenie."),
    telegram: each(telegram, "By a Telegram bot."),
    teams: each(teams, "By a workflow of Microsoft Teams."),
    other: each(other, "By any other of Alertmanager's receivers."),
  })
  .refine((ways) => Object.keys(ways).length > 0, "a way to tell it was expected, such as email or slack");

export const smtp = z
  .strictObject({
    host: host.describe("The server's."),
    port: z.int().min(1).max(65535).default(587).describe("Default 587."),
    from: z
      .string()
      .refine((text) => address.test(/<(.+)>$/.exec(text)?.[1] ?? text), "an address such as alerts@shop.example")
      .describe("The sender's address."),
    tls: z
      .enum(["starttls", "implicit", "none"])
      .default("starttls")
      .describe(
        "`starttls` begins in clear and refuses to go on so, `implicit` is TLS from the first byte (port 465), `none` is for a relay on the same machine. Default `starttls`.",
      ),
    username: z.string().min(1).optional().describe("Default: it asks for none."),
    password: secretValue(oneLine, standInText).optional().describe("Of `username`."),
    hello: host.optional().describe("How Alertmanager introduces itself. Default `localhost`."),
    ca,
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), {
    error: "it has one of username and password; both were expected, or neither",
  })
  .optional()
  .describe("The server that mails go through. Needed by every receiver with `email`. Default: none.");
