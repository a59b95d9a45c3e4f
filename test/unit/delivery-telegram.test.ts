import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpReceiver } from "../lib/delivery/http-receiver";
import { startTelegram } from "../lib/delivery/telegram";
import { parseEntities } from "../lib/delivery/telegram-entities";

describe("Telegram's HTML", () => {
  it.each([
    ["https://grafana.example/d/1", true],
    ["grafana.example", true],
    ["http://10.0.0.1:3000/", true],
    ["http://[::1]:3000/", true],
    ["tg://user?id=1", true],
    ["http://localhost:3000/d/1?from=now.1h", false],
    ["http://a.user@localhost/", false],
    ["http://grafana", false],
    ["ftp://files.example/", false],
  ])("has a link to %s: %s", (url, shown) => {
    const parsed = parseEntities(`<a href="${url}">Panel</a>`);
    expect(parsed).toEqual({ text: "Panel", links: shown ? [url] : [], hidden: shown ? [] : [url] });
  });

  it.each([
    ["<b>a<i>b</></>", undefined],
    ['<span class="tg-spoiler">a</span><tg-time unix="1">b</tg-time>', undefined],
    ["a<span>b</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 1'],
    ["</>", "Unexpected end tag at byte offset 0"],
    ["ä<b>a</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'],
    ["<br>", 'Unsupported start tag "br" at byte offset 0'],
  ])("%s", (html, fault) => {
    const parsed = parseEntities(html);
    expect("fault" in parsed ? parsed.fault : undefined).toBe(fault);
  });
});

describe("Telegram as it is pretended", () => {
  const token = "123456789:AAE-no_real-one";
  let telegram: HttpReceiver;
  beforeAll(async () => void (telegram = await startTelegram(token, -100)));
  afterAll(() => telegram.close());

  async function send(text: string, path = `/bot${token}/sendMessage`) {
    const before = telegram.faults.length;
    const response = await fetch(telegram.url("127.0.0.1", path), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ chat_id: "-100", text, parse_mode: "HTML" }),
    });
    const { description } = (await response.json()) as { description?: string };
    return { status: response.status, description, faults: telegram.faults.slice(before) };
  }

  it("takes a message, and says which links aren't shown", async () => {
    expect(await send('<a href="https://a.example/">a</a>')).toMatchObject({ status: 200, faults: [] });
    const { status, faults } = await send('<a href="http://localhost:3000/">a</a>');
    expect([status, faults]).toEqual([200, [expect.stringContaining("no link is shown to http://localhost:3000/")]]);
  });

  it("knows what Alertmanager sends in place of a message that is too long", async () => {
    const { status, faults } = await send("Alertmanager notification could not be sent: message length exceeds 4096");
    expect([status, faults]).toEqual([200, [expect.stringContaining("in place of")]]);
  });

  it.each([
    ["/bot1:other/sendMessage", 401, "Unauthorized"],
    ["/botother/sendMessage", 401, "Unauthorized: invalid token specified"],
    [`/bot${token}/sendNothing`, 404, "Not Found"],
    ["/sendMessage", 404, "Not Found"],
  ])("answers %s with %d %s", async (path, status, description) => {
    expect(await send("a", path)).toMatchObject({ status, description });
  });
});
