import { z } from "zod";
import { HttpReceiver, postFaults, type Api, type Judged, type Request } from "./http-receiver";

/** Bytes of a card as Teams keeps it: what is larger isn't shown. */
export const largestCard = 28 * 1024;

/**
 * Teams counts more than what is sent: the card is a text within its own JSON (24,453 bytes were 28,897,
 * MicrosoftDocs/msteams-docs#11274), and others report that half of the limit was too much, as of a text in UTF-16. Both
 * at once is the most that it can be.
 */
export function cardBytes(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(card)), "utf16le");
}

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

type Message = z.infer<typeof message>;

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
  // As it came: what isn't asked for above counts as well.
  const sizes = (request.json as Message).attachments.map(({ content }) => cardBytes(content));
  const size = Math.max(...sizes);
  // A workflow has taken it by then, and nobody is told that it can't be posted.
  if (size > largestCard) return { status: 202, faults: [`${size} bytes, and at most ${largestCard} are shown`] };
  const raw = message.parse(request.json);
  const texts = raw.attachments.flatMap(({ content }) => content.body.map(({ text }) => text));
  return { status: 202, message: { kind: "shown", title: texts[0] ?? "", text: texts.join("\n"), raw } };
}
