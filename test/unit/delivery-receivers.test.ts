import { describe, expect, it } from "vitest";
import { noDelivery, type Delivery } from "../../signals/delivery/delivery";
import { receiverConfigs } from "../../signals/delivery/receivers/config";
import { receiverFaults } from "../../signals/delivery/receivers/faults";
import type { OtherSpec, ReceiverSpec, SmtpSpec, WebhookSpec } from "../../signals/delivery/receivers/receivers";
import { toYaml } from "../../signals/yaml";
import { canary, certificate, everyDelivery, everyWay } from "../lib/delivery-samples";

const made = receiverConfigs(everyDelivery, "/run/secrets");
const named = (name: string, delivery: Delivery = everyDelivery) =>
  receiverConfigs(delivery, "/run/secrets").receivers.find((one) => (one as { name: string }).name === name) as Record<
    string,
    Record<string, unknown>[]
  >;

describe("Alertmanager's receivers", () => {
  it("have every secret as a file, and none in them", () => {
    const text = toYaml({ global: made.global, receivers: made.receivers });
    expect(text).not.toContain(canary);
    expect(text).not.toContain("0123456789abcdef0123456789abcdef");
    for (const { path } of made.secrets) expect(text.split(`/run/secrets/${path}\n`)).toHaveLength(2);
    expect(made.secrets.map(({ path }) => path)).toEqual([
      "chat.slack.0.url",
      "heartbeat.url",
      "on-call.opsgenie.0.apiKey",
      "on-call.other.0.token_file",
      "on-call.other.0.user_key_file",
      "on-call.other.1.http_config.authorization.credentials_file",
      "on-call.other.2.webhook_url_file",
      "on-call.pagerduty.0.routingKey",
      "on-call.slack.0.url",
      "on-call.slack.1.url",
      "on-call.teams.0.url",
      "on-call.telegram.0.botToken",
      "on-call.webhook.0.basicAuth.password",
      "on-call.webhook.0.secretHeaders.X-Token",
      "on-call.webhook.0.url",
      "on-call.webhook.1.bearer",
      "on-call.webhook.1.url",
      "smtp.password",
      "webhook-url",
    ]);
    for (const { path } of made.secrets) expect(path).toMatch(/^[-\w.]+$/);
  });

  it("are Sightline's own, then the user's by name, whatever their order", () => {
    const names = made.receivers.map((one) => (one as { name: string }).name);
    expect(names).toEqual(["nobody", "webhook", "heartbeat", "chat", "on-call"]);
    const { chat, "on-call": onCall } = everyDelivery.receivers;
    const turned = { ...everyDelivery, receivers: { chat: chat!, "on-call": onCall! } };
    expect(receiverConfigs(turned, "/run/secrets")).toEqual(made);
  });

  it("tell that an alert is over unless told not to; a heartbeat never does", () => {
    expect(named("on-call")["slack_configs"]!.map((one) => one["send_resolved"])).toEqual([true, false]);
    expect(named("on-call")["email_configs"]![0]!["send_resolved"]).toBe(true);
    expect(named("heartbeat")["webhook_configs"]![0]).toMatchObject({ send_resolved: false, max_alerts: 1 });
  });

  it("have the settings of a way in places of Alertmanager's", () => {
    expect(named("on-call")["slack_configs"]!.map((one) => one["channel"])).toEqual(["#alerts", undefined]);
    const [telegram] = named("on-call")["telegram_configs"]!;
    expect(telegram).toMatchObject({
      chat_id: -1001234567890,
      message_thread_id: 7,
      parse_mode: "HTML",
      api_url: "http://telegram.example:8081",
    });
    expect(named("on-call")["webhook_configs"]![0]!["http_config"]).toEqual({
      basic_auth: { username: "sightline", password_file: "/run/secrets/on-call.webhook.0.basicAuth.password" },
      http_headers: {
        "X-Tenant": { values: ["shop"] },
        "X-Token": { files: ["/run/secrets/on-call.webhook.0.secretHeaders.X-Token"] },
      },
    });
    expect(named("on-call")["opsgenie_configs"]![0]!["responders"]).toEqual([
      { type: "team", name: "ops" },
      { type: "user", username: "on-call@example.org" },
    ]);
    expect(named("on-call")["webex_configs"]![0]!["http_config"]).toEqual({
      follow_redirects: false,
      authorization: {
        credentials_file: "/run/secrets/on-call.other.1.http_config.authorization.credentials_file",
      },
    });
    // What the user gave is left as it was.
    expect(everyWay.other![1]!.settings).toEqual({ room_id: "room", http_config: { follow_redirects: false } });
  });

  it("say which ports they go to, each once", () => {
    expect(made.outside.map(({ port }) => port)).toEqual([443, 587, 8080, 8081, 8443]);
    expect(made.outside.find(({ port }) => port === 8443)!.why).toBe("on-call (webhook)");
    expect(JSON.stringify(made.outside)).not.toContain(canary);
    expect(receiverConfigs(noDelivery, "/s")).toEqual({
      global: {},
      receivers: [{ name: "nobody" }],
      secrets: [],
      outside: [],
    });
  });
});

describe("the mail server", () => {
  const smtp = (change: Partial<SmtpSpec>) =>
    receiverConfigs({ ...everyDelivery, smtp: { ...everyDelivery.smtp!, ...change } }, "/s").global;

  it.each([
    ["starttls", true, false],
    ["implicit", true, true],
    ["none", false, false],
  ] as const)("with %s", (tls, required, implicit) => {
    expect(smtp({ tls })).toMatchObject({ smtp_require_tls: required, smtp_force_implicit_tls: implicit });
  });

  it("is asked for only when there are mails", () => {
    expect(receiverConfigs({ ...everyDelivery, receivers: {} }, "/s")).toMatchObject({ global: {} });
    expect(receiverConfigs({ ...everyDelivery, receivers: {} }, "/s").secrets.map(({ path }) => path)).toEqual([
      "heartbeat.url",
      "webhook-url",
    ]);
  });

  it("has its certificate in the configuration, and brackets about an IPv6 address", () => {
    expect(smtp({ ca: certificate, host: "::1" })).toMatchObject({
      smtp_tls_config: { ca: certificate },
      smtp_smarthost: "[::1]:587",
      smtp_auth_password_file: "/s/smtp.password",
    });
  });
});

describe("what is wrong with a receiver", () => {
  const url = { value: "https://hooks.example.org/x" };
  const faults = (spec: ReceiverSpec, name = "on-call") =>
    receiverFaults({ ...noDelivery, smtp: everyDelivery.smtp, receivers: { [name]: spec } });
  const webhook = (way: Partial<WebhookSpec>) => faults({ webhook: [{ url, ...way }] });
  const other = (way: Partial<OtherSpec>) =>
    faults({ other: [{ kind: "pushover", settings: {}, secretFiles: {}, ...way }] });
  const at = "sightline:receivers.on-call";

  it("is nothing when all is right", () => {
    expect(receiverFaults(everyDelivery)).toEqual([]);
    expect(webhook({ ca: certificate })).toEqual([]);
  });

  it.each<[string, string[], string[]]>([
    [
      "no way",
      faults({}),
      [
        `${at}: it has no way to tell anybody; give it one of email, slack, webhook, pagerduty, opsgenie, telegram, teams, other`,
      ],
    ],
    ["an empty list", faults({ slack: [] }), [`${at}: it has no way`]],
    [
      "a taken name",
      faults({ slack: [{ url }] }, "nobody"),
      ['sightline:receivers.nobody: the name "nobody" is taken'],
    ],
    ["the heartbeat's name", faults({ slack: [{ url }] }, "heartbeat"), ['the name "heartbeat" is taken']],
    [
      "a name with a dot",
      faults({ slack: [{ url }] }, "on.call"),
      ["sightline:receivers.on.call: a receiver's name has"],
    ],
    ["an empty name", faults({ slack: [{ url }] }, ""), ["a receiver's name has"]],
    ["no address", faults({ email: [{ to: " " }] }), [`${at}.email.0.to: it's empty`]],
    [
      "half an address",
      faults({ email: [{ to: "a@example.org, ops" }] }),
      [`${at}.email.0.to: "ops" is not a mail address`],
    ],
    [
      "an URL without a scheme",
      faults({ slack: [{ url: { value: "hooks.slack.com/s3cret" } }] }),
      [`${at}.slack.0.url: its value (which is not shown) is not an URL`],
    ],
    [
      "an URL of another kind",
      faults({ teams: [{ url: { value: "file:///etc/s3cret" } }] }),
      [`${at}.teams.0.url: its value`],
    ],
    ["an URL with a space", webhook({ url: { value: "https://a b/s3cret" } }), [`${at}.webhook.0.url: its value`]],
    ["an empty secret", faults({ slack: [{ url: { value: "" } }] }), [`${at}.slack.0.url: it's empty`]],
    [
      "a short key",
      faults({ pagerduty: [{ routingKey: { value: "s3cret" } }] }),
      [
        `${at}.pagerduty.0.routingKey: an integration key of the Events API v2 has 32 letters and digits, and this one has 6 characters`,
      ],
    ],
    [
      "a chat id that is text",
      faults({ telegram: [{ botToken: url, chatId: "@ops" as unknown as number }] }),
      [`${at}.telegram.0.chatId: "@ops" is not a chat's id`],
    ],
    ["half a chat id", faults({ telegram: [{ botToken: url, chatId: 1.5 }] }), [`${at}.telegram.0.chatId: 1.5 is`]],
    [
      "an API that isn't one",
      faults({ opsgenie: [{ apiKey: url, url: "eu" }] }),
      [`${at}.opsgenie.0.url: "eu" is not an URL`],
    ],
    [
      "two authorizations",
      webhook({ bearer: url, basicAuth: { username: "a", password: url } }),
      [`${at}.webhook.0: it has both`],
    ],
    [
      "a header of Alertmanager's",
      webhook({ headers: { "Content-Type": "x" } }),
      [`${at}.webhook.0.headers.Content-Type: Alertmanager sets`],
    ],
    [
      "an Authorization header",
      webhook({ secretHeaders: { authorization: url } }),
      [`${at}.webhook.0.secretHeaders.authorization: use basicAuth or bearer`],
    ],
    [
      "a header given twice",
      webhook({ headers: { "X-A": "1" }, secretHeaders: { "x-a": url } }),
      [`${at}.webhook.0.secretHeaders.x-a: this header is given twice`],
    ],
    [
      "a header that can't be",
      webhook({ headers: { "X A": "1" } }),
      [`${at}.webhook.0.headers.X A: a header's name has`],
    ],
    [
      "a header that is a secret",
      webhook({ headers: { "X-Api-Key": "s3cret", "x-tenant": "shop" } }),
      [
        `${at}.webhook.0.headers.X-Api-Key: a secret must not stand here; give it as ${at}.webhook.0.secretHeaders.X-Api-Key`,
      ],
    ],
    ["a number below 0", webhook({ maxAlerts: -1 }), [`${at}.webhook.0.maxAlerts: -1 is not a whole number from 0 on`]],
    ["a private key", webhook({ ca: "-----BEGIN PRIVATE KEY-----" }), [`${at}.webhook.0.ca: it has a private key`]],
    ["no certificate", webhook({ ca: "ca.pem" }), [`${at}.webhook.0.ca: it has no certificate in PEM`]],
    [
      "an unknown kind",
      other({ kind: "pushovr" }),
      [`${at}.other.0.kind: Alertmanager has no receiver "pushovr"; did you mean "pushover"?`],
    ],
    [
      "a kind with a key",
      other({ kind: "msteamsv2" }),
      [`${at}.other.0.kind: "msteamsv2" has a key of its own: write it as ${at}.teams`],
    ],
    [
      "a secret in the settings",
      other({ settings: { token: "s3cret" } }),
      [`${at}.other.0.settings.token: a secret must not stand here; give it as secretFiles.token_file`],
    ],
    [
      "a secret deep in them",
      other({ settings: { http_config: { basic_auth: { username: "a", password: "s3cret" } } } }),
      ["give it as secretFiles.http_config.basic_auth.password_file"],
    ],
    [
      "a secret without a file",
      other({ kind: "sns", settings: { sigv4: { secret_key: "s3cret" } } }),
      [`${at}.other.0.settings.sigv4.secret_key: Alertmanager can't read this from a file`],
    ],
    [
      "an unknown file",
      other({ secretFiles: { tokn_file: url } }),
      [
        `${at}.other.0.secretFiles.tokn_file: no setting of that name reads a secret from a file; did you mean "token_file"?`,
      ],
    ],
  ])("%s", (_what, found, expected) => {
    expect(found).toHaveLength(expected.length);
    expected.forEach((part, i) => expect(found[i]).toContain(part));
    expect(found.join()).not.toContain("s3cret");
  });

  it.each<[string, Partial<SmtpSpec>, string]>([
    ["a username alone", { password: undefined }, "sightline:smtp.password: it's missing, though there is a username"],
    ["a password alone", { username: undefined }, "sightline:smtp.username: it's missing, though there is a password"],
    [
      "a password in clear",
      { tls: "none" },
      "sightline:smtp.tls: without TLS the password would go to mail.example.org in clear",
    ],
    [
      "a host with a port",
      { host: "mail.example.org:25" },
      'sightline:smtp.host: "mail.example.org:25" is not the name',
    ],
    ["no host", { host: "" }, 'sightline:smtp.host: "" is not'],
    ["a port that isn't one", { port: 70_000 }, "sightline:smtp.port: 70000 is not a whole number from 1 to 65535"],
    ["two senders", { from: "a@b.org, c@d.org" }, "is more than one address"],
    ["an unknown way", { tls: "startls" as "none" }, 'none of starttls, implicit, none; did you mean "starttls"?'],
  ])("of the mail server: %s", (_what, change, expected) => {
    const found = receiverFaults({ ...everyDelivery, smtp: { ...everyDelivery.smtp!, ...change } });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it("is mail without a server", () => {
    expect(receiverFaults({ ...everyDelivery, smtp: undefined })).toEqual([
      "sightline:receivers.on-call.email: there is no mail server to send through; give sightline:smtp",
    ]);
  });

  it("is told all at once, and of Sightline's own ways too", () => {
    const bad = { value: "s3cret" };
    const found = receiverFaults({
      ...noDelivery,
      receivers: { a: {}, b: { slack: [{ url: bad }] } },
      webhookUrl: bad,
      heartbeat: { url: bad, intervalSeconds: 60 },
    });
    expect(found.map((fault) => fault.split(": ")[0])).toEqual([
      "sightline:receivers.a",
      "sightline:receivers.b.slack.0.url",
      "sightline:alertWebhookUrl",
      "sightline:heartbeat.url",
    ]);
    expect(found.join()).not.toContain("s3cret");
  });
});
