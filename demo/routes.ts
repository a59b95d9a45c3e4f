import type { Fault } from "../signals/metrics";
import { isConnectionError } from "./connection";
import { applyChange, faultTable } from "./faults";
import { reason } from "./log";
import { metricValues } from "./metric-values";
import { page } from "./page";
import type { Service } from "./service";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Whole body as text. */
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
  /** The path without ids, for labels: `/api/careplan/{id}/status/`. */
  readonly route: string;
}

export interface Routing {
  readonly title: string;
  readonly service: Service;
  /** Which faults are on. */
  readonly faults: () => ReadonlySet<Fault>;
  /** Keeps a new set of faults; throws when the other processes can't be told. */
  readonly setFaults: (on: ReadonlySet<Fault>) => Promise<void>;
  readonly metrics: () => Promise<string>;
}

const GENERATE = "/api/generate-careplan/";
const STATUS = "/api/careplan/{id}/status/";
const SEARCH = "/api/search-careplans/";

type Handler = (request: Request, routing: Routing, id: string) => Promise<Omit<Answer, "route">>;

const routes: readonly { method: string; pattern: RegExp; route: string; handle: Handler }[] = [
  { method: "GET", pattern: /^\/$/, route: "/", handle: home },
  { method: "GET", pattern: /^\/health$/, route: "/health", handle: async () => json(200, { status: "ok" }) },
  { method: "GET", pattern: /^\/health\/deep$/, route: "/health/deep", handle: deep },
  { method: "GET", pattern: /^\/ready$/, route: "/ready", handle: ready },
  { method: "GET", pattern: /^\/metrics$/, route: "/metrics", handle: metrics },
  { method: "GET", pattern: /^\/api\/v1\/metrics$/, route: "/api/v1/metrics", handle: values },
  { method: "POST", pattern: /^\/api\/generate-careplan\/$/, route: GENERATE, handle: generate },
  { method: "GET", pattern: /^\/api\/careplan\/(\d{1,9})\/status\/$/, route: STATUS, handle: status },
  { method: "GET", pattern: /^\/api\/search-careplans\/$/, route: SEARCH, handle: search },
  { method: "GET", pattern: /^\/faults$/, route: "/faults", handle: async (_, r) => json(200, faultTable(r.faults())) },
  { method: "POST", pattern: /^\/faults$/, route: "/faults", handle: (request, r) => change(r, parse(request.body)) },
  {
    method: "PUT",
    pattern: /^\/faults\/([^/]+)$/,
    route: "/faults/{name}",
    handle: (_, r, name) => change(r, { [name]: true }),
  },
  {
    method: "DELETE",
    pattern: /^\/faults\/([^/]+)$/,
    route: "/faults/{name}",
    handle: (_, r, name) => change(r, { [name]: false }),
  },
  { method: "DELETE", pattern: /^\/faults$/, route: "/faults", handle: (_, r) => keep(r, new Set()) },
];

/** Answers a request. Never throws: what fails is a 500, or a 503 when it is the database or Redis. */
export async function answer(request: Request, routing: Routing): Promise<Answer> {
  const known = routes.filter(({ pattern }) => pattern.test(request.path));
  const found = known.find(({ method }) => method === request.method);
  if (found === undefined) {
    const result = known.length > 0 ? json(405, { error: "method not allowed" }) : json(404, { error: "not found" });
    return { ...result, route: known[0]?.route ?? "other" };
  }
  const { route, pattern, handle } = found;
  try {
    return { ...(await handle(request, routing, pattern.exec(request.path)![1] ?? "")), route };
  } catch (error) {
    return { ...json(isConnectionError(error) ? 503 : 500, { error: reason(error) }), route };
  }
}

async function home(_: Request, routing: Routing): Promise<Omit<Answer, "route">> {
  return { status: 200, body: page(routing.title, faultTable(routing.faults())), type: "text/html; charset=utf-8" };
}

async function ready(_: Request, { service }: Routing): Promise<Omit<Answer, "route">> {
  const reasons = await service.notReady();
  return Object.keys(reasons).length === 0
    ? json(200, { status: "ready" })
    : json(503, { status: "not ready", reasons });
}

async function deep(_: Request, { service }: Routing): Promise<Omit<Answer, "route">> {
  const checks = await service.deepChecks();
  const ok = Object.values(checks).every(({ status }) => status === "ok");
  return json(ok ? 200 : 503, { status: ok ? "ok" : "error", checks });
}

async function metrics(_: Request, routing: Routing): Promise<Omit<Answer, "route">> {
  return { status: 200, body: await routing.metrics(), type: "text/plain; version=0.0.4; charset=utf-8" };
}

/** The same for people and scripts that don't read Prometheus' format. */
async function values(_: Request, routing: Routing): Promise<Omit<Answer, "route">> {
  return json(200, { metrics: metricValues(await routing.metrics()) });
}

async function generate(request: Request, { service }: Routing): Promise<Omit<Answer, "route">> {
  const body = parse(request.body);
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    return json(400, { error: "the body must be a JSON object" });
  }
  return json(202, { id: await service.submit(), status: "pending" });
}

async function status(_: Request, { service }: Routing, id: string): Promise<Omit<Answer, "route">> {
  const job = await service.find(Number(id));
  return job === undefined ? json(404, { error: `there is no job ${id}` }) : json(200, job);
}

async function search(request: Request, { service }: Routing): Promise<Omit<Answer, "route">> {
  return json(200, { results: await service.search(request.query.get("status") ?? undefined) });
}

async function change(routing: Routing, body: unknown): Promise<Omit<Answer, "route">> {
  const next = applyChange(routing.faults(), body);
  return typeof next === "string" ? json(400, { error: next }) : keep(routing, next);
}

async function keep(routing: Routing, next: ReadonlySet<Fault>): Promise<Omit<Answer, "route">> {
  try {
    await routing.setFaults(next);
  } catch (error) {
    return json(503, { error: `the workers can't be told, nothing was changed: ${reason(error)}` });
  }
  return json(200, faultTable(next));
}

/** `undefined` for what isn't JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function json(status: number, body: unknown): Omit<Answer, "route"> {
  return { status, body: JSON.stringify(body) + "\n", type: "application/json" };
}
