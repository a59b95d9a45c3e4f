import { z } from "zod";
import { HttpReceiver, postFaults, type Answer, type Api, type Judged, type Request } from "./http-receiver";
import { parseEntities } from "./telegram-entities";

/** Characters of a message once its tags are taken out. */
const longest = 4096;

/** What Alertmanager sends in place of a message that is longer, so that the one above is never seen here. */
const inPlace = "Alertmanager notification could not be sent: message length exceeds";

/** Alertmanager's library sends every parameter as a text, which Telegram takes. */
const parameters = z.object({
  chat_id: z.string().regex(/^-?\d+$/, "isn't a number"),
  text: z.string(),
  parse_mode: z.literal("HTML"),
  message_thread_id: z.string().regex(/^\d+$/, "isn't a number").optional(),
});

/** Telegram's bot API, for one bot and one chat. */
export function startTelegram(botToken: string, chatId: number): Promise<HttpReceiver> {
  const api: Api = {
    name: "telegram",
    judge: (request) => judge(request, botToken, chatId),
    tooMany: (seconds) =>
      refusal(429, `Too Many Requests: retry after ${seconds}`, { parameters: { retry_after: seconds } }),
  };
  return HttpReceiver.start(api);
}

function judge(request: Request, botToken: string, chatId: number): Judged {
  const path = `/bot${botToken}/sendMessage`;
  if (request.path !== path) {
    return { ...refusedPath(request.path, botToken), faults: ["the bot's token or the method is wrong"] };
  }
  const shape = postFaults(request, path, parameters);
  if (shape.length > 0) return refused(shape.join("; "));
  const raw = parameters.parse(request.json);
  if (Number(raw.chat_id) !== chatId) return refused("chat not found");
  const parsed = parseEntities(raw.text);
  if ("fault" in parsed) return refused(`can't parse entities: ${parsed.fault}`);
  const { text, links, hidden } = parsed;
  if (text === "") return refused("message text is empty");
  if (text.length > longest) return refused("message is too long");
  const chat = { id: chatId, type: "supergroup", title: "on call" };
  return {
    status: 200,
    body: { ok: true, result: { message_id: 1, date: Math.floor(request.at / 1000), chat, text } },
    message: { kind: "shown", title: text.split("\n")[0] ?? "", text: [text, ...links].join("\n"), raw },
    faults: [
      ...hidden.map((link) => `no link is shown to ${link}, whose host has no dot`),
      ...(text.startsWith(inPlace) ? ["Alertmanager sent an error in place of a message that is too long"] : []),
    ],
  };
}

function refusedPath(path: string, botToken: string): Answer {
  const token = /^\/bot([^/]+)\/./.exec(path)?.[1];
  if (token === undefined || token === botToken) return refusal(404, "Not Found");
  return refusal(401, token.includes(":") ? "Unauthorized" : "Unauthorized: invalid token specified");
}

function refused(why: string): Judged {
  return { ...refusal(400, `Bad Request: ${why}`), faults: [why] };
}

function refusal(code: number, description: string, more: object = {}): Answer {
  return { status: code, body: { ok: false, error_code: code, description, ...more } };
}
