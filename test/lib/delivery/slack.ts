import { z } from "zod";
import { HttpReceiver, postFaults, type Api, type Judged, type Request } from "./http-receiver";
import { link, text } from "./shape";

/** Longer texts are cut by Slack. */
const longestText = 40_000;
/** Longer titles are cut by Alertmanager. */
const longestTitle = 1024;

const attachment = z.object({
  fallback: text(longestText),
  title: text(longestTitle),
  title_link: z.union([link, z.literal("")]).optional(),
  text: text(longestText),
  // A name or a hexadecimal number.
  color: z.string().regex(/^(good|warning|danger|#[0-9a-f]{6})$/i, "isn't a colour"),
  mrkdwn_in: z.array(z.enum(["pretext", "text", "fields"])).optional(),
});

const payload = z.object({
  channel: z.string().optional(),
  username: z.string().optional(),
  text: text(longestText, 0).optional(),
  attachments: z.array(attachment).min(1).max(100),
});

export const slackPath = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";

/** An incoming webhook of Slack. */
export function startSlack(): Promise<HttpReceiver> {
  const api: Api = {
    name: "slack",
    judge,
    tooMany: (seconds) => ({ status: 429, body: { retry_after: seconds, ok: false, error: "rate_limited" } }),
  };
  return HttpReceiver.start(api);
}

function judge(request: Request): Judged {
  if (request.path !== slackPath) return { status: 404, body: "no_service", faults: [`${request.path} is no webhook`] };
  const faults = postFaults(request, slackPath, payload);
  if (faults.length > 0) return { status: 400, body: "invalid_payload", faults };
  const raw = payload.parse(request.json);
  const loose = raw.attachments.filter(({ text }) => /<(?![a-z]+:[^>]*>|[@#!])/.test(text));
  const parts = raw.attachments.flatMap(({ title, title_link, text, fallback }) => [
    title,
    title_link ?? "",
    readable(text),
    fallback,
  ]);
  const message = {
    kind: "shown" as const,
    title: raw.attachments[0]?.title ?? "",
    text: [raw.text ?? "", ...parts].join("\n"),
    raw,
  };
  // Slack takes it, and shows what follows as a link that leads nowhere.
  const unescaped = loose.map(({ text }) => `a < that isn't written as &lt;: ${text}`);
  return { status: 200, body: "ok", message, faults: unescaped };
}

/** What a person reads of Slack's markup, and where its links lead. */
function readable(text: string): string {
  const links = text.replace(/<([a-z]+:[^>|]*)\|?([^>]*)>/g, "$2 $1");
  return links.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
