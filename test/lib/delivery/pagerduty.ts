import { z } from "zod";
import { HttpReceiver, postFaults, type Api, type Judged, type Request } from "./http-receiver";
import { link, text } from "./shape";

/** Bytes of an event. */
const largest = 512 * 1000;
/** What Alertmanager sends in place of the details of a larger one, so that it's never seen here. */
const removed = "Custom details have been removed";

const payload = z.object({
  summary: text(1024),
  source: text(1024),
  severity: z.enum(["critical", "error", "warning", "info"]),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z
    .record(z.string(), z.unknown())
    .refine(({ error }) => typeof error !== "string" || !error.startsWith(removed), "were too large for Alertmanager")
    .optional(),
});

const event = z.object({
  routing_key: z.string().regex(/^[0-9a-z]{32}$/i, "isn't 32 letters and digits"),
  event_action: z.enum(["trigger", "acknowledge", "resolve"]),
  dedup_key: text(255),
  // An end needs none; Alertmanager sends it all the same.
  payload: payload.optional(),
  client: z.string().optional(),
  client_url: z.union([link, z.literal("")]).optional(),
  links: z.array(z.object({ href: link, text: z.string().optional() })).optional(),
  images: z.array(z.object({ src: link, href: z.string().optional(), alt: z.string().optional() })).optional(),
});

export const pagerdutyPath = "/v2/enqueue";

/** PagerDuty's Events API v2. */
export function startPagerduty(): Promise<HttpReceiver> {
  const body = {
    status: "throttle exceeded",
    message: "Requests for this service are arriving too quickly.  Please retry later.",
  };
  const api: Api = { name: "pagerduty", judge, tooMany: () => ({ status: 429, body }) };
  return HttpReceiver.start(api);
}

function judge(request: Request): Judged {
  const size = Buffer.byteLength(request.body);
  const faults = [
    ...postFaults(request, pagerdutyPath, event.refine(isWhole, { error: "is missing", path: ["payload"] })),
    ...(size > largest ? [`${size} bytes, and at most ${largest} are taken`] : []),
  ];
  if (faults.length > 0) {
    const body = { status: "invalid event", message: "Event object is invalid", errors: faults };
    return { status: 400, body, faults };
  }
  const raw = event.parse(request.json);
  const { summary = "", custom_details, ...rest } = raw.payload ?? {};
  const links = (raw.links ?? []).map(({ href, text = "" }) => `${text}: ${href}`);
  const details = Object.entries({ ...rest, ...custom_details }).map(([name, value]) => `${name}: ${shown(value)}`);
  return {
    status: 202,
    body: { status: "success", message: "Event processed", dedup_key: raw.dedup_key },
    message: {
      kind: raw.event_action === "resolve" ? "closed" : "shown",
      title: summary,
      text: [summary, ...details, ...links, raw.client_url ?? ""].join("\n"),
      raw,
    },
  };
}

function isWhole({ event_action, payload }: z.infer<typeof event>): boolean {
  return event_action !== "trigger" || payload !== undefined;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
