import { z } from "zod";
import { HttpReceiver, postFaults, type Answer, type Api, type Judged, type Request } from "./http-receiver";
import { text } from "./shape";

const responder = z.object({
  type: z.enum(["team", "user", "escalation", "schedule"]),
  id: z.string().optional(),
  name: z.string().optional(),
  username: z.string().optional(),
});

const alert = z.object({
  // A title of ours may be longer: its end is what can be missed best.
  message: text(130, 1, "may be cut"),
  alias: text(512),
  description: text(15_000),
  responders: z.array(responder).max(50).optional(),
  actions: z.array(text(50)).max(10).optional(),
  tags: z.array(text(50)).max(20).optional(),
  details: z
    .record(z.string(), z.string())
    .refine((details) => JSON.stringify(details).length <= 8000, "has more than 8000 characters"),
  entity: text(512, 0).optional(),
  source: text(100),
  priority: z.enum(["P1", "P2", "P3", "P4", "P5"]),
  note: text(25_000, 0).optional(),
});

const end = z.object({ source: text(100).optional(), note: text(25_000, 0).optional() });

const createPath = "/v2/alerts";

/** Opsgenie's alert API. It remembers what each alias was about, to say what is closed. */
export function startOpsgenie(apiKey: string): Promise<HttpReceiver> {
  const open = new Map<string, string>();
  const api: Api = {
    name: "opsgenie",
    judge: (request) => judge(request, apiKey, open),
    tooMany: () => refusal(429, "You are making too many requests!"),
  };
  return HttpReceiver.start(api);
}

function judge(request: Request, apiKey: string, open: Map<string, string>): Judged {
  if (request.headers.authorization !== `GenieKey ${apiKey}`)
    return { ...refusal(401, "Could not authenticate"), faults: ["the key is wrong"] };
  const closing = /^\/v2\/alerts\/([^/?]+)\/close\?identifierType=alias$/.exec(request.path);
  const faults = closing ? postFaults(request, request.path, end) : postFaults(request, createPath, alert);
  if (faults.length > 0)
    return { ...refusal(422, "Request body is not processable. Please check the errors.", faults), faults };
  const body = { result: "Request will be processed", took: 0.302, requestId: "43a29c5c-3dbf-4fa4-9c26-f4f71023e120" };
  if (closing) {
    const alias = decodeURIComponent(closing[1] ?? "");
    const about = open.get(alias);
    open.delete(alias);
    // As with the real one, closing what isn't open is processed, and nothing happens.
    if (about === undefined) return { status: 202, body };
    return { status: 202, body, message: { kind: "closed", text: about, raw: request.json } };
  }
  const raw = alert.parse(request.json);
  const details = Object.entries(raw.details).map(([name, value]) => `${name}: ${value}`);
  const shown = [raw.message, raw.description, raw.priority, ...(raw.tags ?? []), ...details, raw.source].join("\n");
  open.set(raw.alias, shown);
  return { status: 202, body, message: { kind: "shown", title: raw.message, text: shown, raw } };
}

function refusal(status: number, message: string, errors: readonly string[] = []): Answer {
  const rest = { took: 0.001, requestId: "43a29c5c-3dbf-4fa4-9c26-f4f71023e120" };
  return { status, body: { message, ...(errors.length > 0 && { errors }), ...rest } };
}
