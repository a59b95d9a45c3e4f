import { describe, expect, it } from "vitest";
import { discordPath, startDiscord } from "../lib/delivery/discord";
import type { HttpReceiver } from "../lib/delivery/http-receiver";
import { startOpsgenie } from "../lib/delivery/opsgenie";
import { pagerdutyPath, startPagerduty } from "../lib/delivery/pagerduty";
import { slackPath, startSlack } from "../lib/delivery/slack";
import { cardBytes, largestCard, startTeams, teamsPath } from "../lib/delivery/teams";
import { startWebhook } from "../lib/delivery/webhook";

/** A text that Alertmanager has cut to so many characters. */
const cutTo = (characters: number) => `${"x".repeat(characters - 1)}…`;

/** What a pretended server finds wrong with a message. */
async function faultsOf(start: () => Promise<HttpReceiver>, path: string, body: object, headers = {}) {
  const receiver = await start();
  try {
    await post(receiver, path, body, headers);
    return receiver.faults;
  } finally {
    await receiver.close();
  }
}

function post(receiver: HttpReceiver, path: string, body: object, headers = {}): Promise<Response> {
  const type = { "Content-Type": "application/json" };
  return fetch(receiver.url("127.0.0.1", path), {
    method: "POST",
    headers: { ...type, ...headers },
    body: JSON.stringify(body),
  });
}

const key = "0123456789abcdef0123456789abcdef";
const payload = { summary: "s", source: "s", severity: "error" };
const event = { routing_key: key, event_action: "trigger", dedup_key: "d", payload };
const pagerduty = (change: object) => faultsOf(startPagerduty, pagerdutyPath, { ...event, ...change });

describe("PagerDuty as it is pretended", () => {
  it.each([
    ["a link without a text", { links: [{ href: "https://a.example" }] }],
    ["an end without a payload", { event_action: "resolve", payload: undefined }],
    ["details with an error of their own", { payload: { ...payload, custom_details: { error: "disk full" } } }],
  ])("takes %s", async (_, change) => {
    expect(await pagerduty(change)).toEqual([]);
  });

  it.each([
    ["no payload", { payload: undefined }, "pagerduty: payload: is missing"],
    ["a summary that was cut", { payload: { ...payload, summary: cutTo(1024) } }, "was cut to 1024"],
    [
      "details that were taken out",
      { payload: { ...payload, custom_details: { error: "Custom details have been removed because of their size" } } },
      "were too large for Alertmanager",
    ],
  ])("refuses %s", async (_, change, fault) => {
    expect(await pagerduty(change)).toEqual([expect.stringContaining(fault)]);
  });
});

describe("Slack as it is pretended", () => {
  const slack = (change: object) =>
    faultsOf(startSlack, slackPath, {
      attachments: [{ fallback: "f", title: "t", text: "t", color: "good", ...change }],
    });

  it("takes a message, and refuses a title that was cut or is too long, and what isn't formatted ever", async () => {
    expect(await slack({ mrkdwn_in: ["text"] })).toEqual([]);
    expect(await slack({ title: cutTo(1024) })).toEqual([expect.stringContaining("was cut to 1024")]);
    expect(await slack({ title: "x".repeat(1025) })).toEqual([expect.stringContaining("at most 1024")]);
    expect(await slack({ mrkdwn_in: ["fallback"] })).toHaveLength(1);
  });

  it("answers as documented that it's too much", async () => {
    const receiver = await startSlack();
    await receiver.fail({ status: 429, retryAfterSeconds: 7 });
    const response = await post(receiver, slackPath, {});
    expect(response.headers.get("Retry-After")).toBe("7");
    expect(await response.json()).toEqual({ retry_after: 7, ok: false, error: "rate_limited" });
    await receiver.close();
  });
});

describe("Opsgenie as it is pretended", () => {
  const alert = { message: "m", alias: "a", description: "d", details: {}, source: "s", priority: "P1" };
  const opsgenie = (change: object) =>
    faultsOf(() => startOpsgenie(key), "/v2/alerts", { ...alert, ...change }, { Authorization: `GenieKey ${key}` });

  it("takes a message that was cut, and no description that was", async () => {
    expect(await opsgenie({ message: cutTo(130) })).toEqual([]);
    expect(await opsgenie({ description: cutTo(15_000) })).toEqual([expect.stringContaining("was cut to 15000")]);
  });
});

describe("Discord as it is pretended", () => {
  const discord = (...embeds: readonly (readonly [title: string, description: string])[]) =>
    faultsOf(startDiscord, discordPath, {
      content: "",
      embeds: embeds.map(([title, description]) => ({ title, description, color: 1 })),
    });

  it("takes 6000 characters in all embeds, and none that was cut", async () => {
    expect(await discord(["t", "x".repeat(2999)], ["t", "x".repeat(2999)])).toEqual([]);
    expect(await discord(["t", "x".repeat(2999)], ["t", "x".repeat(3000)])).toEqual([
      "discord: embeds: have more than 6000 characters together",
    ]);
    expect(await discord(["t", cutTo(4096)])).toEqual([expect.stringContaining("was cut to 4096")]);
  });
});

describe("Teams as it is pretended", () => {
  const content = (text: string) => ({
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.2",
    body: [{ type: "TextBlock", text }],
  });
  const teams = (text: string) =>
    faultsOf(startTeams, teamsPath, {
      type: "message",
      attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: content(text) }],
    });

  it("counts a card as Teams keeps it", async () => {
    const room = (largestCard - cardBytes(content(""))) / 2;
    expect(await teams("x".repeat(room))).toEqual([]);
    expect(await teams("x".repeat(room + 1))).toEqual([
      `teams: ${largestCard + 2} bytes, and at most ${largestCard} are shown`,
    ]);
    // A quotation mark is \" in the card, and \\\" in the text that the card is.
    expect(cardBytes('"')).toBe(cardBytes("x") + 3 * 2);
  });
});

describe("a webhook as it is pretended", () => {
  const alert = {
    ...{ status: "firing", labels: {}, annotations: {}, generatorURL: "", fingerprint: "0123456789abcdef" },
    ...{ startsAt: "2026-01-01T00:00:00Z", endsAt: "0001-01-01T00:00:00Z" },
  };
  const message = {
    ...{ version: "4", groupKey: "{}", truncatedAlerts: 0, status: "firing", receiver: "r", alerts: [alert] },
    ...{ groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: "http://alerts.example" },
  };

  it("takes a reason, or none", async () => {
    const faults = (change: object) => faultsOf(() => startWebhook({ path: "/" }), "/", { ...message, ...change });
    expect(await faults({})).toEqual([]);
    expect(await faults({ notification_reason: "new alerts" })).toEqual([]);
    expect(await faults({ notification_reason: 1 })).toHaveLength(1);
  });
});
