import { z } from "zod";
import { HttpReceiver, postFaults, type Api, type Judged, type Request } from "./http-receiver";
import { text } from "./shape";

/** Characters of all embeds of a message together. */
const longest = 6000;

const embed = z.object({ title: text(256), description: text(4096), color: z.int().min(0).max(0xffffff) });

const message = z.object({
  content: text(2000, 0),
  embeds: z
    .array(embed)
    .min(1)
    .max(10)
    .refine(
      (embeds) => [...embeds.map(({ title, description }) => title + description).join("")].length <= longest,
      `have more than ${longest} characters together`,
    ),
  username: text(80).optional(),
  avatar_url: z.string().optional(),
});

export const discordPath = "/api/webhooks/1234567890/abcdef";

/** A webhook of Discord: one of the receivers that Sightline has no words of its own for. */
export function startDiscord(): Promise<HttpReceiver> {
  const tooMany = (seconds: number) => ({
    status: 429,
    body: { message: "You are being rate limited.", retry_after: seconds, global: false },
  });
  return HttpReceiver.start({ name: "discord", judge, tooMany } satisfies Api);
}

function judge(request: Request): Judged {
  const faults = postFaults(request, discordPath, message);
  if (faults.length > 0) return { status: 400, body: { code: 50035, message: "Invalid Form Body" }, faults };
  const raw = message.parse(request.json);
  const texts = raw.embeds.flatMap(({ title, description }) => [title, description]);
  return {
    status: 204,
    message: { kind: "shown", title: texts[0] ?? "", text: [raw.content, ...texts].join("\n"), raw },
  };
}
