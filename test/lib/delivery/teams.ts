import { z } from "zod";
import { HttpReceiver, postFaults, type Api, type Judged, type Request } from "./http-receiver";

/** Bytes of a message. */
const largest = 28 * 1024;

const block = z.object({ type: z.literal("TextBlock"), text: z.string().min(1), wrap: z.boolean().optional() });

const message = z.object({
  type: z.literal("message"),
  attachments: z
    .array(
      z.object({
        contentType: z.literal("application/vnd.microsoft.card.adaptive"),
        contentUrl: z.null().optional(),
        content: z.object({
          $schema: z.literal("http://adaptivecards.io/schemas/adaptive-card.json"),
          type: z.literal("AdaptiveCard"),
          version: z.string().regex(/^1\.[0-5]$/, "isn't a version that Teams shows"),
          body: z.array(block).min(1),
        }),
      }),
    )
    .min(1),
});

export const teamsPath = "/workflows/4f2/triggers/manual/paths/invoke?api-version=1&sig=abc";

/** A workflow of Microsoft Teams that posts what comes to its URL. */
export function startTeams(): Promise<HttpReceiver> {
  const error = { code: "WorkflowTriggerThrottled", message: "Rate limit is exceeded." };
  return HttpReceiver.start({ name: "teams", judge, tooMany: () => ({ status: 429, body: { error } }) } satisfies Api);
}

function judge(request: Request): Judged {
  const faults = postFaults(request, teamsPath, message);
  if (faults.length > 0) {
    const error = { code: "TriggerInputSchemaMismatch", message: faults.join("; ") };
    return { status: 400, body: { error }, faults };
  }
  const size = Buffer.byteLength(request.body);
  // A workflow has taken it by then, and nobody is told that it can't be posted.
  if (size > largest) return { status: 202, faults: [`${size} bytes, and at most ${largest} are shown`] };
  const raw = message.parse(request.json);
  const texts = raw.attachments.flatMap(({ content }) => content.body.map(({ text }) => text));
  return { status: 202, message: { kind: "shown", title: texts[0] ?? "", text: texts.join("\n"), raw } };
}
