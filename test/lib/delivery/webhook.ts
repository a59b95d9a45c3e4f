import { z } from "zod";
import { HttpReceiver, postFaults, type Api, type Certificate, type Judged, type Request } from "./http-receiver";
import { link } from "./shape";

const labels = z.record(z.string(), z.string());

const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels,
  annotations: labels,
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  generatorURL: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
});

/** Alertmanager's own JSON. */
export const webhookMessage = z.object({
  version: z.literal("4"),
  groupKey: z.string().min(1),
  // Since Alertmanager 0.33.
  notification_reason: z.string().optional(),
  truncatedAlerts: z.int().min(0),
  status: z.enum(["firing", "resolved"]),
  receiver: z.string().min(1),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: link,
  alerts: z.array(alert).min(1),
});
export type WebhookMessage = z.infer<typeof webhookMessage>;

export interface WebhookOptions {
  readonly path: string;
  /** By name in small letters; each must come just so, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly certificate?: Certificate;
}

/** A server that takes Alertmanager's webhook. */
export function startWebhook({ path, headers = {}, certificate }: WebhookOptions): Promise<HttpReceiver> {
  const api: Api = {
    name: "webhook",
    judge: (request) => judge(request, path, headers),
    tooMany: () => ({ status: 429, body: "too many requests" }),
  };
  return HttpReceiver.start(api, certificate);
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function judge(request: Request, path: string, headers: Readonly<Record<string, string>>): Judged {
  const wrong = Object.entries(headers).filter(([name, value]) => request.headers[name] !== value);
  if (wrong.length > 0) return { status: 401, faults: wrong.map(([name]) => `the header ${name} isn't as agreed`) };
  const faults = postFaults(request, path, webhookMessage);
  if (faults.length > 0) return { status: 400, body: faults.join("\n"), faults };
  const raw = webhookMessage.parse(request.json);
  const kind = raw.status === "resolved" ? "closed" : "shown";
  return { status: 200, message: { kind, text: request.body, raw } };
}
